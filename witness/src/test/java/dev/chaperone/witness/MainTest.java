// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.VerifierKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The command, as a process of its own.
@Timeout(120)
class MainTest {
    @TempDir private Path folder;
    private final TestLog log = TestLog.create();

    @Test
    void startsCosignsAndKeepsItsIdentityAfterAKill() throws Exception {
        List<VerifierKey> keys;
        try (Running witness = start("--name", "witness.example/w1")) {
            assertThat(witness.said()).contains("Chaperone witness witness.example/w1");
            assertThat(witness.said())
                    .contains("  " + TestLog.ORIGIN + ", which has not asked yet");
            keys = witness.keys();
            assertThat(witness.submit(log, 5)).isInstanceOf(Outcome.Cosigned.class);
        }
        try (Running witness = start()) {
            assertThat(witness.keys()).isEqualTo(keys);
            assertThat(witness.said()).contains("  " + TestLog.ORIGIN + ", at size 5");
            assertThat(witness.submit(log, 3)).isInstanceOf(Outcome.Ahead.class);
            assertThat(witness.said().getLast())
                    .startsWith("  - {name: witness.example/w1, url: \"http://127.0.0.1:")
                    .contains(keys.getFirst().vkey(), keys.getLast().vkey());
        }
    }

    @Test
    void cutsOffWhoSendsTooSlowly() throws Exception {
        try (Running witness = start("-Dsun.net.httpserver.maxReqTime=1");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), witness.port())) {
            String head =
                    "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().flush();
            assertThat(endOf(socket.getInputStream())).isTrue();
            assertThat(witness.submit(log, 5)).isInstanceOf(Outcome.Cosigned.class);
        }
    }

    /// Waits for the other side to close; a reset is as good as an end.
    private static boolean endOf(InputStream in) {
        try {
            return in.readAllBytes().length == 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void explainsItself() throws Exception {
        Ended help = run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--log VKEY").contains("./chaperone witness");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void refusesAWrongCommandLine() throws Exception {
        String vkey = log.vkey().vkey();
        for (List<String> words :
                List.of(
                        List.<String>of(),
                        List.of("--data", "d"),
                        List.of("--log", vkey),
                        List.of("--data", "d", "--log"),
                        List.of("--data", "d", "--log", "nonsense"),
                        List.of("--data=d", "--log=" + vkey, "--port=65536"),
                        List.of("--data=d", "--log=" + vkey, "--port=x"),
                        List.of("--data=d", "--log=" + vkey, "--name=a b"),
                        List.of("--data=d", "--log=" + vkey, "--bind=no address"),
                        List.of("--data=d", "--log=" + vkey, "more"))) {
            Ended ended = run(words.toArray(String[]::new));
            assertThat(ended.code()).as(words.toString()).isEqualTo(2);
            assertThat(ended.err()).startsWith("chaperone: ").endsWith("witness --help\n");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void saysWhatItCanNotOpen() throws Exception {
        String vkey = log.vkey().vkey();
        Path file = Files.writeString(folder.resolve("file"), "");
        Ended noDirectory = run("--data", file.toString(), "--log", vkey);
        assertThat(noDirectory.code()).isEqualTo(3);
        assertThat(noDirectory.err()).contains(file.toString());
    }

    @Test
    void saysWhatToDoAboutAPortThatIsTaken() throws Exception {
        String vkey = log.vkey().vkey();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended noPort =
                    run(
                            "--data",
                            folder.resolve("w").toString(),
                            "--log",
                            vkey,
                            "--port",
                            String.valueOf(taken.getLocalPort()));
            assertThat(noPort.code()).isEqualTo(3);
            assertThat(noPort.err())
                    .isEqualTo(
                            "chaperone: the witness can not start: port "
                                    + taken.getLocalPort()
                                    + " of 127.0.0.1 is taken by another program. Stop it or choose"
                                    + " another with --port PORT (0 takes a free one)\n");
        }
    }

    @Test
    void saysThatAnAddressIsNotOneOfThisMachine() throws Exception {
        Ended ended =
                run(
                        "--data",
                        folder.resolve("w").toString(),
                        "--log",
                        log.vkey().vkey(),
                        "--bind",
                        "192.0.2.1");
        assertThat(ended.err())
                .contains("it may not listen on port 8603 of 192.0.2.1")
                .contains("--bind ADDR");
        assertThat(ended.code()).isEqualTo(3);
    }

    private record Ended(int code, String out, String err) {}

    private Ended run(String... words) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                java(List.of(words))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int code = process.waitFor();
        return new Ended(code, Files.readString(out), Files.readString(err));
    }

    /// Words that start with -D are for Java.
    private static ProcessBuilder java(List<String> words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path")));
        words.stream().filter(word -> word.startsWith("-D")).forEach(command::add);
        command.add(Main.class.getName());
        words.stream().filter(word -> !word.startsWith("-D")).forEach(command::add);
        return new ProcessBuilder(command);
    }

    private Running start(String... more) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "--data",
                                folder.resolve("data").toString(),
                                "--port",
                                "0",
                                "--log",
                                log.vkey().vkey()));
        words.addAll(Arrays.asList(more));
        Process process = java(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> said = new ArrayList<>();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        while (said.isEmpty() || !said.getLast().startsWith("  - {name: ")) {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("The witness ended after " + said);
            }
            said.add(line);
        }
        return new Running(process, said);
    }

    /// A witness that runs, and is killed in the end.
    private record Running(Process process, List<String> said) implements AutoCloseable {
        URI url() {
            String line = said.get(1);
            return URI.create(line.substring(line.indexOf("http")));
        }

        int port() {
            return url().getPort();
        }

        List<VerifierKey> keys() throws Exception {
            List<VerifierKey> keys = new ArrayList<>();
            int from = said.indexOf("Its keys:") + 1;
            for (String line : said.subList(from, from + 2)) {
                keys.add(VerifierKey.parse(line.strip()));
            }
            return keys;
        }

        Outcome submit(TestLog log, int size) throws Exception {
            try (Wire wire = new Wire(Duration.ofSeconds(30))) {
                WitnessAddress address = new WitnessAddress("w", url(), keys());
                return new WitnessClient(address, TestLog.ORIGIN, List.of(log.vkey()), wire)
                        .submit(log.checkpoint(size), log);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
