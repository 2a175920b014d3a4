package dev.undercurrent.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/** One simulated service: when its next request comes and how it goes. Not thread-safe: one generator owns it. */
final class SimulatedService {
    private static final double DAY_MILLIS = 86_400_000;
    private static final List<ServiceIncident> INCIDENTS =
            List.of(ServiceIncident.LATENCY, ServiceIncident.ERRORS, ServiceIncident.TRAFFIC_DROP);
    private static final int SHORTEST_INCIDENT_MILLIS = 5 * 60_000;
    private static final int INCIDENT_SPREAD_MILLIS = 25 * 60_000;

    private final String name;
    private final RandomGenerator random;
    private final double perMilli;
    private final double incidentsPerMilli;
    private final double medianMicros;
    private final double spread;
    private final double medianBytes;
    private final double errorShare;
    private final double phase;

    private ServiceIncident incident = ServiceIncident.NONE;
    private double incidentUntil;
    private double nextIncident;
    private double next;

    SimulatedService(String name, ServiceRequestsConfig config, RandomGenerator random) {
        this.name = name;
        this.random = random;
        perMilli = config.perSecond() / 1000 * Chance.logNormal(random, 0.4);
        incidentsPerMilli = config.incidentsPerDay() / DAY_MILLIS;
        medianMicros = 20_000 * Chance.logNormal(random, 0.8);
        spread = 0.35 + 0.3 * random.nextDouble();
        medianBytes = 2_000 * Chance.logNormal(random, 1);
        errorShare = 0.002 + 0.006 * random.nextDouble();
        phase = 0.1 * random.nextDouble();
        next = config.start().toEpochMilli();
        nextIncident = next + pause();
        advance();
    }

    /** When the next request comes, ms since the epoch. */
    long nextTime() {
        return (long) next;
    }

    /** The next request; the one after it is then drawn. */
    ServiceRequest take() {
        boolean failed = random.nextDouble() < (incident == ServiceIncident.ERRORS ? 0.35 : errorShare);
        double load = 1 + 0.25 * (rhythm(next) - 1); // a busy hour is a slow hour
        double micros = medianMicros * load * Chance.logNormal(random, spread);
        if (incident == ServiceIncident.LATENCY) {
            micros *= 4;
        }
        if (failed) {
            micros *= 0.3;
        }
        int status = failed ? 500 + random.nextInt(4) : random.nextDouble() < 0.03 ? 404 : 200;
        long bytes = status == 200 ? Math.round(medianBytes * Chance.logNormal(random, 0.7)) : 120;
        ServiceRequest request = new ServiceRequest(name, (long) next, Math.round(micros), status, bytes, incident);
        advance();
        return request;
    }

    /** Arrivals of a Poisson process whose rate follows the day, drawn by thinning the busiest rate. */
    private void advance() {
        double busiest = 1.8 * perMilli;
        do {
            next += random.nextExponential() / busiest;
            moveIncident();
        } while (random.nextDouble() * busiest > perMilli * rhythm(next) * arriving());
    }

    private void moveIncident() {
        if (incident != ServiceIncident.NONE && next >= incidentUntil) {
            incident = ServiceIncident.NONE;
            nextIncident = next + pause();
        }
        if (incident == ServiceIncident.NONE && next >= nextIncident) {
            incident = INCIDENTS.get(random.nextInt(INCIDENTS.size()));
            incidentUntil = next + SHORTEST_INCIDENT_MILLIS + random.nextInt(INCIDENT_SPREAD_MILLIS);
        }
    }

    private double pause() {
        return incidentsPerMilli == 0 ? Double.POSITIVE_INFINITY : random.nextExponential() / incidentsPerMilli;
    }

    private double arriving() {
        return incident == ServiceIncident.TRAFFIC_DROP ? 0.1 : 1;
    }

    /** Between 0.2 at night and 1.8 in the afternoon. */
    private double rhythm(double time) {
        double day = time / DAY_MILLIS;
        double weekend = Math.floorMod((long) Math.floor(day) + 3, 7L) >= 5 ? 0.6 : 1;
        return weekend * (1 - 0.8 * Math.cos(2 * Math.PI * (day - 0.1 - phase)));
    }
}
