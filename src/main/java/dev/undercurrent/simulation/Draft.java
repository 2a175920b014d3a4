package dev.undercurrent.simulation;

/**
 * A simulated payment before it has a number. Immutable.
 *
 * @param time ms since the epoch
 * @param customer its index
 * @param terminal its index
 * @param amount in whole units
 */
record Draft(long time, int customer, int terminal, double amount, Channel channel, FraudPattern pattern)
        implements Comparable<Draft> {
    /** By time, ties by customer and terminal, so that the order is the same on every run. */
    @Override
    public int compareTo(Draft other) {
        int byTime = Long.compare(time, other.time);
        int byCustomer = byTime != 0 ? byTime : Integer.compare(customer, other.customer);
        return byCustomer != 0 ? byCustomer : Integer.compare(terminal, other.terminal);
    }
}
