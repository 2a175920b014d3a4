package dev.undercurrent.repartition;

import org.jspecify.annotations.Nullable;

/** Bytes that are no bundle as this build writes it. */
final class ForeignBundleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ForeignBundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
