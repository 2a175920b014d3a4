package dev.undercurrent.simulation;

/**
 * A place where simulated cards are used. Immutable.
 *
 * @param id as written in payments
 * @param x east of the corner of a square of side 1
 * @param y north of it
 * @param online whether it is a shop without a place
 * @param category what it sells
 */
record Terminal(String id, double x, double y, boolean online, Category category) {
    boolean isCashMachine() {
        return category == Category.CASH;
    }
}
