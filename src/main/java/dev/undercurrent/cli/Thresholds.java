package dev.undercurrent.cli;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.threshold.ThresholdConfig;
import java.util.List;

/** Thresholds as a command line has them. */
final class Thresholds {
    private Thresholds() {}

    /**
     * A risk such as {@code 0.001}, or {@code 20/day}.
     *
     * @param fallback whose risk is taken while no rate is known
     * @throws ConfigException if it is neither
     */
    static ThresholdConfig parse(String text, ThresholdConfig fallback) {
        try {
            return text.endsWith("/day")
                    ? new ThresholdConfig(
                            fallback.risk(), Double.parseDouble(text.substring(0, text.length() - "/day".length())))
                    : new ThresholdConfig(Double.parseDouble(text), 0);
        } catch (NumberFormatException e) {
            ConfigException problem = new ConfigException(
                    List.of(Problems.line("threshold", text, "a risk such as 0.001, or alerts such as 20/day")));
            problem.initCause(e);
            throw problem;
        }
    }
}
