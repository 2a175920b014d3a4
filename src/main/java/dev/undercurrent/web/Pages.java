package dev.undercurrent.web;

import dev.undercurrent.metrics.Build;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.run.RunStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pages of a run, by path. */
public final class Pages {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private Pages() {}

    /**
     * All of them.
     *
     * @param topology its name
     * @param instance name of this instance
     */
    public static Map<String, Page> of(String topology, String instance, Meters meters, RunStatus status) {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/metrics", () -> new Response(Response.OK, METRICS_TYPE, meters.scrape()));
        pages.put("/healthz", () -> health(status.isAlive(), "alive", status));
        pages.put("/readyz", () -> health(status.isReady(), "ready", status));
        pages.put("/info", () -> info(topology, instance, status));
        return pages;
    }

    private static Response health(boolean good, String word, RunStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", good ? word : "not " + word);
        fields.put("state", status.state());
        if (!good) {
            fields.put("reason", status.reason());
        }
        return Response.json(good ? Response.OK : Response.UNAVAILABLE, fields);
    }

    private static Response info(String topology, String instance, RunStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", Build.version());
        fields.put("java", Build.java());
        fields.put("topology", topology);
        fields.put("applicationId", topology);
        fields.put("instance", instance);
        fields.put("model", status.modelVersion());
        fields.put("state", status.state());
        fields.put("tasks", status.tasks());
        return Response.json(Response.OK, fields);
    }
}
