package dev.undercurrent.publish;

/** Names of the headers of a dead letter; the values are UTF-8 texts. */
public final class DeadLetterHeaders {
    /** One of {@link dev.undercurrent.source.DeadLetter.Reason}, in lower case with hyphens. */
    public static final String REASON = "undercurrent.reason";

    /** What exactly, without the payload. */
    public static final String DETAIL = "undercurrent.detail";

    public static final String TOPIC = "undercurrent.topic";
    public static final String PARTITION = "undercurrent.partition";
    public static final String OFFSET = "undercurrent.offset";

    private DeadLetterHeaders() {}
}
