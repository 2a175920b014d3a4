package dev.undercurrent.source;

/** Texts as they may leave this process. */
final class Texts {
    private Texts() {}

    /**
     * The text with every unpaired surrogate, which JSON can write and UTF-8 cannot, replaced by U+FFFD: a key must be
     * the same before and after a topic.
     */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    /** What is wrong with a text of more characters than {@link RecordLimits#TEXT}. */
    static String tooLong(String what, String text) {
        return what + ": " + text.length() + " characters (expected: up to " + RecordLimits.TEXT + ")";
    }

    private static String replaced(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
