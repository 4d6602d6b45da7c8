// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.chaperone.tlog.KeyType;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.SigningKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a log judges its witnesses: honest ones, and others.
@Timeout(60)
class WitnessClientTest {
    @TempDir private Path directory;

    private final TestLog log = TestLog.create();
    private final SigningKey key =
            SigningKey.generate(KeyType.ED25519_COSIGNATURE, "w.example", new SecureRandom());
    private final Wire wire = new Wire(Duration.ofSeconds(20));
    private final Wire hasty = new Wire(Duration.ofMillis(300));

    @AfterEach
    void close() {
        wire.close();
        hasty.close();
    }

    private WitnessClient client(WitnessAddress address, Wire by) {
        return new WitnessClient(address, TestLog.ORIGIN, List.of(log.vkey()), by);
    }

    private WitnessClient client(WitnessAddress address) {
        return client(address, wire);
    }

    private WitnessClient client(ScriptedWitness witness) {
        return client(witness.address(List.of(key.verifier())));
    }

    private String cosignature(int size) {
        return key.sign(log.checkpoint(size).text(), Instant.ofEpochSecond(1_700_000_000)).format();
    }

    /// What an honest witness shows.
    private String held(TestLog by, int size) {
        Note note = by.checkpoint(size);
        return note.with(List.of(key.sign(note.text(), Instant.EPOCH))).format();
    }

    @Test
    void getsCosignaturesOfAGrowingLog() throws Exception {
        try (Site site = Site.start(directory, log)) {
            WitnessClient client = client(site.address("w"));
            assertThat(client.latest()).isInstanceOf(Latest.Nothing.class);
            for (int size : List.of(0, 1, 5, 5, 200)) {
                Outcome outcome = client.submit(log.checkpoint(size), log);
                assertThat(outcome)
                        .asInstanceOf(type(Outcome.Cosigned.class))
                        .satisfies(cosigned -> assertThat(cosigned.cosignatures()).hasSize(2));
                assertThat(client.latest())
                        .asInstanceOf(type(Latest.Holds.class))
                        .satisfies(holds -> assertThat(holds.checkpoint().size()).isEqualTo(size));
            }
            // After a restart of the log its client does not know what the witness holds.
            assertThat(client(site.address("w")).submit(log.checkpoint(201), log))
                    .isInstanceOf(Outcome.Cosigned.class);
        }
    }

    @Test
    void learnsThatTheLogWasSetBackAndGetsTheProof() throws Exception {
        try (Site site = Site.start(directory, log)) {
            client(site.address("w")).submit(log.checkpoint(9), log);
            Outcome outcome = client(site.address("w")).submit(log.checkpoint(7), log);
            assertThat(outcome)
                    .asInstanceOf(type(Outcome.Ahead.class))
                    .satisfies(ahead -> {
                        assertThat(ahead.size()).isEqualTo(9);
                        assertThat(ahead.proof().orElseThrow().text())
                                .isEqualTo(log.checkpoint(9).text());
                    });
        }
    }

    @Test
    void learnsThatTheLogForkedAndGetsWhatTheWitnessHolds() throws Exception {
        try (Site site = Site.start(directory, log)) {
            client(site.address("w")).submit(log.checkpoint(9), log);
            TestLog forked = log.forked();
            for (int size : List.of(9, 11)) {
                Outcome outcome = client(site.address("w")).submit(forked.checkpoint(size), forked);
                assertThat(outcome)
                        .asInstanceOf(type(Outcome.Refused.class))
                        .satisfies(refused -> {
                            assertThat(refused.status()).isEqualTo(422);
                            assertThat(refused.held().orElseThrow().text())
                                    .isEqualTo(log.checkpoint(9).text());
                        });
            }
        }
    }

    @Test
    void tellsAnUnknownKeyFromAnUnknownLog() throws Exception {
        try (Site site = Site.start(directory, log)) {
            assertThat(client(site.address("w")).submit(TestLog.create().checkpoint(1), log))
                    .asInstanceOf(type(Outcome.Refused.class))
                    .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
            Note unknown = TestLog.named("example.com/other").checkpoint(1);
            assertThat(reason(client(site.address("w")).submit(unknown, log))).contains("404");
        }
    }

    @Test
    void repeatsOnceWithTheSizeOfTheWitness() throws Exception {
        try (ScriptedWitness witness = new ScriptedWitness()) {
            witness.then(409, "4\n").then(200, cosignature(7)).then(200, cosignature(8));
            WitnessClient client = client(witness);
            assertThat(client.submit(log.checkpoint(7), log)).isInstanceOf(Outcome.Cosigned.class);
            assertThat(client.submit(log.checkpoint(8), log)).isInstanceOf(Outcome.Cosigned.class);
            assertThat(witness.questions()).hasSize(3);
            assertThat(witness.questions().get(0)).startsWith("old 0\n\n");
            assertThat(witness.questions().get(1)).startsWith("old 4\n");
            assertThat(witness.questions().get(2)).startsWith("old 7\n");
        }
        try (ScriptedWitness witness = new ScriptedWitness()) {
            witness.then(409, "4\n").then(409, "5\n").then(409, "4\n").then(409, "9\n");
            assertThat(reason(client(witness).submit(log.checkpoint(7), log))).contains("changes");
            assertThat(client(witness).submit(log.checkpoint(7), log))
                    .isInstanceOf(Outcome.Ahead.class);
        }
    }

    @Test
    void noticesAWitnessThatWasSetBack() throws Exception {
        try (ScriptedWitness witness = new ScriptedWitness()) {
            witness.then(200, cosignature(7)).then(409, "5\n").then(409, "0\n");
            WitnessClient client = client(witness);
            client.submit(log.checkpoint(7), log);
            assertThat(reason(client.submit(log.checkpoint(8), log))).contains("set back");
            assertThat(reason(client.submit(log.checkpoint(8), log))).contains("set back");
        }
    }

    @Test
    void takesTheOldAnswerToAnotherRootForARefusal() throws Exception {
        try (ScriptedWitness witness = new ScriptedWitness()) {
            witness.then(409, "7\n").then(409, "7\n").showing(held(log, 7));
            assertThat(client(witness).submit(log.checkpoint(7), log))
                    .asInstanceOf(type(Outcome.Refused.class))
                    .satisfies(refused -> assertThat(refused.held()).isPresent());
        }
    }

    @Test
    void believesNoWrongCosignature() throws Exception {
        SigningKey other =
                SigningKey.generate(KeyType.ED25519_COSIGNATURE, "w.example", new SecureRandom());
        String text = log.checkpoint(7).text();
        Note.Signature right = key.sign(text, Instant.EPOCH);
        byte[] bytes = right.bytes();
        bytes[20] ^= 1;
        for (String answer :
                List.of(
                        "",
                        "hello",
                        "\u2014 w.example AAAA\n",
                        cosignature(8),
                        new Note.Signature(right.name(), right.keyId(), bytes).format(),
                        other.sign(text, Instant.EPOCH).format(),
                        cosignature(7) + cosignature(8),
                        cosignature(7).strip(),
                        "x".repeat(1_000_000))) {
            try (ScriptedWitness witness = new ScriptedWitness()) {
                witness.then(200, answer);
                assertThat(client(witness).submit(log.checkpoint(7), log))
                        .as(answer.substring(0, Math.min(90, answer.length())))
                        .isInstanceOf(Outcome.Unavailable.class);
            }
        }
    }

    @Test
    void ignoresCosignaturesOfOthers() throws Exception {
        SigningKey other =
                SigningKey.generate(KeyType.ML_DSA_44, "other.example", new SecureRandom());
        String foreign = other.sign(log.checkpoint(7).text(), Instant.EPOCH).format();
        try (ScriptedWitness witness = new ScriptedWitness()) {
            witness.then(200, foreign + cosignature(7));
            assertThat(client(witness).submit(log.checkpoint(7), log))
                    .isEqualTo(new Outcome.Cosigned(Note.signatureLines(cosignature(7))));
        }
    }

    @Test
    void makesNothingOfGarbage() throws Exception {
        for (var answer :
                List.of(
                        new Scripted(200, "\u0000\u0001"),
                        new Scripted(301, ""),
                        new Scripted(400, "no"),
                        new Scripted(404, "no"),
                        new Scripted(409, ""),
                        new Scripted(409, "many\n"),
                        new Scripted(409, "5"),
                        new Scripted(409, "99999999999999999999999\n"),
                        new Scripted(500, "\n\n\u001b[2J"),
                        new Scripted(503, "busy"))) {
            try (ScriptedWitness witness = new ScriptedWitness()) {
                witness.then(answer.status(), answer.body());
                Outcome outcome = client(witness).submit(log.checkpoint(7), log);
                assertThat(reason(outcome)).isNotBlank().doesNotContain("\u001b");
                assertThat(witness.questions()).hasSize(1);
            }
        }
    }

    private record Scripted(int status, String body) {}

    @Test
    void doesNotTakeItsWordForASizeThatItCannotShow() throws Exception {
        for (String shown :
                List.of("", "garbage\n", held(log.forked(), 3), log.checkpoint(9).format())) {
            try (ScriptedWitness witness = new ScriptedWitness()) {
                witness.then(409, "18446744073709551615\n").showing(shown);
                Outcome outcome = client(witness).submit(log.checkpoint(7), log);
                Optional<Note> proof = ((Outcome.Ahead) outcome).proof();
                assertThat(proof).isEmpty();
            }
        }
    }

    @Test
    void doesNotWaitForASlowWitness() throws Exception {
        try (ScriptedWitness witness = new ScriptedWitness()) {
            witness.thenNothing().thenSlowly();
            WitnessClient client = client(witness.address(List.of(key.verifier())), hasty);
            assertThat(reason(client.submit(log.checkpoint(7), log)))
                    .containsAnyOf("300 ms", "timed out");
            assertThat(client.submit(log.checkpoint(7), log))
                    .isInstanceOf(Outcome.Unavailable.class);
        }
    }

    @Test
    void goesOnWithoutAWitnessThatIsDown() throws Exception {
        WitnessAddress down =
                new WitnessAddress(
                        "down",
                        URI.create("http://127.0.0.1:" + freePort()),
                        List.of(key.verifier()));
        assertThat(client(down).submit(log.checkpoint(7), log))
                .isInstanceOf(Outcome.Unavailable.class);
        assertThat(client(down).latest()).isInstanceOf(Latest.Unknown.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        return ((Outcome.Unavailable) outcome).reason();
    }
}
