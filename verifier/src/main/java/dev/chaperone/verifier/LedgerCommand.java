// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// `ledger DIR|URL`: checks a whole ledger, from the signatures of its newest checkpoint down to
/// the bytes of its journal.
final class LedgerCommand {
    private static final long ALL = -1; // unsigned
    private static final int SMALL_FILE = 64 * 1024;
    private static final int MAX_THREADS = 64;
    private static final int CONNECTIONS = 4;
    private static final String CHECKPOINT = "checkpoint";
    private static final List<String> LIMITS =
            List.of(
                    "that everything that happened was recorded: only what the log holds was looked at",
                    "that nobody else was shown another log: the operator together with all witnesses"
                            + " could show two, so compare checkpoints with others and keep old ones",
                    "that times are right: entries carry the time of the machine that wrote them",
                    "that what an entry says is true, only that it has not been changed since");

    private final Source source;
    private final Report report;
    private final List<VerifierKey> given;
    private final List<VerifierKey> witnesses;
    private final @Nullable String origin;

    private LedgerCommand(
            Source source,
            Report report,
            List<VerifierKey> given,
            List<VerifierKey> witnesses,
            @Nullable String origin) {
        this.source = source;
        this.report = report;
        this.given = given;
        this.witnesses = witnesses;
        this.origin = origin;
    }

    static Report run(List<String> words, @Nullable String environmentToken, PrintStream err)
            throws UsageException, IOException {
        Arguments arguments =
                Arguments.parse(
                        words,
                        Set.of("--vkey", "--witness-vkey", "--origin", "--token", "--threads"),
                        Set.of("--json", "--need-journal"));
        String where = arguments.exactly(1, "give one directory or URL of a ledger").getFirst();
        String token = arguments.one("--token");
        try (Source source = open(where, token == null ? environmentToken : token);
                Workers workers = new Workers(threads(arguments, source))) {
            LedgerCommand command =
                    new LedgerCommand(
                            source,
                            new Report("Ledger " + where, LIMITS),
                            arguments.keys("--vkey"),
                            ReceiptCommand.witnesses(arguments),
                            arguments.one("--origin"));
            command.check(workers, arguments.has("--need-journal"), err);
            return command.report;
        } catch (NotAllowedException e) {
            throw new UnreachableException(String.valueOf(e.getMessage()));
        }
    }

    /// Opens a ledger where it is.
    static Source open(String where, @Nullable String token) throws UsageException, IOException {
        return Website.isUrl(where) ? Website.open(where, token) : Folder.open(where);
    }

    private static int threads(Arguments arguments, Source source) throws UsageException {
        String written = arguments.one("--threads");
        if (written == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            return source instanceof Website ? Math.max(CONNECTIONS, processors) : processors;
        }
        try {
            long count = Decimal.parse(written);
            if (count >= 1 && count <= MAX_THREADS) {
                return (int) count;
            }
        } catch (MalformedException e) {
            throw new UsageException("--threads is a number from 1 to " + MAX_THREADS);
        }
        throw new UsageException("--threads is a number from 1 to " + MAX_THREADS);
    }

    private void check(Workers workers, boolean needJournal, PrintStream err)
            throws UsageException, IOException {
        // First of all: whatever grows while this runs is newer than it then.
        byte[] newest = file(CHECKPOINT, Note.MAX_BYTES);
        List<VerifierKey> keys = keys();
        SignedCheckpoint signed = newest == null ? missing() : checkpoint(newest, keys);
        Shape shape = new Shape(signed == null ? 0 : signed.checkpoint().size());
        long minimum = minimum(shape);
        Settled settled = new Settled();
        Tiles tiles = new Tiles(source);
        EntriesCheck entries = new EntriesCheck(tiles, minimum, written(), settled);
        Progress progress = new Progress(err, "entries", shape.size());
        TreeCheck tree = new TreeCheck(tiles, shape, entries, settled, progress);
        if (signed != null) {
            tree.run(signed.checkpoint().root(), workers.own());
        }
        // Before the rest of the leaves: it checks those whose entries it comes to.
        Check journal = null;
        if (source instanceof Folder folder) {
            JournalCheck check = new JournalCheck(folder, tree, shape, settled, minimum);
            journal = check.run(needJournal, workers);
            if (check.missesGrowth()) {
                report.hint(TreeCheck.HINT_COPY);
            }
        }
        tree.leaves().checkRest(workers);
        if (signed != null) {
            report.add(tree.result());
            report.add(entries.result());
            new WitnessCheck(tiles, signed, keys, origin, witnesses).run(witnessed(), report);
        }
        if (journal != null) {
            report.add(journal);
        }
        if (tree.missesGrowth()) {
            report.hint(TreeCheck.HINT_COPY);
        }
    }

    private byte @Nullable [] file(String path, int limit) throws IOException {
        Bytes content = new Bytes();
        try {
            return source.read(path, limit, content) ? content.copy() : null;
        } catch (UnreadableException e) {
            throw new UnreachableException(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable SignedCheckpoint missing() throws UnreachableException {
        if (source instanceof Folder folder && folder.isLedger()) {
            report.add(Check.wrong(CHECKPOINT, "is missing, so nothing can be proved"));
            return null;
        }
        throw new UnreachableException("there is no ledger: no checkpoint was found");
    }

    /// The log's keys: the given ones, or those beside the log.
    private List<VerifierKey> keys() throws IOException {
        byte[] beside = file("vkey", SMALL_FILE);
        if (beside == null) {
            return given;
        }
        try {
            List<VerifierKey> found = KeyRing.parse(new String(beside, StandardCharsets.UTF_8));
            for (VerifierKey key : given) {
                if (found.stream().noneMatch(k -> k.toString().equals(key.toString()))) {
                    report.add(
                            Check.wrong(
                                    "vkey",
                                    "the file vkey does not name the key you gave: "
                                            + key.title()));
                }
            }
            return given.isEmpty() ? found : given;
        } catch (MalformedException e) {
            report.add(Check.wrong("vkey", "the file vkey is damaged: " + e.fact()));
            return given;
        }
    }

    private @Nullable SignedCheckpoint checkpoint(byte[] bytes, List<VerifierKey> keys)
            throws UsageException {
        SignedCheckpoint signed;
        try {
            signed = SignedCheckpoint.parse(bytes);
        } catch (MalformedException e) {
            report.add(Check.wrong(CHECKPOINT, "is damaged: " + e.fact()));
            return null;
        }
        report.fact("origin", signed.checkpoint().origin());
        report.fact("size", Decimal.format(signed.checkpoint().size()));
        report.fact("root", signed.checkpoint().root().toString());
        if (keys.isEmpty()) {
            report.add(
                    Check.unknown(
                            CHECKPOINT,
                            "its signatures were NOT CHECKED: there is no file vkey here. Give the"
                                    + " log's key, from a source you trust, with --vkey"));
            return signed;
        }
        try {
            List<KeyRing.Signer> signers = signed.signedBy(keys, origin);
            if (given.isEmpty()) {
                report.reserve(" in itself, but not whose log it is (--vkey)");
            }
            report.add(
                    Check.fine(
                            CHECKPOINT,
                            "%s, signed by %s"
                                    .formatted(signed.title(), ReceiptCommand.list(signers)),
                            given.isEmpty()
                                    ? "that the log is consistent in itself, but NOT whose it is: the"
                                            + " key came with the log (--vkey, from a source you trust)"
                                    : "the holder of the key you gave signed exactly this size and"
                                            + " root"));
        } catch (NotProvenException e) {
            report.add(Check.wrong(CHECKPOINT, e.fact()));
        }
        return signed;
    }

    private long minimum(Shape shape) throws IOException {
        byte[] written = file("minimum-index", SMALL_FILE);
        if (written == null) {
            return 0;
        }
        try {
            String text = new String(written, StandardCharsets.UTF_8);
            if (!text.endsWith("\n")) {
                throw new MalformedException("no line end");
            }
            long minimum = Decimal.parse(text.substring(0, text.length() - 1));
            if (Long.compareUnsigned(minimum, shape.size()) <= 0) {
                return minimum;
            }
            report.add(Check.wrong("minimum-index", "is larger than the checkpoint's size"));
        } catch (MalformedException e) {
            report.add(Check.wrong("minimum-index", "is damaged: " + e.fact()));
        }
        return 0;
    }

    /// Where the entries begin that the journal may hold alone: the server notes up to where
    /// bundles are on disk. [JournalCheck] holds these against the tree.
    private long written() throws IOException {
        byte[] noted = file("tile/synced", SMALL_FILE);
        if (noted == null || !(source instanceof Folder folder) || !folder.hasJournal()) {
            return ALL;
        }
        try {
            return Decimal.parse(new String(noted, StandardCharsets.UTF_8).strip());
        } catch (MalformedException e) {
            return 0;
        }
    }

    private byte @Nullable [] witnessed() throws IOException {
        try {
            return file("witnessed", Note.MAX_BYTES);
        } catch (NotAllowedException e) {
            return null;
        }
    }
}
