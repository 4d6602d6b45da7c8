// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.verifier.Verifier;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// `chaperone ledger prove`.
@Command(
        name = "prove",
        description = {
            "Fetches an entry and the proof that it is in the log, and checks both before it keeps"
                    + " them. Whoever has the two files and the log's key can check them for ever,"
                    + " without this server.",
            "Exit code: 0 fine, 1 the proof is wrong or may not be asked for, 2 bad usage or no such"
                    + " entry, 3 cannot reach."
        })
final class LedgerProveCommand extends ChaperoneCommand {
    private static final String ENTRIES = "/api/v1/ledger/entries/";
    private static final String ENTRY_SUFFIX = ".entry";
    private static final int MOST_DIGITS = 18;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    @Parameters(paramLabel = "INDEX", description = "which entry, counted from 0")
    private String index = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "where the proof goes, for example entry.tlog-proof; the entry goes beside it with"
                            + " .entry behind its name (default: the proof on standard output)")
    private @Nullable Path output;

    @Option(
            names = "--vkey",
            paramLabel = "K",
            description =
                    "the log's public key, from a source you trust (default: the server's word)")
    private List<String> keys = new ArrayList<>();

    @Mixin private final ServerOptions options = new ServerOptions();

    LedgerProveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        if (!index.matches("[0-9]+")) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "INDEX is the number of an entry, counted from 0, like 316430: the page of a"
                            + " request names it");
        }
        OutputFile.require(output);
        byte[] proof;
        byte[] entry;
        List<String> trusted;
        try (Api api = options.connect(surroundings)) {
            if (index.length() > MOST_DIGITS) {
                throw noSuchEntry(api);
            }
            proof = fetch(api, "/proof", "text/plain");
            entry = fetch(api, "/leaf", "application/json");
            trusted = keys.isEmpty() ? keysOf(api) : keys;
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
        check(proof, entry, trusted);
        keep(proof, entry, surroundings);
        surroundings.say(
                keys.isEmpty()
                        ? "Checked with the key that the server names; --vkey checks with one you"
                                + " trust."
                        : "Checked with the key you gave.");
        return ExitCode.FINE;
    }

    private byte[] fetch(Api api, String what, String type)
            throws UnreachableException, CommandFailure {
        Download answer = api.download(ENTRIES + index + what, type);
        if (answer.reply().isSuccess()) {
            return answer.bytes();
        }
        @Nullable String problem = answer.reply().problem();
        String said = problem == null ? "status " + answer.status() : problem;
        throw switch (answer.status()) {
            case UNAUTHORIZED, FORBIDDEN ->
                    new CommandFailure(
                            ExitCode.NOT_FINE, "the token may not read the ledger: " + said);
            case NOT_FOUND -> noSuchEntry(api);
            default ->
                    new CommandFailure(
                            ExitCode.CANNOT_REACH,
                            api.workspace() + " can not do this now: " + said);
        };
    }

    private CommandFailure noSuchEntry(Api api) throws UnreachableException {
        Reply checkpoint = api.getPublic("/ledger/checkpoint");
        String size = checkpoint.body().lines().skip(1).findFirst().orElse("");
        boolean told = checkpoint.isSuccess() && size.matches("[0-9]{1,18}");
        return new CommandFailure(
                ExitCode.BAD_INPUT,
                "there is no entry "
                        + index
                        + (told
                                ? ": the log has %s, counted from 0".formatted(size)
                                : ": the page Ledger says how many there are")
                        + ". The page of a request names its entries");
    }

    private static List<String> keysOf(Api api) throws UnreachableException, CommandFailure {
        Reply reply = api.getPublic("/ledger/vkey");
        List<String> keys = reply.body().lines().filter(line -> !line.isBlank()).toList();
        if (!reply.isSuccess() || keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, api.workspace() + " does not name its key: give --vkey");
        }
        return keys;
    }

    /// Asks the verifier, which knows files only.
    private static void check(byte[] proof, byte[] entry, List<String> keys) throws CommandFailure {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int code;
        try {
            Path folder = Files.createTempDirectory("chaperone-prove");
            Path proofFile = folder.resolve("proof");
            Path entryFile = folder.resolve("entry");
            try (PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8)) {
                Files.write(proofFile, proof);
                Files.write(entryFile, entry);
                List<String> words =
                        new ArrayList<>(
                                List.of(
                                        "receipt",
                                        proofFile.toString(),
                                        "--entry",
                                        entryFile.toString()));
                keys.forEach(key -> words.add("--vkey=" + key));
                code = Verifier.run(words, out, out);
            } finally {
                Files.deleteIfExists(proofFile);
                Files.deleteIfExists(entryFile);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, "no temporary file can be written: " + e.getMessage());
        }
        if (code != ExitCode.FINE.number()) {
            throw new CommandFailure(
                    ExitCode.NOT_FINE,
                    "the proof does not hold, and nothing was written:\n"
                            + told.toString(StandardCharsets.UTF_8));
        }
    }

    private void keep(byte[] proof, byte[] entry, Surroundings surroundings) throws CommandFailure {
        Path file = output;
        if (file == null) {
            surroundings.out().print(new String(proof, StandardCharsets.UTF_8));
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ENTRY_SUFFIX);
        try {
            write(beside, entry);
            write(file, proof);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, file + " can not be written: " + e.getMessage());
        }
        surroundings.say(
                "Wrote "
                        + file
                        + " and "
                        + beside
                        + ". To check them without Chaperone: java -jar chaperone-verifier.jar receipt "
                        + Shell.word(file)
                        + " --entry "
                        + Shell.word(beside)
                        + " --vkey KEY");
    }

    /// Whole or not at all.
    private static void write(Path file, byte[] content) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".half");
        Files.write(half, content);
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
