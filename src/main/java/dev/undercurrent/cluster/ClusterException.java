package dev.undercurrent.cluster;

/** A Kafka cluster that cannot be used; each line of the message is one problem and its remedy. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
