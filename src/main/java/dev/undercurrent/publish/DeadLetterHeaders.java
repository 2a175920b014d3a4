package dev.undercurrent.publish;

import dev.undercurrent.source.DeadLetter;
import java.util.Locale;

/** Names of the headers of a dead letter; the values are UTF-8 texts. */
public final class DeadLetterHeaders {
    /** A {@link DeadLetter.Reason} as {@link #text} writes it. */
    public static final String REASON = "undercurrent.reason";

    /** What exactly, without the payload. */
    public static final String DETAIL = "undercurrent.detail";

    public static final String TOPIC = "undercurrent.topic";
    public static final String PARTITION = "undercurrent.partition";
    public static final String OFFSET = "undercurrent.offset";

    private DeadLetterHeaders() {}

    /** A reason as the header has it. */
    public static String text(DeadLetter.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
