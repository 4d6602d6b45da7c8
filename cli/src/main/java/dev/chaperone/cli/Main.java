// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/// The commands of `./chaperone` that are not the server: each is a class named after it.
public final class Main {
    private static final String LAUNCHER = "chaperone.launcher";
    private static final String TERMINAL = "chaperone.terminal";
    private static final String PROGRESS = "chaperone.progress";

    private static final String ONE_TOO_MANY = "one word too many on the command line";

    private Main() {}

    /// Runs a command and ends the process with its exit code.
    ///
    /// @param arguments the command and its options
    public static void main(String[] arguments) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        @Nullable String noColour = System.getenv("NO_COLOR");
        boolean colour = Boolean.getBoolean(TERMINAL) && (noColour == null || noColour.isEmpty());
        Surroundings surroundings =
                new Surroundings(
                        System.getProperty(LAUNCHER, "./chaperone"),
                        System::getenv,
                        System.in,
                        out,
                        err,
                        Clock.systemUTC(),
                        colour,
                        Boolean.getBoolean(PROGRESS));
        int code = run(surroundings, arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static int run(Surroundings surroundings, String... arguments) {
        CommandLine commands =
                new CommandLine(new Commands())
                        .addSubcommand(new DoctorCommand(surroundings))
                        .addSubcommand(
                                new CommandLine(new TokenCommands())
                                        .addSubcommand(new TokenCreateCommand(surroundings)))
                        .addSubcommand(
                                new CommandLine(new PersonCommands())
                                        .addSubcommand(new PersonAddCommand(surroundings)))
                        .addSubcommand(
                                new CommandLine(new SecretsCommands())
                                        .addSubcommand(new SecretsAddCommand(surroundings))
                                        .addSubcommand(new SecretsCanaryCommand(surroundings))
                                        .addSubcommand(new SecretsListCommand(surroundings))
                                        .addSubcommand(new SecretsRemoveCommand(surroundings)))
                        .addSubcommand(
                                new CommandLine(new CapturesCommands())
                                        .addSubcommand(new CapturesCheckCommand(surroundings)))
                        .addSubcommand(LedgerCommand.with(surroundings))
                        .addSubcommand(PolicyCommand.with(surroundings))
                        .addSubcommand(new DetectCommand(surroundings))
                        .addSubcommand(new CoverageCommand(surroundings))
                        .addSubcommand(new MeCommand(surroundings))
                        .addSubcommand(new ReportCommand(surroundings))
                        .addSubcommand(new ConnectCommand(surroundings));
        addHelp(commands);
        commands.setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((exception, _) -> explain(surroundings, exception));
        return commands.execute(arguments);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("this help")
                                .build());
        command.getSubcommands().values().forEach(Main::addHelp);
    }

    private static int explain(Surroundings surroundings, ParameterException exception) {
        String command = exception.getCommandLine().getCommandSpec().qualifiedName();
        String problem =
                switch (exception) {
                    case UnmatchedArgumentException unmatched -> unknown(unmatched.getUnmatched());
                    default -> String.valueOf(exception.getMessage());
                };
        surroundings.say(
                problem
                        + "\nTry: "
                        + surroundings.launcher()
                        + command.substring("chaperone".length())
                        + " --help");
        return ExitCode.BAD_INPUT.number();
    }

    /// Names what is too much on a command line, options only: a stray word may be a token.
    private static String unknown(List<String> words) {
        List<String> options =
                words.stream()
                        .filter(word -> word.startsWith("-"))
                        .map(word -> word.replaceFirst("=.*", ""))
                        .toList();
        return options.isEmpty() ? ONE_TOO_MANY : "unknown option: " + String.join(", ", options);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    @Command(name = "chaperone", description = "One policy for AI coding assistants.")
    private static final class Commands {}

    @Command(name = "token", description = "Tokens for people's tools and scripts.")
    private static final class TokenCommands {}

    @Command(
            name = "secrets",
            description = "The company's own secrets, which the gateway keeps in.")
    private static final class SecretsCommands {}

    @Command(name = "captures", description = "What is kept of prompts and answers.")
    private static final class CapturesCommands {}

    @Command(name = "person", description = "The people who may use AI tools.")
    private static final class PersonCommands {}
}
