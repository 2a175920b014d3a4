package dev.undercurrent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ServiceRequestsTest {
    private static final List<ServiceRequest> REQUESTS = take(3, 1_500_000);

    @Test
    void givesTheSameRequestsForTheSameSeed() {
        assertThat(take(3, 10_000)).isEqualTo(REQUESTS.subList(0, 10_000));
        assertThat(take(4, 100)).isNotEqualTo(REQUESTS.subList(0, 100));
    }

    @Test
    void keepsTheOrderOfTime() {
        for (int i = 1; i < REQUESTS.size(); i++) {
            assertThat(REQUESTS.get(i).timestamp())
                    .isGreaterThanOrEqualTo(REQUESTS.get(i - 1).timestamp());
        }
    }

    @Test
    void isSlowInAnIncidentOfLatencyAndFailsInOneOfErrors() {
        Map<ServiceIncident, List<ServiceRequest>> byIncident = new EnumMap<>(ServiceIncident.class);
        REQUESTS.forEach(request -> byIncident
                .computeIfAbsent(request.incident(), incident -> new ArrayList<>())
                .add(request));
        assertThat(byIncident.keySet()).containsExactlyInAnyOrder(ServiceIncident.values());
        ToDoubleFunction<ServiceIncident> errors = incident -> byIncident.getOrDefault(incident, List.of()).stream()
                .mapToDouble(request -> request.status() >= 500 ? 1 : 0)
                .average()
                .orElse(0);
        ToDoubleFunction<ServiceIncident> micros = incident -> byIncident.getOrDefault(incident, List.of()).stream()
                .mapToDouble(ServiceRequest::durationMicros)
                .average()
                .orElse(0);
        assertThat(errors.applyAsDouble(ServiceIncident.NONE)).isLessThan(0.01);
        assertThat(errors.applyAsDouble(ServiceIncident.ERRORS)).isEqualTo(0.35, within(0.02));
        assertThat(micros.applyAsDouble(ServiceIncident.LATENCY))
                .isGreaterThan(2 * micros.applyAsDouble(ServiceIncident.NONE));
    }

    @Test
    void writesARequestWithoutItsLabel() {
        ServiceRequest request = new ServiceRequest("cart", 1736121600000L, 20_007, 503, 120, ServiceIncident.ERRORS);
        assertThat(request.json())
                .isEqualTo("{\"service\":\"cart\",\"timestamp\":1736121600000,\"duration_ms\":20.007,\"status\":503,"
                        + "\"error\":true,\"bytes\":120}");
    }

    private static List<ServiceRequest> take(long seed, int count) {
        ServiceRequests requests = new ServiceRequests(ServiceRequestsConfig.of(seed));
        List<ServiceRequest> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(requests.next());
        }
        return taken;
    }
}
