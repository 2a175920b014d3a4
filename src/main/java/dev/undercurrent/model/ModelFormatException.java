package dev.undercurrent.model;

/** Bytes that are no usable model version; the message is one line. */
public final class ModelFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ModelFormatException(String message) {
        super(message);
    }

    ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
