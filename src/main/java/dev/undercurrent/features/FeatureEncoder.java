package dev.undercurrent.features;

import java.util.List;

/**
 * Writes one feature's columns of many rows; a missing value leaves them and its place in the mask zero. Each has a
 * loop of its own: one for all kinds of numbers, which asks for the kind inside, took 2 % more of the networks' time.
 */
interface FeatureEncoder {
    /** Encodes the feature of all of the rows. */
    void encode(EncodedRows rows);

    /** As the feature's encoding says. */
    static FeatureEncoder of(FeatureEncoding feature) {
        int slot = feature.slot();
        int column = feature.offset();
        return switch (feature.type()) {
            case NUMBER -> new Numbers(slot, column, feature.standardizer());
            case COUNT -> new Counts(slot, column, feature.standardizer());
            case FLAG -> new Flags(slot, column);
            case SHARE -> new Shares(slot, column);
            case CATEGORY -> new Texts(slot, column, feature.vocabulary());
            case CYCLE -> new Phases(column, (long) feature.period());
        };
    }

    /** Standardised. */
    record Numbers(int slot, int column, Standardizer standardizer) implements FeatureEncoder {
        @Override
        public void encode(EncodedRows rows) {
            for (int i = 0; i < rows.count(); i++) {
                double raw = rows.row(i).number(slot);
                if (!Double.isNaN(raw)) {
                    rows.set(i, column, (float) standardizer.encode(raw));
                }
            }
        }
    }

    /** Standardised too, none below 0; what becomes of a common one is known beforehand. */
    final class Counts implements FeatureEncoder {
        private static final int COMMON = 256;

        private final int slot;
        private final int column;
        private final Standardizer standardizer;
        private final float[] common = new float[COMMON];

        Counts(int slot, int column, Standardizer standardizer) {
            this.slot = slot;
            this.column = column;
            this.standardizer = standardizer;
            for (int count = 0; count < COMMON; count++) {
                common[count] = (float) standardizer.encode(count);
            }
        }

        @Override
        public void encode(EncodedRows rows) {
            for (int i = 0; i < rows.count(); i++) {
                double raw = rows.row(i).number(slot);
                if (!Double.isNaN(raw)) {
                    rows.set(i, column, encoded(Math.max(0, raw)));
                }
            }
        }

        private float encoded(double raw) {
            int whole = (int) raw;
            return whole == raw && whole < COMMON ? common[whole] : (float) standardizer.encode(raw);
        }
    }

    /** 1 for whatever is not 0. */
    record Flags(int slot, int column) implements FeatureEncoder {
        @Override
        public void encode(EncodedRows rows) {
            for (int i = 0; i < rows.count(); i++) {
                double raw = rows.row(i).number(slot);
                if (!Double.isNaN(raw)) {
                    rows.set(i, column, raw != 0 ? 1 : 0);
                }
            }
        }
    }

    /** As they are, between 0 and 1. */
    record Shares(int slot, int column) implements FeatureEncoder {
        @Override
        public void encode(EncodedRows rows) {
            for (int i = 0; i < rows.count(); i++) {
                double raw = rows.row(i).number(slot);
                if (!Double.isNaN(raw)) {
                    rows.set(i, column, (float) FeatureEncoding.share(raw));
                }
            }
        }
    }

    /** A 1 in the text's column of the vocabulary, or in the last for any other. */
    record Texts(int slot, int column, List<String> vocabulary) implements FeatureEncoder {
        @Override
        public void encode(EncodedRows rows) {
            for (int i = 0; i < rows.count(); i++) {
                String text = rows.row(i).text(slot);
                if (!text.isEmpty()) {
                    rows.set(i, column + place(text), 1);
                }
            }
        }

        private int place(String text) {
            for (int i = 0; i < vocabulary.size(); i++) {
                if (vocabulary.get(i).equals(text)) {
                    return i;
                }
            }
            return vocabulary.size();
        }
    }

    /** Sine and cosine of where the row's time is within a period in ms. */
    record Phases(int column, long period) implements FeatureEncoder {
        @Override
        public void encode(EncodedRows rows) {
            for (int i = 0; i < rows.count(); i++) {
                double angle = 2 * Math.PI * ((double) Math.floorMod(rows.row(i).time(), period) / period);
                rows.set(i, column, (float) Math.sin(angle));
                rows.set(i, column + 1, (float) Math.cos(angle));
            }
        }
    }
}
