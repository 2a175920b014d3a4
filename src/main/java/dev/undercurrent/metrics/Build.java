package dev.undercurrent.metrics;

/** What was built, and what it runs on. */
public final class Build {
    private Build() {}

    /** The version in the jar's manifest; {@code unpackaged} outside of a jar. */
    public static String version() {
        String version = Build.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /** The Java runtime's version. */
    public static String java() {
        return Runtime.version().toString();
    }
}
