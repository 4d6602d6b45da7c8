// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// `receipt FILE`: checks that an entry is in a log, offline.
final class ReceiptCommand {
    private static final int LARGEST_ENTRY = 65_535;
    private static final List<String> LIMITS =
            List.of(
                    "that the log still exists or that others were shown the same: compare the"
                            + " checkpoint with the log's of today (consistency)",
                    "that what the entry says is true, or its time: only that it was in the log",
                    "anything about the line \"extra\" of the receipt, which nobody signs");

    private ReceiptCommand() {}

    static Report run(List<String> words) throws UsageException, IOException {
        Arguments arguments =
                Arguments.parse(
                        words,
                        Set.of("--entry", "--leaf-hash", "--vkey", "--witness-vkey", "--origin"),
                        Set.of("--json"));
        String name = arguments.exactly(1, "give one .tlog-proof file").getFirst();
        Hash leaf = leaf(arguments);
        List<VerifierKey> keys = arguments.keys("--vkey");
        List<VerifierKey> witnesses = witnesses(arguments);
        Report report = new Report("Receipt " + name, LIMITS);
        Receipt receipt;
        SignedCheckpoint signed;
        try {
            receipt = Receipt.parse(text(Folder.readNamed(name, Note.MAX_BYTES)));
            signed = SignedCheckpoint.parse(receipt.checkpoint().getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new UsageException(name + ": " + e.fact());
        }
        report.fact("index", Decimal.format(receipt.index()));
        report.fact("origin", signed.checkpoint().origin());
        report.fact("size", Decimal.format(signed.checkpoint().size()));
        report.fact("leaf hash", leaf.toString());
        report.add(signatures(signed, keys, arguments));
        report.add(inclusion(receipt, signed.checkpoint(), leaf));
        for (VerifierKey witness : witnesses) {
            report.add(WitnessCheck.cosigned(witness, List.of(signed)));
        }
        return report;
    }

    private static Hash leaf(Arguments arguments) throws UsageException, IOException {
        String entry = arguments.one("--entry");
        String hash = arguments.one("--leaf-hash");
        if (entry != null && hash == null) {
            return new Sha256().leaf(Folder.readNamed(entry, LARGEST_ENTRY));
        }
        if (entry != null || hash == null) {
            throw new UsageException("give either --entry FILE or --leaf-hash B64");
        }
        try {
            return Hash.parse(hash);
        } catch (MalformedException e) {
            throw new UsageException("--leaf-hash: " + e.fact());
        }
    }

    static String text(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8 text");
        }
    }

    static Check signatures(SignedCheckpoint signed, List<VerifierKey> keys, Arguments arguments)
            throws UsageException {
        if (keys.isEmpty()) {
            return Check.unknown(
                    "signatures",
                    "NOT CHECKED, so anybody may have made this receipt: give the log's key with"
                            + " --vkey. It stands in the audit plan, in an older report, or on the"
                            + " server's page /ledger/vkey, to be compared with one of those");
        }
        try {
            List<KeyRing.Signer> signers = signed.signedBy(keys, arguments.one("--origin"));
            return Check.fine(
                    "signatures",
                    "%s, signed by %s".formatted(signed.title(), list(signers)),
                    "the holder of the key you gave signed this tree");
        } catch (NotProvenException e) {
            return Check.wrong("signatures", e.fact());
        }
    }

    static String list(List<KeyRing.Signer> signers) {
        return signers.stream().map(KeyRing.Signer::toString).collect(Collectors.joining(", "));
    }

    private static Check inclusion(Receipt receipt, Checkpoint checkpoint, Hash leaf) {
        try {
            Proofs.inclusion(
                    receipt.index(), checkpoint.size(), leaf, receipt.path(), checkpoint.root());
            return Check.fine(
                    "inclusion",
                    "this is entry %s of %s"
                            .formatted(
                                    Decimal.format(receipt.index()),
                                    Decimal.grouped(checkpoint.size())),
                    "the entry is in that tree, byte for byte, at this index");
        } catch (NotProvenException e) {
            return Check.wrong("inclusion", e.fact());
        }
    }

    /// The keys of witnesses, which sign with a time.
    static List<VerifierKey> witnesses(Arguments arguments) throws UsageException {
        List<VerifierKey> witnesses = arguments.keys("--witness-vkey");
        for (VerifierKey key : witnesses) {
            if (!key.kind().isTimed()) {
                throw new UsageException(
                        "--witness-vkey: "
                                + key.title()
                                + " is the key of a log, not of a witness");
            }
        }
        return witnesses;
    }
}
