package dev.undercurrent.cluster;

import org.apache.kafka.common.errors.AuthorizationException;

/** Says what brokers refuse to a user who lacks a right. */
public final class Rights {
    private Rights() {}

    /**
     * One line for a refusal.
     *
     * @param what was asked about; brokers do not always name it
     */
    public static String line(String what, AuthorizationException refusal) {
        return what + ": " + refusal.getMessage()
                + " (expected: the rights that README.md lists); have them granted and start it again";
    }
}
