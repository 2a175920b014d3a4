package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.Likelihood;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring columns of a row that are scored by one kind of distribution in one go: all width-1 features of a
 * likelihood, or the columns of one category or cycle. Immutable.
 *
 * @param likelihood never {@code AUTO}
 * @param features the features it scores; several only where each has one column
 * @param width columns
 */
record Head(Likelihood likelihood, List<FeatureEncoding> features, int width) {
    Head {
        features = List.copyOf(features);
    }

    /** Whether its columns add up to one share. */
    boolean isJoint() {
        return width > features.size();
    }

    /** The heads of a row, in the order of its columns. */
    static List<Head> of(Encoding encoding) {
        List<Head> heads = new ArrayList<>();
        List<FeatureEncoding> run = new ArrayList<>();
        for (FeatureEncoding feature : encoding.scored()) {
            boolean alone = feature.width() > 1 || feature.likelihood() == Likelihood.SOFTMAX;
            if (!run.isEmpty() && (alone || run.get(0).likelihood() != feature.likelihood())) {
                heads.add(new Head(run.get(0).likelihood(), run, run.size()));
                run.clear();
            }
            if (alone) {
                heads.add(new Head(feature.likelihood(), List.of(feature), feature.width()));
            } else {
                run.add(feature);
            }
        }
        if (!run.isEmpty()) {
            heads.add(new Head(run.get(0).likelihood(), run, run.size()));
        }
        return heads;
    }
}
