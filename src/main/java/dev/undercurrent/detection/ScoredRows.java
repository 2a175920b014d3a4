package dev.undercurrent.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scored units of a backtest in the order in which they were scored, column by column. Not thread-safe. */
public final class ScoredRows {
    private static final double MILLIS_A_DAY = 86_400_000;

    private final Map<String, Integer> keyNumbers = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final Map<String, String> stages = new HashMap<>();
    private String[] ids = new String[1024];
    private long[] times = new long[1024];
    private int[] keyOf = new int[1024];
    private double[] scores = new double[1024];
    private double[] surprises = new double[1024];
    private double[] tailProbabilities = new double[1024];
    private boolean[] anomalies = new boolean[1024];
    private String[] stageOf = new String[1024];
    private int[] models = new int[1024];
    private byte[] labels = new byte[1024];
    private int size;

    public void add(ScoredRow row) {
        if (size == ids.length) {
            grow();
        }
        ids[size] = row.id();
        times[size] = row.time();
        keyOf[size] = keyNumber(row.key());
        scores[size] = row.score();
        surprises[size] = row.surprise();
        tailProbabilities[size] = row.tailProbability();
        anomalies[size] = row.anomaly();
        stageOf[size] = stages.computeIfAbsent(row.stage(), stage -> stage);
        models[size] = row.model();
        labels[size] = (byte) row.label();
        size++;
    }

    private int keyNumber(String key) {
        Integer known = keyNumbers.get(key);
        if (known != null) {
            return known;
        }
        keyNumbers.put(key, keys.size());
        keys.add(key);
        return keys.size() - 1;
    }

    private void grow() {
        int capacity = ids.length * 2;
        ids = Arrays.copyOf(ids, capacity);
        times = Arrays.copyOf(times, capacity);
        keyOf = Arrays.copyOf(keyOf, capacity);
        scores = Arrays.copyOf(scores, capacity);
        surprises = Arrays.copyOf(surprises, capacity);
        tailProbabilities = Arrays.copyOf(tailProbabilities, capacity);
        anomalies = Arrays.copyOf(anomalies, capacity);
        stageOf = Arrays.copyOf(stageOf, capacity);
        models = Arrays.copyOf(models, capacity);
        labels = Arrays.copyOf(labels, capacity);
    }

    public int size() {
        return size;
    }

    public ScoredRow row(int i) {
        return new ScoredRow(
                ids[i],
                times[i],
                key(i),
                scores[i],
                surprises[i],
                tailProbabilities[i],
                anomalies[i],
                stageOf[i],
                models[i],
                labels[i]);
    }

    public String id(int i) {
        return ids[i];
    }

    public long time(int i) {
        return times[i];
    }

    public String key(int i) {
        return keys.get(keyOf[i]);
    }

    /** A number for the row's key, below {@link #keyCount()}, by first occurrence. */
    public int keyNumber(int i) {
        return keyOf[i];
    }

    public int keyCount() {
        return keys.size();
    }

    /** The key of a number. */
    public String keyName(int keyNumber) {
        return keys.get(keyNumber);
    }

    public double score(int i) {
        return scores[i];
    }

    public double surprise(int i) {
        return surprises[i];
    }

    public double tailProbability(int i) {
        return tailProbabilities[i];
    }

    public boolean anomaly(int i) {
        return anomalies[i];
    }

    public int label(int i) {
        return labels[i];
    }

    /** A copy of all scores. */
    public double[] scores() {
        return Arrays.copyOf(scores, size);
    }

    /** A copy of all labels. */
    public byte[] labels() {
        return Arrays.copyOf(labels, size);
    }

    /** Time from the first to the last unit in days, at least one: a shorter span is not extrapolated. */
    public double days() {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            first = Math.min(first, times[i]);
            last = Math.max(last, times[i]);
        }
        return size == 0 ? 1 : Math.max(1, (last - first) / MILLIS_A_DAY);
    }
}
