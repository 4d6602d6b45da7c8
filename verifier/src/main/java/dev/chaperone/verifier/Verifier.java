// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The commands of the stand-alone verifier, which trusts nothing but the keys it is given.
public final class Verifier {
    private static final String USAGE =
            """
            Checks a ledger, a receipt or two checkpoints of Chaperone, or of any log in C2SP's
            tlog-tiles format. Needs nothing but Java 25.

              java -jar chaperone-verifier.jar ledger DIR|URL [--vkey K]... [--witness-vkey K]...
                    [--origin O] [--token T] [--threads N] [--need-journal] [--json]
              java -jar chaperone-verifier.jar receipt FILE --entry FILE | --leaf-hash B64
                    [--vkey K]... [--witness-vkey K]... [--origin O] [--json]
              java -jar chaperone-verifier.jar consistency OLD NEW --vkey K... [--log DIR|URL |
                    --proof FILE] [--origin O] [--token T] [--json]
              java -jar chaperone-verifier.jar body FILE --commitment sha256:HEX --salt HEX
                    [--pieces LENGTH,...] [--json]

            --vkey is the log's public key, from a source you trust; without it the key that lies
            beside the log is taken, which proves only that the log agrees with itself. Each key
            that is given must have signed. --token opens the entries of a server; CHAPERONE_TOKEN
            in the environment does the same and other users of the machine can not see it.

            Exit codes: 0 fine, 1 something is proved wrong, 2 bad usage or input that is in no
            known format, 3 cannot reach, open or check.\
            """;

    private Verifier() {}

    /// Runs a command and ends the process with its exit code.
    ///
    /// @param arguments the command and its options
    public static void main(String[] arguments) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        int code = run(List.of(arguments), out, err);
        out.flush();
        System.exit(code);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Runs a command.
    ///
    /// @return 0 fine, 1 not fine, 2 bad usage or malformed input, 3 cannot reach, open or check
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        return run(arguments, System.getenv("CHAPERONE_TOKEN"), out, err);
    }

    static int run(
            List<String> arguments, @Nullable String token, PrintStream out, PrintStream err) {
        if (arguments.isEmpty() || Set.of("help", "--help", "-h").contains(arguments.getFirst())) {
            out.println(USAGE);
            return arguments.isEmpty() ? Report.BAD_INPUT : Report.FINE;
        }
        Map<String, Command> commands = new TreeMap<>();
        commands.put("ledger", words -> LedgerCommand.run(words, token, err));
        commands.put("receipt", ReceiptCommand::run);
        commands.put("consistency", words -> ConsistencyCommand.run(words, token));
        commands.put("body", BodyCommand::run);
        Command command = commands.get(arguments.getFirst());
        if (command == null) {
            return complain(err, "unknown command: " + arguments.getFirst(), Report.BAD_INPUT);
        }
        List<String> words = arguments.subList(1, arguments.size());
        if (words.contains("--help")) {
            out.println(USAGE);
            return Report.FINE;
        }
        return run(command, words, out, err);
    }

    private static int run(Command command, List<String> words, PrintStream out, PrintStream err) {
        try {
            Report report = command.run(words);
            out.println(words.contains("--json") ? report.json() : report.text().stripTrailing());
            return report.exitCode();
        } catch (UsageException e) {
            return complain(err, e.fact(), Report.BAD_INPUT);
        } catch (IOException e) {
            return complain(err, String.valueOf(e.getMessage()), Report.CANNOT_REACH);
        }
    }

    private static int complain(PrintStream err, String fact, int code) {
        String help = code == Report.BAD_INPUT ? "\nverifier: --help names the commands" : "";
        err.println(Report.printable("verifier: " + fact + help));
        return code;
    }

    /// A command, which finds out a report.
    private interface Command {
        Report run(List<String> words) throws UsageException, IOException;
    }
}
