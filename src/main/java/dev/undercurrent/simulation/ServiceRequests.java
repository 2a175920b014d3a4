package dev.undercurrent.simulation;

import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * Simulated requests to a few services in time order, without end, with a daily rhythm and labelled incidents: slow
 * answers, bursts of errors, requests that stay away. No such service exists. Not thread-safe: one thread pulls from
 * it.
 */
public final class ServiceRequests implements Iterator<ServiceRequest> {
    private final SimulatedService[] services;

    public ServiceRequests(ServiceRequestsConfig config) {
        SplittableRandom seed = new SplittableRandom(config.seed());
        services = config.services().stream()
                .map(name -> new SimulatedService(name, config, seed.split()))
                .toArray(SimulatedService[]::new);
    }

    /** Always: time does not end. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public ServiceRequest next() {
        SimulatedService first = services[0];
        for (int i = 1; i < services.length; i++) {
            if (services[i].nextTime() < first.nextTime()) {
                first = services[i];
            }
        }
        return first.take();
    }
}
