package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.vae.ModelConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static ModelConfig config(List<Integer> histories, int bags) {
        return new ModelConfig(List.of(), 0, 16, 1, 1, 100, 2e-3, 1000, 128, 0, histories, bags, 0, true, 0.05);
    }

    @Test
    void bagsVectorsThatAreSeenAloneAndTrimsThem() {
        Ensemble ensemble = Ensemble.of(config(List.of(), 0), 1, true, 1000);

        assertThat(ensemble.histories()).containsExactly(1);
        assertThat(ensemble.members()).isEqualTo(6);
        assertThat(ensemble.config().bagRows()).isEqualTo(256);
        assertThat(ensemble.config().trim()).isEqualTo(0.2);
        assertThat(ensemble.config().steps()).isEqualTo(300);
    }

    @Test
    void teachesOneNetworkEverythingWhereManyVectorsHoldTheirPast() {
        ModelConfig config = config(List.of(), 0);

        assertThat(Ensemble.of(config, 1, true, 20_000)).isEqualTo(new Ensemble(List.of(1), 1, config));
        assertThat(Ensemble.of(config, 1, true, 19_999).members()).isEqualTo(6);
        assertThat(Ensemble.of(config, 1, false, 20_000)).isEqualTo(Ensemble.of(config, 1, true, 1000));
    }

    @Test
    void givesHistoryOneNetworkOfEachLengthOnEverything() {
        Ensemble ensemble = Ensemble.of(config(List.of(), 0), 20, true, 1000);

        assertThat(ensemble.histories()).containsExactly(1, 5, 20);
        assertThat(ensemble.members()).isEqualTo(3);
        assertThat(ensemble.config()).isEqualTo(config(List.of(), 0));
    }

    @Test
    void keepsWhatIsDeclaredOfRowsAndTrim() {
        ModelConfig declared = config(List.of(), 0).bagged(1_000, 0.1);

        assertThat(Ensemble.of(declared, 20, true, 1000).config()).isEqualTo(declared);
        assertThat(Ensemble.of(declared, 1, true, 1000).config().bagRows()).isEqualTo(1_000);
        assertThat(Ensemble.of(declared, 1, true, 1000).config().trim()).isEqualTo(0.1);
    }

    @Test
    void leavesDeclaredBagsAsTheyAre() {
        ModelConfig one = config(List.of(), 1);

        assertThat(Ensemble.of(one, 1, true, 1000)).isEqualTo(new Ensemble(List.of(1), 1, one));
        assertThat(Ensemble.of(config(List.of(), 3), 20, true, 1000).members()).isEqualTo(9);
    }

    @Test
    void takesNoMemberThatLooksFurtherBackThanTheTopology() {
        assertThat(Ensemble.of(config(List.of(1, 5, 20), 0), 5, true, 1000).histories())
                .containsExactly(1, 5);
        assertThat(Ensemble.of(config(List.of(20), 0), 5, true, 1000).histories())
                .containsExactly(5);
    }
}
