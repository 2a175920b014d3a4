package dev.undercurrent.report;

/** Text made safe for element content and quoted attributes of HTML. */
final class Html {
    private static final int LONGEST = 300;

    private Html() {}

    /** Escapes markup, replaces what HTML does not allow and shortens what no one reads to its end. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n' -> out.append("<br/>");
                default -> out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? replaced(text, i) : c);
            }
        }
        return out.append(end < text.length() ? "…" : "").toString();
    }

    /** The character itself if it is one half of a pair that is whole, else U+FFFD. */
    private static char replaced(String text, int i) {
        char c = text.charAt(i);
        boolean high = Character.isHighSurrogate(c)
                && i + 1 < Math.min(text.length(), LONGEST)
                && Character.isLowSurrogate(text.charAt(i + 1));
        boolean low = Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        return high || low ? c : '\uFFFD';
    }
}
