package dev.undercurrent;

import dev.undercurrent.cli.UndercurrentCommand;

/** The entry point of the jar. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(UndercurrentCommand.run(arguments));
    }
}
