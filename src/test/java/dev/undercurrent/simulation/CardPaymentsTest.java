package dev.undercurrent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.config.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CardPaymentsTest {
    private static final List<LabelledPayment> PAYMENTS = take(CardPaymentsConfig.of(7), 150_000);

    @Test
    void givesTheSamePaymentsForTheSameSeed() {
        List<LabelledPayment> again = take(CardPaymentsConfig.of(7), 20_000);
        assertThat(again).isEqualTo(PAYMENTS.subList(0, 20_000));
        assertThat(take(CardPaymentsConfig.of(8), 100)).isNotEqualTo(again.subList(0, 100));
    }

    @Test
    void keepsTheOrderOfTimeAndNumbersThem() {
        for (int i = 1; i < PAYMENTS.size(); i++) {
            Payment before = PAYMENTS.get(i - 1).payment();
            Payment payment = PAYMENTS.get(i).payment();
            assertThat(payment.timestamp()).isGreaterThanOrEqualTo(before.timestamp());
            assertThat(payment.id()).isGreaterThan(before.id());
        }
    }

    @Test
    void hasEveryPatternAndAboutTheShareThatWasAskedFor() {
        Map<FraudPattern, Integer> counts = new EnumMap<>(FraudPattern.class);
        PAYMENTS.forEach(payment -> counts.merge(payment.pattern(), 1, Integer::sum));
        assertThat(counts.keySet()).containsExactlyInAnyOrder(FraudPattern.values());
        int fraud = PAYMENTS.size() - counts.getOrDefault(FraudPattern.GENUINE, 0);
        // some 1200 payments in 100 episodes: the share is within a third
        assertThat((double) fraud / PAYMENTS.size()).isEqualTo(0.008, within(0.0027));
        counts.forEach((pattern, count) -> assertThat(count).as(pattern.label()).isGreaterThan(80));
    }

    @Test
    void hidesFraudFromWhoeverLooksAtTheAmountOnly() {
        // 0.5 is chance; a supervised look at everything must do far better, the amount alone must not
        assertThat(auroc(payment -> payment.cents())).isBetween(0.5, 0.8);
    }

    @Test
    void leavesTracesInWhatTheCustomerDidBefore() {
        Map<String, List<Long>> times = new HashMap<>();
        Map<String, Integer> lastHour = new HashMap<>();
        for (LabelledPayment labelled : PAYMENTS) {
            Payment payment = labelled.payment();
            List<Long> history = times.computeIfAbsent(payment.customer(), customer -> new ArrayList<>());
            history.add(payment.timestamp());
            long since = payment.timestamp() - Duration.ofHours(1).toMillis();
            lastHour.put(payment.id(), (int)
                    history.stream().filter(time -> time > since).count());
        }
        assertThat(auroc(payment -> lastHour.getOrDefault(payment.id(), 0))).isGreaterThan(0.7);
    }

    @Test
    void hasThousandsOfCustomersAndTerminals() {
        Set<String> customers = new HashSet<>();
        Set<String> terminals = new HashSet<>();
        PAYMENTS.forEach(labelled -> {
            customers.add(labelled.payment().customer());
            terminals.add(labelled.payment().terminal());
        });
        assertThat(customers).hasSize(3000);
        assertThat(terminals).hasSizeGreaterThan(1500);
    }

    @Test
    void writesAPaymentWithoutItsLabelAndTheLabelWithoutThePayment() {
        Payment payment = new Payment("p7", 1736121600000L, "c00001", "t00002", 1205, Channel.CHIP, "fuel");
        assertThat(payment.json())
                .isEqualTo("{\"payment_id\":\"p7\",\"timestamp\":1736121600000,\"customer_id\":\"c00001\","
                        + "\"terminal_id\":\"t00002\",\"amount\":12.05,\"channel\":\"chip\",\"category\":\"fuel\"}");
        assertThat(new LabelledPayment(payment, FraudPattern.CARD_TESTING).labelJson())
                .isEqualTo("{\"payment_id\":\"p7\",\"fraud\":true,\"pattern\":\"card-testing\"}");
    }

    @Test
    void refusesAWorldThatCannotBe() {
        assertThatThrownBy(() -> new CardPaymentsConfig(1, 1, Instant.ofEpochMilli(1), 0.5, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        customers: 1 (expected: 10..1000000)
                        terminals: 1 (expected: 50..100000)
                        fraud-share: 0.5 (expected: 0..0.2)
                        start: 1970-01-01T00:00:00.001Z (expected: midnight UTC)""");
    }

    private interface Suspicion {
        double of(Payment payment);
    }

    /** The share of pairs of a fraud and a genuine payment in which the fraud is the more suspicious; ties by order. */
    private static double auroc(Suspicion suspicion) {
        List<LabelledPayment> ranked = new ArrayList<>(PAYMENTS);
        ranked.sort(Comparator.comparingDouble(labelled -> suspicion.of(labelled.payment())));
        long genuine = 0;
        long fraud = 0;
        double won = 0;
        for (LabelledPayment labelled : ranked) {
            if (labelled.pattern().isFraud()) {
                fraud++;
                won += genuine;
            } else {
                genuine++;
            }
        }
        return won / ((double) fraud * genuine);
    }

    private static List<LabelledPayment> take(CardPaymentsConfig config, int count) {
        CardPayments payments = new CardPayments(config);
        List<LabelledPayment> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(payments.next());
        }
        return taken;
    }
}
