// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.tlog.UntrustedNoteException.Reason;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class WitnessPolicyTest {
    private static final String ORIGIN = "example.com/log";
    private static final String BODY = new Checkpoint(ORIGIN, 0, Merkle.EMPTY).body();

    private final SigningKey log = key(KeyType.ED25519, ORIGIN, 1);
    private final SigningKey otherLog = key(KeyType.ED25519, "example.com/other", 2);
    private final SigningKey x1 = key(KeyType.ED25519_COSIGNATURE, "x1.example", 3);
    private final SigningKey x2 = key(KeyType.ML_DSA_44, "x2.example", 4);
    private final SigningKey x3 = key(KeyType.ED25519_COSIGNATURE, "x3.example", 5);
    private final SigningKey y1 = key(KeyType.ED25519_COSIGNATURE, "y1.example", 6);

    private final String keys =
            """
            # logs
            log %s https://log.example/
              log\t%s

            witness X1 %s https://x1.example/witness
            witness X2 %s
            witness X3 %s
            witness Y1 %s
            """
                    .formatted(vkey(log), vkey(otherLog), vkey(x1), vkey(x2), vkey(x3), vkey(y1));

    @Test
    void opensACheckpointThatItsQuorumCosigned() throws Exception {
        WitnessPolicy policy =
                WitnessPolicy.parse(
                        keys
                                + "group X 2 X1 X2 X3\ngroup Y any Y1\ngroup both all X Y\nquorum both\n");
        assertThat(policy.logs()).hasSize(2);
        assertThat(policy.logs().getFirst().url()).isEqualTo("https://log.example/");
        assertThat(policy.open(note(log, x1, x2, y1)).checkpoint().origin()).isEqualTo(ORIGIN);
        assertThat(policy.open(note(log, x3, x2, x1, y1)).verified()).hasSize(5);
        refused(policy, Reason.QUORUM_MISSED, log, x1, x2);
        refused(policy, Reason.QUORUM_MISSED, log, x1, y1);
        refused(policy, Reason.QUORUM_MISSED, log);
        refused(policy, Reason.NO_KNOWN_SIGNATURE, x1, x2, y1);
        refused(policy, Reason.NO_KNOWN_SIGNATURE, key(KeyType.ED25519, ORIGIN, 9));
    }

    @Test
    void refusesACheckpointThatAnotherLogSigned() throws Exception {
        WitnessPolicy policy = WitnessPolicy.parse(keys + "quorum none\n");
        assertThat(policy.open(note(log)).verified()).hasSize(1);
        refused(policy, Reason.NO_KNOWN_SIGNATURE, otherLog);
    }

    @Test
    void takesOneCosignatureOnlyOnce() throws Exception {
        WitnessPolicy policy = WitnessPolicy.parse(keys + "group X 2 X1 X2\nquorum X\n");
        refused(policy, Reason.QUORUM_MISSED, log, x1, x1);
    }

    @Test
    void asksForOneWitness() throws Exception {
        WitnessPolicy policy = WitnessPolicy.parse(keys + "quorum X1\n");
        assertThatCode(() -> policy.open(note(log, x1))).doesNotThrowAnyException();
        refused(policy, Reason.QUORUM_MISSED, log, x2);
    }

    @Test
    void refusesTheCheckpointOfAnEmptyLogWithARoot() throws Exception {
        WitnessPolicy policy = WitnessPolicy.parse(keys + "quorum none\n");
        String body = new Checkpoint(ORIGIN, 0, Merkle.leaf(new byte[0])).body();
        Note note = new Note(body, List.of(log.sign(body, Instant.EPOCH)));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> policy.open(note));
    }

    @Test
    void refusesAPolicyThatIsNotClear() {
        for (String text :
                List.of(
                        "",
                        "quorum none",
                        keys,
                        "quorum none\nquorum none\n",
                        "quorum missing\n",
                        "quorum\n",
                        "quorum a b\n",
                        "Quorum none\n",
                        "log\nquorum none\n",
                        "log x+y+z\nquorum none\n",
                        "log " + vkey(x1) + "\nquorum none\n",
                        "witness w " + vkey(log) + "\nquorum none\n",
                        "witness none " + vkey(x1) + "\nquorum none\n",
                        "witness w " + vkey(x1) + " u v\nquorum none\n",
                        keys
                                + "witness X1 "
                                + vkey(key(KeyType.ML_DSA_44, "n", 9))
                                + "\nquorum none\n",
                        keys + "witness again " + vkey(x1) + "\nquorum none\n",
                        keys
                                + "witness again "
                                + vkey(key(KeyType.ED25519_COSIGNATURE, "renamed", 3))
                                + "\nquorum none\n",
                        keys + "log " + vkey(log) + "\nquorum none\n",
                        keys + "group g 0 X1\nquorum g\n",
                        keys + "group g 2 X1\nquorum g\n",
                        keys + "group g 01 X1\nquorum g\n",
                        keys + "group g -1 X1\nquorum g\n",
                        keys + "group g most X1\nquorum g\n",
                        keys + "group g any\nquorum g\n",
                        keys + "group g any none\nquorum g\n",
                        keys + "group g any g\nquorum g\n",
                        keys + "group g any X1 X1\nquorum g\n",
                        keys + "group g any X1\ngroup h any X1\nquorum h\n",
                        keys + "quorum g\ngroup g any X1\n",
                        keys + "group X1 any X2\nquorum X1\n",
                        "quorum none\r\n",
                        "# \u0007\nquorum none\n",
                        "# \u007f\nquorum none\n")) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(text)
                    .isThrownBy(() -> WitnessPolicy.parse(text));
        }
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> WitnessPolicy.parse("# text\n\nquorum w\n"))
                .withMessage("Line 3: No line before defines 'w'");
    }

    private static void refused(WitnessPolicy policy, Reason reason, SigningKey... signers) {
        assertThatExceptionOfType(UntrustedNoteException.class)
                .isThrownBy(() -> policy.open(note(signers)))
                .extracting(UntrustedNoteException::reason)
                .isEqualTo(reason);
    }

    private static Note note(SigningKey... signers) {
        List<Note.Signature> signatures = new ArrayList<>();
        for (SigningKey signer : signers) {
            signatures.add(
                    signer.sign(BODY, Instant.ofEpochSecond(1_700_000_000 + signatures.size())));
        }
        return new Note(BODY, signatures);
    }

    private static String vkey(SigningKey key) {
        return key.verifier().vkey();
    }

    private static SigningKey key(KeyType type, String name, int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        try {
            return SigningKey.of(type, name, bytes);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
