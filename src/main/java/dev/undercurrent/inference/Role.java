package dev.undercurrent.inference;

/**
 * What a column is taken for. Immutable.
 *
 * @param kind what it is
 * @param why what of the sample says so
 */
record Role(Kind kind, String why) {
    /** What a column can be. */
    enum Kind {
        TIME,
        KEY,
        ID,
        /** Something with a past of its own: a customer, a terminal. */
        ENTITY,
        NUMBER,
        COUNT,
        FLAG,
        CATEGORY,
        /** Not looked at. */
        NONE
    }
}
