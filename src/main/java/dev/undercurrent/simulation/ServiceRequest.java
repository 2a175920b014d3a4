package dev.undercurrent.simulation;

/**
 * One simulated request and, apart from it, the incident it fell into. Immutable.
 *
 * @param service who answered
 * @param timestamp ms since the epoch
 * @param durationMicros how long it took
 * @param status of the HTTP answer
 * @param bytes of its body
 * @param incident what was wrong with the service at that time; not in the JSON
 */
public record ServiceRequest(
        String service, long timestamp, long durationMicros, int status, long bytes, ServiceIncident incident) {
    /** The request as one JSON object on one line, without its label. */
    public String json() {
        StringBuilder text = new StringBuilder(128)
                .append("{\"service\":\"")
                .append(service)
                .append("\",\"timestamp\":")
                .append(timestamp)
                .append(",\"duration_ms\":")
                .append(durationMicros / 1000)
                .append('.');
        long rest = durationMicros % 1000;
        text.append(rest < 10 ? "00" : rest < 100 ? "0" : "").append(rest);
        return text.append(",\"status\":")
                .append(status)
                .append(",\"error\":")
                .append(status >= 500)
                .append(",\"bytes\":")
                .append(bytes)
                .append('}')
                .toString();
    }
}
