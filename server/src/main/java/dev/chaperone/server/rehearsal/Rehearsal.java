// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server.rehearsal;

import io.vertx.core.Vertx;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Starts an instance in a process of its own, uses it, and ends it.
///
/// It is there for the JVM. Started with `-XX:AOTCacheOutput`, the instance leaves in a file which
/// classes it needs and which methods are busy with what; a later start with that file
/// (`-XX:AOTCache`) is ready sooner, and does not compile for minutes while it already has work to
/// do. The JDK calls this a training run (JEP 514, JEP 515). People, tools and vendor are in this
/// process, because the JVM would learn from their ways of using the same libraries too.
///
/// Anything that is answered in another way than expected is a failure.
public final class Rehearsal {
    /// Long enough for all that is busy under load to be seen as busy.
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private static final int DEVELOPERS = 16;
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration ENDED = Duration.ofMinutes(3);

    private final Path folder;
    private final List<String> command;
    private final Duration length;

    /// Prepares one.
    ///
    /// @param folder for what is only needed meanwhile; that of an interrupted one may be used
    ///   again
    /// @param command what starts an instance, without its options
    /// @param length how long to use it
    Rehearsal(Path folder, List<String> command, Duration length) {
        this.folder = folder;
        this.command = command;
        this.length = length;
    }

    /// Rehearses with the usual length.
    ///
    /// @param arguments a folder, then the words of the command
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < 2) {
            System.err.println("usage: FOLDER COMMAND ...");
            System.exit(2);
        }
        List<String> words = Arrays.asList(arguments);
        try {
            Path folder = Path.of(words.getFirst());
            long answers = new Rehearsal(folder, words.subList(1, words.size()), LENGTH).run();
            System.out.println("Rehearsed with " + answers + " answers");
        } catch (IOException | ExecutionException e) {
            System.err.println("The rehearsal failed: " + e.getMessage());
            System.exit(1);
        }
    }

    /// Runs it all.
    ///
    /// @return how many requests were answered as they should be
    long run() throws IOException, InterruptedException, ExecutionException {
        Files.createDirectories(folder);
        Files.deleteIfExists(ready());
        Vertx vertx = Vertx.vertx();
        try {
            int port = Vendor.start(vertx);
            Process process = start(port);
            try {
                long answers = use(awaitReady(process));
                stop(process);
                return answers;
            } finally {
                process.destroyForcibly();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// What an instance writes when it is ready and removes when it ends.
    private Path ready() {
        return data().resolve("server.json");
    }

    private Process start(int vendorPort) throws IOException {
        Path configuration =
                Files.writeString(
                        folder.resolve("config.yaml"),
                        """
                        upstreams:
                          - {name: messages, kind: anthropic, base-url: 'http://127.0.0.1:%1$d', plan: api}
                          - {name: chat, kind: openai, base-url: 'http://127.0.0.1:%1$d', plan: api}
                        """
                                .formatted(vendorPort));
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--demo", "--port", "0", "--gateway-port", "0"));
        words.addAll(List.of("--data", data().toString(), "--config", configuration.toString()));
        return new ProcessBuilder(words).inheritIO().start();
    }

    private Door awaitReady(Process process) throws IOException, InterruptedException {
        Path ready = ready();
        long end = System.nanoTime() + READY.toNanos();
        while (!Files.exists(ready)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException("the instance ended with code " + process.exitValue());
            }
            if (System.nanoTime() > end) {
                throw new IOException("the instance was not ready in " + READY.toSeconds() + " s");
            }
        }
        JsonNode server = JsonMapper.shared().readTree(ready.toFile());
        return new Door(
                server.path("workspace").asString(),
                server.path("gateway").asString(),
                Files.readString(data().resolve("admin-token")).strip());
    }

    private long use(Door door) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + length.toNanos();
        List<Future<Long>> busy = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            busy.add(people.submit(() -> new Visitor(door).lookAround(end)));
            for (int i = 0; i < DEVELOPERS; i++) {
                busy.add(people.submit(() -> new Developer(door).work(end)));
            }
        }
        long answers = 0;
        for (Future<Long> each : busy) {
            answers += each.get();
        }
        return answers;
    }

    /// Lets it end by itself, which is when the JVM writes down what it learned.
    private static void stop(Process process) throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(ENDED.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the instance did not end");
        }
    }

    /// Where an instance is and how to come in.
    record Door(String workspace, String gateway, String adminToken) {}
}
