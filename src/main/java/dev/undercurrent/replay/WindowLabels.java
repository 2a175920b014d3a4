package dev.undercurrent.replay;

import dev.undercurrent.window.WindowConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels of closed windows: anomalous if one of its events is, normal if one is labelled and none is anomalous. Not
 * thread-safe.
 */
final class WindowLabels {
    private final long length;
    private final Map<String, TreeMap<Long, Integer>> labels = new HashMap<>();

    WindowLabels(WindowConfig config) {
        length = config.kind() == WindowConfig.Kind.SESSION
                ? Long.MAX_VALUE
                : config.over().get(0).toMillis();
    }

    /** Notes the label of an event. */
    void add(String key, long time, int label) {
        if (label >= 0) {
            labels.computeIfAbsent(key, k -> new TreeMap<>()).merge(time, label, Math::max);
        }
    }

    /** The label of a window; to be asked for in the order of the ends. */
    int of(String key, long end) {
        TreeMap<Long, Integer> known = labels.get(key);
        if (known == null) {
            return -1;
        }
        boolean session = length == Long.MAX_VALUE;
        if (!session) {
            known.headMap(end - length).clear();
        }
        int label = -1;
        for (int one : known.headMap(end).values()) {
            label = Math.max(label, one);
        }
        if (session) {
            known.headMap(end).clear();
        }
        if (known.isEmpty()) {
            labels.remove(key);
        }
        return label;
    }
}
