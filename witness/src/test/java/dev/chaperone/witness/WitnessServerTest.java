// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.Merkle;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.OpenedNote;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// The protocol, over real HTTP.
@Timeout(60)
class WitnessServerTest {
    @TempDir private Path directory;
    private final TestLog log = TestLog.create();
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = Site.start(directory, log);
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void cosignsGrowthWithBothKeysAndShowsTheNewest() throws Exception {
        Instant before = Instant.now();
        for (int[] step : new int[][] {{0, 0}, {0, 1}, {1, 1}, {1, 7}, {7, 8}, {8, 200}}) {
            HttpResponse<String> answer = site.submit(log.submission(step[0], step[1]));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(type(answer)).isEqualTo("text/plain; charset=utf-8");
            Note cosigned = log.checkpoint(step[1]).with(Note.signatureLines(answer.body()));
            OpenedNote opened = cosigned.open(site.witness().verifiers());
            assertThat(opened.verified()).hasSize(2);
            opened.verified()
                    .forEach(each ->
                            assertThat(each.seconds().orElseThrow())
                                    .isBetween(
                                            before.getEpochSecond(),
                                            Instant.now().getEpochSecond()));
            HttpResponse<String> shown = site.get(monitoring());
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(type(shown)).isEqualTo("text/plain; charset=utf-8");
            Note latest = Note.parse(shown.body());
            assertThat(latest.open(site.witness().verifiers()).checkpoint().size())
                    .isEqualTo(step[1]);
            assertThat(latest.open(List.of(log.vkey())).verified()).hasSize(1);
        }
    }

    @Test
    void answersWithItsSizeWhenTheOldSizeIsAnother() throws Exception {
        conflict(site.submit(log.submission(3, 5)), "0\n");
        site.submit(log.submission(0, 5));
        conflict(site.submit(log.submission(0, 7)), "5\n");
        conflict(site.submit(log.submission(4, 7)), "5\n");
        conflict(site.submit(log.submission(3, 4)), "5\n");
    }

    private static void conflict(HttpResponse<String> answer, String size) {
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(type(answer)).isEqualTo("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo(size);
    }

    @Test
    void refusesWhatIsNotConsistent() throws Exception {
        Hash some = Merkle.leaf(new byte[0]);
        refused(422, new Submission(0, List.of(some), log.checkpoint(5)).format());
        refused(
                422,
                new Submission(0, List.of(), log.signed(new Checkpoint(TestLog.ORIGIN, 0, some)))
                        .format());
        site.submit(log.submission(0, 5));
        TestLog forked = log.forked();
        refused(422, new Submission(5, List.of(), forked.checkpoint(5)).format());
        refused(422, new Submission(5, List.of(some), log.checkpoint(5)).format());
        refused(422, new Submission(5, List.of(), log.checkpoint(7)).format());
        refused(422, new Submission(5, forked.between(5, 7).path(), forked.checkpoint(7)).format());
        refused(422, new Submission(5, log.between(5, 7).path(), forked.checkpoint(7)).format());
        assertThat(site.submit(log.submission(5, 7)).statusCode()).isEqualTo(200);
        assertThat(site.reports()).hasSize(7).allMatch(line -> line.contains(TestLog.ORIGIN));
    }

    @Test
    void keepsTheProofThatALogForked() throws Exception {
        site.submit(log.submission(0, 5));
        Note other = log.forked().checkpoint(5);
        refused(422, new Submission(5, List.of(), other).format());
        Path fork = directory.resolve(Witness.hash(TestLog.ORIGIN) + ".checkpoint.fork");
        assertThat(fork).hasContent(other.format());
        Note held =
                Note.parse(
                        Files.readString(
                                directory.resolve(Witness.hash(TestLog.ORIGIN) + ".checkpoint")));
        assertThat(held.open(List.of(log.vkey())).checkpoint().root())
                .isNotEqualTo(
                        Note.parse(Files.readString(fork))
                                .open(List.of(log.vkey()))
                                .checkpoint()
                                .root());
    }

    @Test
    void refusesUnknownLogsAndUnknownKeys() throws Exception {
        refused(404, TestLog.named("example.com/other").submission(0, 5));
        refused(403, TestLog.create().submission(0, 5));
        String unsigned = log.submission(0, 5).replace("\n5\n", "\n6\n");
        refused(403, unsigned);
        assertThat(site.get(monitoring()).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAnOldSizeThatIsGreaterThanTheCheckpoint() throws Exception {
        refused(400, new Submission(6, List.of(), log.checkpoint(5)).format());
        refused(400, new Submission(-1, List.of(), log.checkpoint(5)).format());
    }

    @Test
    void refusesWhatIsNoSubmission() throws Exception {
        String good = log.submission(0, 5);
        String hash = Merkle.EMPTY.base64() + "\n";
        for (String bad :
                List.of(
                        "",
                        "\n",
                        "\n\n",
                        "old",
                        "old 0\n\n",
                        good.substring(6),
                        good.replace("old 0", "new 0"),
                        good.replace("old 0", "old 00"),
                        good.replace("old 0", "old -1"),
                        good.replace("old 0", "old 0 "),
                        good.replace("old 0", "old 18446744073709551616"),
                        good.replace("old 0\n", "old 0\nAAAA\n"),
                        good.replace("old 0\n", "old 0\n" + hash.repeat(64)),
                        good.replace("\n\n", "\n"),
                        good.replace("\n", "\r\n"),
                        good.substring(0, good.length() - 1),
                        good + "x\n",
                        "x".repeat(Submission.MOST_BYTES + 1),
                        good + "\u2014 a AAAAAAE=\n".repeat(10_000))) {
            refused(400, bad);
        }
        byte[] notText = good.getBytes(UTF_8);
        notText[8] = (byte) 0xff;
        assertThat(
                        site.send(
                                        site.request("/add-checkpoint")
                                                .POST(BodyPublishers.ofByteArray(notText)))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void neverFailsOnWhateverComes() throws Exception {
        Random random = new Random(11);
        byte[] good = log.submission(0, 5).getBytes(UTF_8);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int status =
                    site.send(
                                    site.request("/add-checkpoint")
                                            .POST(
                                                    BodyPublishers.ofByteArray(
                                                            bytes,
                                                            0,
                                                            random.nextInt(bytes.length))))
                            .statusCode();
            assertThat(status).isIn(400, 403, 404);
        }
        assertThat(site.submit(log.submission(0, 5)).statusCode()).isEqualTo(200);
    }

    @Test
    void knowsTwoAddressesOnly() throws Exception {
        assertThat(site.get("/").statusCode()).isEqualTo(404);
        assertThat(site.get("/checkpoint").statusCode()).isEqualTo(404);
        assertThat(site.get("/../checkpoint").statusCode()).isEqualTo(404);
        assertThat(site.get("/" + Witness.hash("example.com/other") + "/checkpoint").statusCode())
                .isEqualTo(404);
        HttpResponse<String> read = site.get("/add-checkpoint");
        assertThat(read.statusCode()).isEqualTo(405);
        assertThat(read.headers().firstValue("Allow")).hasValue("POST");
        assertThat(
                        site.send(site.request(monitoring()).POST(BodyPublishers.ofString("x")))
                                .statusCode())
                .isEqualTo(405);
    }

    @Test
    void neverGoesBackWhenAskedByManyAtOnce() throws Exception {
        List<Integer> cosigned = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Boolean>> askers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int seed = i;
            askers.add(() -> {
                Random random = new Random(seed);
                int held = 0;
                for (int n = 0; n < 15; n++) {
                    int to = Math.min(255, held + random.nextInt(6));
                    HttpResponse<String> answer = site.submit(log.submission(held, to));
                    if (answer.statusCode() == 200) {
                        cosigned.add(to);
                        held = to;
                    } else {
                        int now = Integer.parseInt(answer.body().strip());
                        assertThat(now).isGreaterThan(held);
                        held = now;
                    }
                }
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var asked : threads.invokeAll(askers)) {
                assertThat(asked.get()).isTrue();
            }
        }
        Note latest = Note.parse(site.get(monitoring()).body());
        assertThat(latest.open(site.witness().verifiers()).checkpoint().size())
                .isEqualTo(Collections.max(cosigned).longValue());
    }

    @Test
    void turnsAwayWhoComesWhenAllPlacesAreTaken() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
                slow.add(socket);
                String head =
                        "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(UTF_8));
            }
            awaitStatus(503);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        awaitStatus(404);
    }

    private void awaitStatus(int status) throws Exception {
        HttpResponse<String> answer = site.get(monitoring());
        while (answer.statusCode() != status) {
            Thread.onSpinWait();
            answer = site.get(monitoring());
        }
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    private void refused(int status, String body) throws Exception {
        HttpResponse<String> answer = site.submit(body);
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(status);
        assertThat(type(answer)).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.body()).isNotBlank().endsWith("\n").doesNotContain("Exception");
    }

    private static String monitoring() {
        return "/" + Witness.hash(TestLog.ORIGIN) + "/checkpoint";
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("none");
    }
}
