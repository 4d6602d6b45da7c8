// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import dev.chaperone.tlog.UntrustedNoteException.Reason;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Notes, checkpoints, cosignatures and receipts against the published vectors.
class NoteVectorTest {
    private static final Map<String, Reason> REASONS =
            Map.of(
                    "unverified", Reason.NO_KNOWN_SIGNATURE,
                    "ambiguous", Reason.AMBIGUOUS_KEY,
                    "invalid", Reason.INVALID_SIGNATURE);

    private final JsonNode notes = Vectors.read("signed_note.json");

    @Test
    void opensNotesAsTheGoImplementationDoes() throws Exception {
        for (JsonNode each : Vectors.cases(notes.get("open"))) {
            String result = each.get("result").asText();
            if (result.equals("malformed")) {
                assertThatExceptionOfType(MalformedException.class)
                        .as(each.get("name").asText())
                        .isThrownBy(() -> note(each));
            } else if (result.equals("ok")) {
                opens(each);
            } else {
                List<VerifierKey> keys = keys(each);
                assertThatExceptionOfType(UntrustedNoteException.class)
                        .as(each.get("name").asText())
                        .isThrownBy(() -> note(each).open(keys))
                        .extracting(UntrustedNoteException::reason)
                        .isEqualTo(REASONS.get(result));
            }
        }
    }

    private static void opens(JsonNode each) throws Exception {
        Note note = note(each);
        OpenedNote opened = note.open(keys(each));
        if (each.has("text")) {
            assertThat(note.text()).isEqualTo(each.get("text").asText());
        }
        if (each.has("verified")) {
            assertThat(opened.verified())
                    .extracting(verified -> verified.key().name())
                    .containsExactlyElementsOf(Vectors.texts(each.get("verified")));
        }
        assertThat(note.format()).isEqualTo(each.get("note").asText());
    }

    private static Note note(JsonNode each) throws MalformedException {
        return each.has("note_b64")
                ? Note.parse(Base64.getDecoder().decode(each.get("note_b64").asText()))
                : Note.parse(each.get("note").asText());
    }

    private static List<VerifierKey> keys(JsonNode each) throws MalformedException {
        List<VerifierKey> keys = new ArrayList<>();
        if (each.has("vkeys")) {
            for (String vkey : Vectors.texts(each.get("vkeys"))) {
                keys.add(VerifierKey.parse(vkey));
            }
        } else {
            keys.add(
                    VerifierKey.parse(
                            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
        }
        return keys;
    }

    @Test
    void readsAndWritesThePublishedKeys() throws Exception {
        for (JsonNode each : Vectors.cases(notes.get("keys"))) {
            String vkey = each.get("vkey").asText();
            assertThat(VerifierKey.parse(vkey).vkey()).isEqualTo(vkey);
            if (each.has("skey")) {
                SigningKey key = SigningKey.parse(each.get("skey").asText());
                assertThat(key.format()).isEqualTo(each.get("skey").asText());
                assertThat(key.verifier().vkey()).isEqualTo(vkey);
            }
        }
        for (String vkey : Vectors.texts(Vectors.read("cosignature.json").get("vkeys_type4"))) {
            assertThat(VerifierKey.parse(vkey).type()).isEqualTo(KeyType.ED25519_COSIGNATURE);
        }
    }

    @Test
    void refusesKeysThatAreDamagedInAnyWay() {
        for (String vkey : Vectors.texts(notes.get("bad_vkeys"))) {
            refused(vkey);
        }
        String vkey = notes.get("keys").get(0).get("vkey").asText();
        String skey = notes.get("keys").get(0).get("skey").asText();
        for (String key : List.of(vkey, skey)) {
            for (int i = 0; i < key.length(); i++) {
                refused(key.substring(0, i));
                refused(key.substring(i + 1));
                refused(key.substring(0, i) + (char) (key.charAt(i) + 1) + key.substring(i + 1));
            }
        }
    }

    private static void refused(String key) {
        assertThatExceptionOfType(MalformedException.class)
                .as(key)
                .isThrownBy(() -> VerifierKey.parse(key));
        assertThatExceptionOfType(MalformedException.class)
                .as(key)
                .isThrownBy(() -> SigningKey.parse(key));
    }

    @Test
    void signsAsTheGoImplementationDoes() throws Exception {
        for (JsonNode each : Vectors.cases(notes.get("sign"))) {
            SigningKey key = SigningKey.parse(each.get("skey").asText());
            String text = each.get("text").asText();
            Note note = new Note(text, List.of(key.sign(text, Instant.EPOCH)));
            assertThat(note.format()).isEqualTo(each.get("note").asText());
            for (JsonNode error : Vectors.cases(notes.get("sign_errors"))) {
                if (error.has("text")) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> key.sign(error.get("text").asText(), Instant.EPOCH));
                } else {
                    assertThatExceptionOfType(MalformedException.class)
                            .isThrownBy(() ->
                                    SigningKey.of(
                                            KeyType.ED25519,
                                            error.get("existing_name").asText(),
                                            new byte[32]));
                }
            }
        }
    }

    @Test
    void readsCheckpointsStrictly() throws Exception {
        JsonNode vectors = Vectors.read("checkpoint.json");
        for (JsonNode each : Vectors.cases(vectors.get("body"))) {
            String body = each.get("body").asText();
            if (each.has("hash_of_leaf")) {
                Checkpoint checkpoint = Checkpoint.parse(body);
                assertThat(checkpoint.origin()).isEqualTo(each.get("origin").asText());
                assertThat(checkpoint.size()).isEqualTo(each.get("size").asLong());
                assertThat(checkpoint.root())
                        .isEqualTo(Merkle.leaf(each.get("hash_of_leaf").asText().getBytes(UTF_8)));
                assertThat(checkpoint.body()).isEqualTo(body);
            } else {
                // The same with a root that has the length of a SHA-256.
                refusedCheckpoint(body);
                String root = body.lines().skip(2).findFirst().orElseThrow();
                Checkpoint checkpoint = Checkpoint.parse(body.replace(root, Merkle.EMPTY.base64()));
                assertThat(checkpoint.origin()).isEqualTo(each.get("origin").asText());
                assertThat(checkpoint.size()).isEqualTo(each.get("size").asLong());
                assertThat(checkpoint.extensions())
                        .isEqualTo(each.has("ext") ? Vectors.texts(each.get("ext")) : List.of());
            }
        }
        for (JsonNode each : Vectors.cases(vectors.get("bad"))) {
            refusedCheckpoint(each.get("body").asText());
        }
        for (JsonNode each : Vectors.cases(vectors.get("bad_derived"))) {
            String body = each.get("body").asText();
            if (each.get("why").asText().startsWith("size 0")) {
                // Well-formed, so that a witness can give the right answer; never opened.
                assertThat(Checkpoint.parse(body).plausible()).isFalse();
                assertThatExceptionOfType(MalformedException.class)
                        .isThrownBy(() ->
                                new OpenedNote(new Note(body, List.of()), List.of()).checkpoint());
            } else {
                refusedCheckpoint(body);
            }
        }
    }

    private static void refusedCheckpoint(String body) {
        assertThatExceptionOfType(MalformedException.class)
                .as(body)
                .isThrownBy(() -> Checkpoint.parse(body));
    }

    @Test
    void cosignsAsOthersDo() throws Exception {
        for (JsonNode each : Vectors.cases(Vectors.read("cosignature.json").get("ed25519"))) {
            boolean whole = each.has("checkpoint");
            String text =
                    whole
                            ? Note.parse(each.get("checkpoint").asText()).text()
                            : each.get("checkpoint_body").asText();
            byte[] seed =
                    whole
                            ? Base64.getDecoder().decode(each.get("seed_b64").asText())
                            : Vectors.bytes(each.get("seed_hex"));
            String name = whole ? "Wit1" : each.get("key_name").asText();
            SigningKey key = SigningKey.of(KeyType.ED25519_COSIGNATURE, name, seed);
            Instant at = Instant.ofEpochSecond(each.get("timestamp").asLong());
            Note.Signature cosignature = key.sign(text, at);
            assertThat(cosignature.format()).isEqualTo(each.get("signature_line").asText());
            assertThat(key.verifier().verifies(text, cosignature)).isTrue();
            if (whole) {
                assertThat(key.verifier().vkey()).isEqualTo(each.get("vkey_type4").asText());
                Note note = Note.parse(each.get("checkpoint").asText()).with(List.of(cosignature));
                assertThat(note.format()).isEqualTo(each.get("cosigned_checkpoint").asText());
                assertThat(note.open(List.of(key.verifier())).verified().getFirst().seconds())
                        .hasValue(at.getEpochSecond());
            }
        }
    }

    @Test
    void readsCosignaturesOfUnknownKeysAndTakesAPlainSignatureForNone() throws Exception {
        for (JsonNode each : Vectors.cases(Vectors.read("cosignature.json").get("parse_only"))) {
            if (each.has("signature_line")) {
                Note.Signature signature =
                        Note.signatureLines(each.get("signature_line").asText()).getFirst();
                assertThat(Integer.toHexString(signature.keyId()))
                        .isEqualTo(each.get("key_id_hex").asText());
            }
        }
        SigningKey plain = SigningKey.of(KeyType.ED25519, "w", new byte[32]);
        SigningKey timed = SigningKey.of(KeyType.ED25519_COSIGNATURE, "w", new byte[32]);
        String text = new Checkpoint("o", 0, Merkle.EMPTY).body();
        byte[] bytes = plain.sign(text, Instant.EPOCH).bytes();
        var disguised = new Note.Signature("w", timed.verifier().id(), bytes);
        assertThat(timed.verifier().verifies(text, disguised)).isFalse();
    }

    /// The published rules for signatures that are not by the key that was asked for.
    @Test
    void passesOverCosignaturesThatAreOfAnotherKeyOrNoneAtAll() throws Exception {
        JsonNode vectors = Vectors.read("cosignature.json");
        assertThat(Vectors.texts(vectors.get("sigsum_ignore_rules")))
                .containsExactly(
                        "different key id -> ignore",
                        "different key name -> ignore",
                        "wrong signature size -> parse error or ignore");
        JsonNode known = vectors.get("ed25519").get(0);
        String text = known.get("checkpoint_body").asText();
        Note.Signature good = Note.signatureLines(known.get("signature_line").asText()).getFirst();
        VerifierKey key =
                SigningKey.of(
                                KeyType.ED25519_COSIGNATURE,
                                good.name(),
                                Vectors.bytes(known.get("seed_hex")))
                        .verifier();
        Note.Signature otherId = new Note.Signature(good.name(), good.keyId() ^ 1, good.bytes());
        Note.Signature otherName = new Note.Signature("x", good.keyId(), good.bytes());
        byte[] longer = Arrays.copyOf(good.bytes(), good.bytes().length + 1);
        Note.Signature otherSize = new Note.Signature(good.name(), good.keyId(), longer);

        assertThat(new Note(text, List.of(otherId, otherName, good)).open(List.of(key)).verified())
                .hasSize(1);
        assertThat(reason(text, key, otherId)).isEqualTo(Reason.NO_KNOWN_SIGNATURE);
        assertThat(reason(text, key, otherName)).isEqualTo(Reason.NO_KNOWN_SIGNATURE);
        assertThat(reason(text, key, otherSize)).isEqualTo(Reason.INVALID_SIGNATURE);
    }

    private static Reason reason(String text, VerifierKey key, Note.Signature signature) {
        return catchThrowableOfType(
                        UntrustedNoteException.class,
                        () -> new Note(text, List.of(signature)).open(List.of(key)))
                .reason();
    }

    @Test
    void findsAKeyWhoseIdIsWrong() throws Exception {
        JsonNode bad = Vectors.read("cosignature.json").get("vkey_bad_key_id");
        String vkey = bad.get("vkey").asText();
        String right = bad.get("correct_key_id").asText();
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> VerifierKey.parse(vkey))
                .withMessageContaining(right);
        VerifierKey key = VerifierKey.parse(vkey.replace("5893dc2c", right));
        assertThat(key.type()).isEqualTo(KeyType.ML_DSA_44);
    }

    @Test
    void readsAndWritesReceipts() throws Exception {
        JsonNode vectors = Vectors.read("tlog_proof.json");
        for (JsonNode each : Vectors.cases(vectors.get("marshal"))) {
            byte[] extra =
                    each.has("extra_b64")
                            ? Base64.getDecoder().decode(each.get("extra_b64").asText())
                            : null;
            Receipt receipt =
                    new Receipt(
                            extra,
                            each.get("index").asLong(),
                            Vectors.base64Path(each.get("hashes")),
                            each.get("checkpoint").asText());
            assertThat(receipt.format()).isEqualTo(each.get("want").asText());
            assertThat(Receipt.parse(receipt.format()).format()).isEqualTo(receipt.format());
        }
        for (String bad : Vectors.texts(vectors.get("bad"))) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(bad)
                    .isThrownBy(() -> Receipt.parse(bad));
        }
    }

    @Test
    void verifiesReceiptsOffline() throws Exception {
        for (JsonNode each : Vectors.cases(Vectors.read("tlog_proof.json").get("full"))) {
            WitnessPolicy policy =
                    WitnessPolicy.parse(
                            "log %s\nwitness w %s\nquorum w\n"
                                    .formatted(
                                            each.get("log_vkey").asText(),
                                            each.get("witness_vkey").asText()));
            Hash leaf = Merkle.leaf(each.get("entry").asText().getBytes(UTF_8));
            Receipt receipt = Receipt.parse(each.get("proof").asText());
            assertThat(receipt.verify(leaf, policy).size()).isEqualTo(15);
            assertThatExceptionOfType(InvalidProofException.class)
                    .isThrownBy(() -> receipt.verify(Merkle.leaf(new byte[1]), policy));
        }
    }
}
