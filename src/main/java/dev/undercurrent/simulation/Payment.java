package dev.undercurrent.simulation;

/**
 * One simulated card payment. Immutable.
 *
 * @param id unique within a simulation, ascending in time
 * @param timestamp ms since the epoch
 * @param customer who the card belongs to
 * @param terminal where it was used
 * @param cents the amount, in hundredths
 * @param channel how it was used
 * @param category what the terminal sells
 */
public record Payment(
        String id, long timestamp, String customer, String terminal, long cents, Channel channel, String category) {
    /** The payment as one JSON object on one line, without its label. */
    public String json() {
        StringBuilder text = new StringBuilder(192)
                .append("{\"payment_id\":\"")
                .append(id)
                .append("\",\"timestamp\":")
                .append(timestamp)
                .append(",\"customer_id\":\"")
                .append(customer)
                .append("\",\"terminal_id\":\"")
                .append(terminal)
                .append("\",\"amount\":")
                .append(cents / 100)
                .append('.');
        long rest = cents % 100;
        if (rest < 10) {
            text.append('0');
        }
        return text.append(rest)
                .append(",\"channel\":\"")
                .append(channel.text())
                .append("\",\"category\":\"")
                .append(category)
                .append("\"}")
                .toString();
    }
}
