package dev.undercurrent.score;

/** Which values are the largest. */
final class Largest {
    private Largest() {}

    /** Indices of the {@code limit} largest values, largest first; of equals the first one first. */
    static int[] of(double[] values, int limit) {
        int[] largest = new int[Math.min(limit, values.length)];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (size == largest.length && values[i] <= values[largest[size - 1]]) {
                continue;
            }
            int place = size == largest.length ? size - 1 : size++;
            while (place > 0 && values[i] > values[largest[place - 1]]) {
                largest[place] = largest[place - 1];
                place--;
            }
            largest[place] = i;
        }
        return largest;
    }
}
