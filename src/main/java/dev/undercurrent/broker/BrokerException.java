package dev.undercurrent.broker;

/** The embedded broker cannot run; the message is one line that names the folder and the remedy. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message) {
        super(message);
    }

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
