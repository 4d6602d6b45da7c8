// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// `consistency OLD NEW`: checks that a log only grew between two of its checkpoints.
final class ConsistencyCommand {
    private static final String NAME = "consistency";
    private static final List<String> LIMITS =
            List.of(
                    "that nobody was shown a third, different tree",
                    "anything about the bytes of entries: 'ledger' checks those");

    private ConsistencyCommand() {}

    static Report run(List<String> words, @Nullable String environmentToken)
            throws UsageException, IOException {
        Arguments arguments =
                Arguments.parse(
                        words,
                        Set.of("--log", "--proof", "--vkey", "--origin", "--token"),
                        Set.of("--json"));
        List<String> names = arguments.exactly(2, "give two checkpoint files: OLD NEW");
        List<VerifierKey> keys = arguments.keys("--vkey");
        if (keys.isEmpty()) {
            throw new UsageException("--vkey is missing: whose checkpoints are they?");
        }
        Report report = new Report("Checkpoints " + String.join(" and ", names), LIMITS);
        SignedCheckpoint before = read(names.getFirst());
        SignedCheckpoint after = read(names.getLast());
        report.fact("old size", Decimal.format(before.checkpoint().size()));
        report.fact("new size", Decimal.format(after.checkpoint().size()));
        report.add(named("old", ReceiptCommand.signatures(before, keys, arguments)));
        report.add(named("new", ReceiptCommand.signatures(after, keys, arguments)));
        String token = arguments.one("--token");
        report.add(compare(before, after, arguments, token == null ? environmentToken : token));
        return report;
    }

    private static Check named(String name, Check check) {
        return new Check(
                name,
                check.state(),
                check.detail(),
                check.proves(),
                check.problems(),
                check.count(),
                check.onlyUnreadable());
    }

    private static SignedCheckpoint read(String name) throws UsageException, IOException {
        try {
            return SignedCheckpoint.parse(Folder.readNamed(name, Note.MAX_BYTES));
        } catch (MalformedException e) {
            throw new UsageException(name + ": " + e.fact());
        }
    }

    private static Check compare(
            SignedCheckpoint signedBefore,
            SignedCheckpoint signedAfter,
            Arguments arguments,
            @Nullable String token)
            throws UsageException, IOException {
        Checkpoint before = signedBefore.checkpoint();
        Checkpoint after = signedAfter.checkpoint();
        if (!before.origin().equals(after.origin())) {
            return Check.wrong(
                    NAME,
                    "they are of two logs, %s and %s".formatted(before.origin(), after.origin()));
        }
        int order = Long.compareUnsigned(before.size(), after.size());
        if (order > 0) {
            return Check.wrong(
                    NAME,
                    "the newer one has fewer entries: the log was rolled back, or they are given in"
                            + " the wrong order");
        }
        if (order == 0) {
            return before.root().equals(after.root())
                    ? fine("both have the same size and root")
                    : Check.wrong(
                            NAME,
                            "FORK: two different trees of the same size. Keep both files: if both"
                                    + " signatures are right, they are the proof");
        }
        if (before.size() == 0) {
            return fine("every log continues the empty one");
        }
        String log = arguments.one("--log");
        String proof = arguments.one("--proof");
        if ((log == null) == (proof == null)) {
            throw new UsageException("the sizes differ: give either --log DIR|URL or --proof FILE");
        }
        if (log == null) {
            return follow(before, after, proof(arguments.needed("--proof")));
        }
        try (Source source = LedgerCommand.open(log, token)) {
            OlderLog perhaps =
                    new OlderLog(source, log, arguments.keys("--vkey"), arguments.one("--origin"));
            Check older = perhaps.check(signedBefore, signedAfter);
            return older == null ? compare(before, after, source, log) : older;
        } catch (UnreadableException | NotAllowedException e) {
            throw new UnreachableException(String.valueOf(e.getMessage()));
        }
    }

    private static Check fine(String detail) {
        return Check.fine(
                NAME,
                detail,
                "everything that was in the log at the old checkpoint is in it at the new one,"
                        + " unchanged and at the same index");
    }

    private static List<Hash> proof(String name) throws UsageException, IOException {
        try {
            String text = ReceiptCommand.text(Folder.readNamed(name, Note.MAX_BYTES));
            return Receipt.hashes(text.lines().filter(line -> !line.isBlank()).toList());
        } catch (MalformedException e) {
            throw new UsageException(name + ": " + e.fact());
        }
    }

    private static Check follow(Checkpoint before, Checkpoint after, List<Hash> path) {
        try {
            Proofs.consistency(before.size(), after.size(), path, before.root(), after.root());
            return fine(
                    "the proof leads from %s to %s entries"
                            .formatted(
                                    Decimal.grouped(before.size()), Decimal.grouped(after.size())));
        } catch (NotProvenException e) {
            return Check.wrong(NAME, e.fact());
        }
    }

    /// Computes the proof from a log that has at least as many entries as the newer checkpoint.
    private static Check compare(Checkpoint before, Checkpoint after, Source source, String log)
            throws IOException {
        try {
            TreeHashes tree = new TreeHashes(new Tiles(source), new Shape(after.size()));
            if (!tree.root(after.size()).equals(after.root())) {
                return Check.wrong(
                        NAME,
                        "the tiles of "
                                + log
                                + " do not lead to the new checkpoint: they are damaged or of another"
                                + " tree (check them with: ledger)");
            }
            if (!tree.root(before.size()).equals(before.root())) {
                return Check.wrong(
                        NAME,
                        "FORK: the log of the new checkpoint does not start with the entries of the"
                                + " old one. Keep both files: if both signatures are right, they are"
                                + " the proof");
            }
            return follow(before, after, tree.consistency(before.size(), after.size()));
        } catch (NotProvenException e) {
            return Check.unknown(
                    NAME,
                    "NOT CHECKED: of %s %s, so nothing can be told (check it with: ledger)"
                            .formatted(log, e.fact()));
        }
    }
}
