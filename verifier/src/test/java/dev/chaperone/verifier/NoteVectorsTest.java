// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// All published known answers on signed notes, checkpoints, cosignatures and receipts.
class NoteVectorsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuses(String vkey) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> VerifierKey.parse(vkey));
    }

    @Test
    void opensNotesAsTheRulesSay() throws MalformedException {
        for (Vectors each : Vectors.of("signed_note.json").get("open").all()) {
            List<VerifierKey> keys = new ArrayList<>();
            for (String vkey : each.get("vkeys").texts()) {
                keys.add(VerifierKey.parse(vkey));
            }
            byte[] note =
                    each.has("note")
                            ? bytes(each.get("note").text())
                            : Base64.getDecoder().decode(each.get("note_b64").text());
            assertThat(open(note, keys))
                    .as(each.get("name").text())
                    .isEqualTo(each.get("result").text());
            if (each.has("verified")) {
                List<String> names = signers(note, keys);
                assertThat(names).isEqualTo(each.get("verified").texts());
            }
        }
    }

    private static String open(byte[] note, List<VerifierKey> keys) {
        try {
            new KeyRing(keys).open(Note.parse(note));
            return "ok";
        } catch (MalformedException e) {
            return "malformed";
        } catch (UsageException e) {
            return "ambiguous";
        } catch (NotProvenException e) {
            return e.fact().startsWith("no signature") ? "unverified" : "invalid";
        }
    }

    private static List<String> signers(byte[] note, List<VerifierKey> keys) {
        try {
            return new KeyRing(keys)
                    .open(Note.parse(note)).stream().map(each -> each.key().name()).toList();
        } catch (MalformedException | UsageException | NotProvenException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsKeysAndRefusesThoseThatAreNone() throws MalformedException {
        Vectors file = Vectors.of("signed_note.json");
        for (Vectors each : file.get("keys").all()) {
            assertThat(VerifierKey.parse(each.get("vkey").text()))
                    .hasToString(each.get("vkey").text());
        }
        file.get("bad_vkeys").texts().forEach(NoteVectorsTest::refuses);
        String good = file.get("keys").all().getFirst().get("vkey").text();
        for (int from = 0; from < good.length(); from++) {
            for (int to = from; to <= good.length(); to++) {
                if (to - from < good.length()) {
                    refuses(good.substring(from, to));
                }
            }
        }
        for (int i = 0; i < good.length(); i++) {
            char next = (char) (good.charAt(i) + 1);
            refuses(good.substring(0, i) + next + good.substring(i + 1));
        }
        Vectors wrong = Vectors.of("cosignature.json").get("vkey_bad_key_id");
        refuses(wrong.get("vkey").text());
        VerifierKey right =
                VerifierKey.parse(
                        wrong.get("vkey")
                                .text()
                                .replaceFirst("5893dc2c", wrong.get("correct_key_id").text()));
        assertThat(right.kind()).isEqualTo(VerifierKey.Kind.ML_DSA_44);
        for (String vkey : Vectors.of("cosignature.json").get("vkeys_type4").texts()) {
            assertThat(VerifierKey.parse(vkey).kind()).isEqualTo(VerifierKey.Kind.COSIGNATURE);
        }
    }

    @Test
    void readsCheckpointsStrictly() throws MalformedException {
        Vectors file = Vectors.of("checkpoint.json");
        for (Vectors each : file.get("body").all()) {
            if (each.has("hash_of_leaf")) {
                Checkpoint checkpoint = Checkpoint.parse(each.get("body").text());
                assertThat(checkpoint.origin()).isEqualTo(each.get("origin").text());
                assertThat(checkpoint.size()).isEqualTo(each.get("size").number());
                assertThat(checkpoint.root())
                        .isEqualTo(new Sha256().leaf(bytes(each.get("hash_of_leaf").text())));
            } else {
                // These have roots of other lengths than SHA-256.
                assertThatExceptionOfType(MalformedException.class)
                        .isThrownBy(() -> Checkpoint.parse(each.get("body").text()))
                        .withMessageContaining("32 bytes");
            }
        }
        List<Vectors> bad = new ArrayList<>(file.get("bad").all());
        bad.addAll(file.get("bad_derived").all());
        for (Vectors each : bad) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(each.get("why").text())
                    .isThrownBy(() -> Checkpoint.parse(each.get("body").text()));
        }
    }

    /// The published rules for signatures that are not by the key that was asked for.
    @Test
    void passesOverCosignaturesThatAreOfAnotherKeyOrNoneAtAll() throws Exception {
        Vectors file = Vectors.of("cosignature.json");
        assertThat(file.get("sigsum_ignore_rules").texts())
                .containsExactly(
                        "different key id -> ignore",
                        "different key name -> ignore",
                        "wrong signature size -> parse error or ignore");
        Vectors known = file.get("ed25519").all().getFirst();
        KeyRing ring = new KeyRing(List.of(VerifierKey.parse(vkey(known))));
        String text = known.get("checkpoint_body").text() + "\n";
        String good = known.get("signature_line").text();
        String encoded = good.substring(good.lastIndexOf(' ') + 1).strip();
        byte[] bytes = Base64.getDecoder().decode(encoded);
        byte[] other = bytes.clone();
        other[3] ^= 1;
        String otherId = good.replace(encoded, Base64.getEncoder().encodeToString(other));
        String otherName = good.replace(known.get("key_name").text(), "x");
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        String otherSize = good.replace(encoded, Base64.getEncoder().encodeToString(longer));

        assertThat(ring.open(Note.parse(bytes(text + otherId + otherName + good)))).hasSize(1);
        for (String ignored : List.of(otherId, otherName)) {
            assertThat(ring.signersOf(Note.parse(bytes(text + ignored)))).isEmpty();
        }
        assertThatExceptionOfType(NotProvenException.class)
                .isThrownBy(() -> ring.open(Note.parse(bytes(text + otherSize))));
    }

    @Test
    void checksCosignatures() throws Exception {
        for (Vectors each : Vectors.of("cosignature.json").get("ed25519").all()) {
            String vkey = each.has("vkey_type4") ? each.get("vkey_type4").text() : vkey(each);
            String note =
                    each.has("cosigned_checkpoint")
                            ? each.get("cosigned_checkpoint").text()
                            : each.get("checkpoint_body").text()
                                    + "\n"
                                    + each.get("signature_line").text();
            List<KeyRing.Signer> signers =
                    new KeyRing(List.of(VerifierKey.parse(vkey))).open(Note.parse(bytes(note)));
            assertThat(signers.getFirst().time()).isEqualTo(each.get("timestamp").number());
            String later = note.replaceFirst("\n", ".\n");
            assertThatExceptionOfType(NotProvenException.class)
                    .isThrownBy(() ->
                            new KeyRing(List.of(VerifierKey.parse(vkey)))
                                    .open(Note.parse(bytes(later))));
        }
        for (Vectors each : Vectors.of("cosignature.json").get("parse_only").all()) {
            String line =
                    each.has("signature_line")
                            ? each.get("signature_line").text()
                            : "\u2014 name " + each.get("base64").text() + "\n";
            Note.Signature signature = Note.parse(bytes("text\n\n" + line)).signatures().getFirst();
            if (each.has("timestamp")) {
                assertThat(VerifierKey.time(signature)).isEqualTo(each.get("timestamp").number());
            } else {
                assertThat(signature.value()).hasSize(64);
            }
        }
    }

    private static String vkey(Vectors each) {
        byte[] typed = HexFormat.of().parseHex("04" + each.get("pubkey_hex").text());
        return each.get("key_name").text()
                + "+"
                + each.get("key_id_hex").text()
                + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    @Test
    void readsReceipts() throws Exception {
        Vectors file = Vectors.of("tlog_proof.json");
        for (Vectors each : file.get("marshal").all()) {
            Receipt receipt = Receipt.parse(each.get("want").text());
            assertThat(receipt.index()).isEqualTo(each.get("index").number());
            assertThat(receipt.path().stream().map(Hash::toString))
                    .isEqualTo(each.get("hashes").texts());
            assertThat(receipt.checkpoint()).isEqualTo(each.get("checkpoint").text());
        }
        for (String bad : file.get("bad").texts()) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(bad)
                    .isThrownBy(() -> Receipt.parse(bad));
        }
        for (Vectors each : file.get("full").all()) {
            Receipt receipt = Receipt.parse(each.get("proof").text());
            SignedCheckpoint signed = SignedCheckpoint.parse(bytes(receipt.checkpoint()));
            VerifierKey log = VerifierKey.parse(each.get("log_vkey").text());
            assertThat(signed.signedBy(List.of(log), null)).hasSize(1);
            VerifierKey witness = VerifierKey.parse(each.get("witness_vkey").text());
            assertThat(WitnessCheck.cosigned(witness, List.of(signed)).state())
                    .isEqualTo(Check.State.FINE);
            Proofs.inclusion(
                    receipt.index(),
                    signed.checkpoint().size(),
                    new Sha256().leaf(bytes(each.get("entry").text())),
                    receipt.path(),
                    signed.checkpoint().root());
        }
    }

    @Test
    void writesAndReadsPathsOfTiles() throws MalformedException {
        Vectors file = Vectors.of("tile_paths.json");
        for (Vectors each : file.get("tile").all()) {
            List<Vectors> row = each.all();
            checkPath(row.get(0).small(), row.get(1), row.get(2), row.get(3).text());
        }
        for (Vectors each : file.get("entries").all()) {
            List<Vectors> row = each.all();
            checkPath(TileName.ENTRIES, row.get(0), row.get(1), row.get(2).text());
        }
        for (Vectors each : file.get("entries_for_index").all()) {
            long index = each.get("index").number() / 256;
            int width = new Shape(each.get("log_size").number()).width(0, index);
            assertThat(new TileName(TileName.ENTRIES, index, width).path())
                    .isEqualTo(each.get("path").text());
        }
        for (String path : file.get("must_reject").texts()) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(path)
                    .isThrownBy(() -> TileName.parse(path));
        }
        for (Vectors each : file.get("partial_widths").all()) {
            Shape shape = new Shape(each.get("size").number());
            int level = each.get("level").small();
            assertThat(shape.fullTiles(level)).isEqualTo(each.get("full").number());
            assertThat(shape.edgeWidth(level)).isEqualTo(each.get("partial").small());
        }
    }

    private static void checkPath(int level, Vectors index, Vectors width, String path)
            throws MalformedException {
        TileName tile =
                new TileName(
                        level, index.number(), width.small() == 0 ? TileName.WIDTH : width.small());
        assertThat(tile.path()).isEqualTo(path);
        assertThat(TileName.parse(path)).isEqualTo(tile);
    }

    @Test
    void decodesBundles() {
        for (Vectors each : Vectors.of("tile_paths.json").get("bundle_decode").all()) {
            byte[] content = HexFormat.of().parseHex(each.get("hex").text());
            Bytes bundle = new Bytes();
            System.arraycopy(content, 0, bundle.array(), 0, content.length);
            bundle.length(content.length);
            BundleReader reader = new BundleReader();
            reader.open(bundle);
            List<String> entries = new ArrayList<>();
            while (reader.next()) {
                int start = reader.start();
                entries.add(HexFormat.of().formatHex(bundle.array(), start, start + reader.size()));
            }
            boolean whole = reader.left() == 0;
            assertThat(whole).isEqualTo(!each.get("error").flag());
            if (whole) {
                assertThat(entries).isEqualTo(each.get("entries").texts());
            }
        }
    }
}
