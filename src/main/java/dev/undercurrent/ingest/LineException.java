package dev.undercurrent.ingest;

/** A line that is not what its file says it is. */
final class LineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LineException(String message) {
        super(message);
    }
}
