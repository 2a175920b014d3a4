package dev.undercurrent.vae;

/** TensorFlow's native library cannot be loaded on this system; the message is one line for a user. */
public final class NativeLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
