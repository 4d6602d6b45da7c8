// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;

import dev.chaperone.tlog.UntrustedNoteException.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Keys that grow from seeds, and what their signatures cover.
class CosignatureTest {
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);
    private static final String BODY =
            new Checkpoint("example.com/log", 7, Merkle.leaf(new byte[] {1})).body();

    @Test
    void verifiesAnMlDsaCosignatureOfAnotherImplementation() throws Exception {
        JsonNode vector = Vectors.read("ml_dsa_cosignature.json");
        VerifierKey key = VerifierKey.parse(vector.get("vkey").asText());
        assertThat(key.type()).isEqualTo(KeyType.ML_DSA_44);
        Note note = Note.parse(vector.get("cosigned_checkpoint").asText());
        assertThat(note.open(List.of(key)).verified().getFirst().seconds())
                .hasValue(vector.get("timestamp").asLong());
        SigningKey own =
                SigningKey.of(KeyType.ML_DSA_44, key.name(), Vectors.bytes(vector.get("seed_hex")));
        assertThat(own.verifier()).isEqualTo(key);
        assertThat(own.verifier().vkey()).isEqualTo(vector.get("vkey").asText());
    }

    @ParameterizedTest
    @EnumSource
    void signsAndVerifiesWithAGeneratedKey(KeyType type) throws Exception {
        SigningKey key = SigningKey.generate(type, "example.com/w1", new SecureRandom());
        SigningKey again = SigningKey.parse(key.format());
        Note.Signature signature = again.sign(BODY, AT);
        VerifierKey verifier = VerifierKey.parse(key.verifier().vkey());
        assertThat(verifier.verifies(BODY, signature)).isTrue();
        assertThat(Note.signatureLines(signature.format())).containsExactly(signature);
        OpenedNote opened = new Note(BODY, List.of(signature)).open(List.of(verifier));
        assertThat(opened.signedBy(verifier)).isTrue();
        assertThat(opened.checkpoint().size()).isEqualTo(7);
        assertThat(opened.verified().getFirst().seconds().isPresent()).isEqualTo(type.timed());
    }

    @ParameterizedTest
    @EnumSource
    void refusesASignatureWithAnyByteChanged(KeyType type) throws Exception {
        SigningKey key = SigningKey.generate(type, "w", new SecureRandom());
        byte[] bytes = key.sign(BODY, AT).bytes();
        int step = Math.max(1, bytes.length / 200);
        for (int i = 0; i < bytes.length; i += step) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            refused(key, changed);
        }
        refused(key, Arrays.copyOf(bytes, bytes.length - 1));
        refused(key, Arrays.copyOf(bytes, bytes.length + 1));
        refused(key, new byte[1]);
        assertThat(key.verifier().verifies(BODY.replace("7", "8"), key.sign(BODY, AT))).isFalse();
    }

    private static void refused(SigningKey key, byte[] bytes) {
        var signature = new Note.Signature(key.verifier().name(), key.verifier().id(), bytes);
        assertThat(key.verifier().verifies(BODY, signature)).isFalse();
        assertThatExceptionOfType(UntrustedNoteException.class)
                .isThrownBy(() -> new Note(BODY, List.of(signature)).open(List.of(key.verifier())))
                .extracting(UntrustedNoteException::reason)
                .isEqualTo(Reason.INVALID_SIGNATURE);
    }

    @Test
    void coversTheNameOnlyWithMlDsaAndExtensionsOnlyWithEd25519() throws Exception {
        byte[] seed = new byte[32];
        String extended = BODY + "extension\n";
        for (KeyType type : List.of(KeyType.ED25519_COSIGNATURE, KeyType.ML_DSA_44)) {
            SigningKey one = SigningKey.of(type, "one", seed);
            SigningKey two = SigningKey.of(type, "two", seed);
            byte[] bytes = one.sign(BODY, AT).bytes();
            var renamed = new Note.Signature("two", two.verifier().id(), bytes);
            boolean mlDsa = type == KeyType.ML_DSA_44;
            assertThat(two.verifier().verifies(BODY, renamed)).isEqualTo(!mlDsa);
            assertThat(one.verifier().verifies(extended, one.sign(BODY, AT))).isEqualTo(mlDsa);
        }
    }

    @Test
    void refusesATimeBeforeTheEpoch() {
        SigningKey key = SigningKey.generate(KeyType.ED25519_COSIGNATURE, "w", new SecureRandom());
        Note.Signature signature = key.sign(BODY, Instant.ofEpochSecond(-1));
        assertThat(key.verifier().verifies(BODY, signature)).isFalse();
    }

    @Test
    void cosignsOnlyCheckpoints() {
        for (KeyType type : List.of(KeyType.ED25519_COSIGNATURE, KeyType.ML_DSA_44)) {
            SigningKey key = SigningKey.generate(type, "w", new SecureRandom());
            assertThatIllegalArgumentException().isThrownBy(() -> key.sign("any text\n", AT));
        }
    }

    @Test
    void neverShowsAPrivateKey() {
        for (KeyType type : KeyType.values()) {
            SigningKey key = SigningKey.generate(type, "w", new SecureRandom());
            String secret = key.format();
            String seed = secret.substring("PRIVATE+KEY+w+00000000+AQID".length());
            assertThat(key.toString()).doesNotContain(seed).doesNotContain("PRIVATE");
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> SigningKey.parse(secret + "A"))
                    .withMessageNotContaining(seed.substring(0, 8));
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> SigningKey.parse(secret.replace("+w+", "+v+")))
                    .withMessageNotContaining(seed.substring(0, 8));
        }
    }
}
