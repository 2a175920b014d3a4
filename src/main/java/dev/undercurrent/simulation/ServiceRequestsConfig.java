package dev.undercurrent.simulation;

import dev.undercurrent.config.Problems;
import java.time.Instant;
import java.util.List;

/**
 * The simulated services. Immutable.
 *
 * @param services their names
 * @param perSecond requests a second of each, on average over a day
 * @param start the first moment
 * @param incidentsPerDay of each service
 * @param seed the same seed gives the same requests
 */
public record ServiceRequestsConfig(
        List<String> services, double perSecond, Instant start, double incidentsPerDay, long seed) {
    public ServiceRequestsConfig {
        services = List.copyOf(services);
        new Problems("")
                .check(!services.isEmpty() && services.size() <= 1000, "services", services.size(), "1..1000 names")
                .check(perSecond > 0 && perSecond <= 10_000, "per-second", perSecond, "> 0, at most 10000")
                .check(incidentsPerDay >= 0 && incidentsPerDay <= 24, "incidents-per-day", incidentsPerDay, "0..24")
                .throwIfAny();
    }

    /** Six services with two requests a second each from 6 January 2025 on, a Monday. */
    public static ServiceRequestsConfig of(long seed) {
        List<String> services = List.of("cart", "catalogue", "checkout", "login", "payment", "search");
        return new ServiceRequestsConfig(services, 2, Instant.parse("2025-01-06T00:00:00Z"), 2, seed);
    }
}
