package dev.undercurrent.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
        name = "undercurrent",
        description = "Streaming anomaly detection on Kafka with a variational autoencoder.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:usage or bad file"},
        footer = {
            "",
            "Every option can also be given by the environment: --bootstrap-server as UNDERCURRENT_BOOTSTRAP_SERVER."
        },
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            ValidateCommand.class,
            DescribeCommand.class,
            RunCommand.class,
            IngestCommand.class,
            BacktestCommand.class,
            ModelsCommand.class,
            ResetCommand.class,
            SimulateCommand.class,
            GenerateCompletion.class
        })
public final class UndercurrentCommand implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print stack traces of errors as well.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command line; the exit code is 0 done, 1 failed, 2 usage or bad file. */
    public static int run(String... arguments) {
        try (Shutdown shutdown = Shutdown.ofThisThread()) {
            return commandLine(shutdown).execute(arguments);
        }
    }

    static CommandLine commandLine(Shutdown shutdown) {
        UndercurrentCommand root = new UndercurrentCommand();
        return new CommandLine(root)
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO)) // honours NO_COLOR
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        Errors.execution(failure, command, root.verbose, shutdown.isRequested()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "command: none (expected: one of those listed by --help)");
    }
}
