package dev.undercurrent.run;

/** The system's clock was set back by more than a run bears. */
final class WallClockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WallClockException(String message) {
        super(message);
    }
}
