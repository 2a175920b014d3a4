package dev.undercurrent.simulation;

/**
 * A simulated payment and, apart from it, what it is. Immutable.
 *
 * @param payment what a topology may see
 * @param pattern what it may not
 */
public record LabelledPayment(Payment payment, FraudPattern pattern) {
    /** The label as one JSON object on one line. */
    public String labelJson() {
        return "{\"payment_id\":\"" + payment.id() + "\",\"fraud\":" + pattern.isFraud() + ",\"pattern\":\""
                + pattern.label() + "\"}";
    }
}
