package dev.undercurrent.topology;

import dev.undercurrent.config.Problems;

/**
 * Where metrics, probes and the page of facts are served. Immutable.
 *
 * @param address of this machine that is listened on
 * @param port that is listened on; 0 for any free one
 */
public record WebConfig(String address, int port) {
    public WebConfig {
        new Problems("")
                .check(!address.isBlank(), "address", address, "an address of this machine, such as 0.0.0.0")
                .check(port >= 0 && port <= 65_535, "port", port, "0..65535; 0 means any that is free")
                .throwIfAny();
    }
}
