// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A database server that outlived the process it belonged to: PostgreSQL is a daemon, a `kill -9`
/// of its owner does not reach it, and two servers on one directory would destroy it.
final class LeftBehind {
    private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

    /// PostgreSQL's "fast" and "immediate" shutdown, and how long each may take, in seconds.
    private static final List<Order> ORDERS = List.of(new Order("INT", 20), new Order("QUIT", 10));

    private LeftBehind() {}

    private record Order(String signal, long patience) {}

    /// Stops the server of this directory, if one runs. The caller holds the directory, so nobody
    /// who is alive needs that server.
    static void stop(Path files) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = running(files);
        if (running.isEmpty()) {
            return;
        }
        ProcessHandle server = running.get();
        LOG.warn("Stopping the database that a killed Chaperone left behind ({})", server.pid());
        for (Order order : ORDERS) {
            new ProcessBuilder("kill", "-" + order.signal(), Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (ended(server, order.patience())) {
                return;
            }
        }
        throw new IOException(
                "a database left behind by a killed Chaperone does not stop. End process "
                        + server.pid()
                        + " and start again.");
    }

    private static boolean ended(ProcessHandle server, long seconds) throws InterruptedException {
        try {
            server.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !server.isAlive();
        }
    }

    /// The process that PostgreSQL's own note names, if it serves these files: numbers of processes
    /// are used again, and the new owner may be another instance's database.
    private static Optional<ProcessHandle> running(Path files) throws IOException {
        Path note = files.resolve("postmaster.pid");
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(note).getFirst().strip());
            return ProcessHandle.of(pid).filter(process -> serves(process, files));
        } catch (NumberFormatException | NoSuchElementException e) {
            // PostgreSQL itself refuses to start over a note that it can not read, and says so.
            return Optional.empty();
        }
    }

    private static boolean serves(ProcessHandle process, Path files) {
        List<String> words = List.of(process.info().arguments().orElse(new String[0]));
        int directory = words.indexOf("-D") + 1;
        return directory > 0 && directory < words.size() && same(words.get(directory), files);
    }

    private static boolean same(String written, Path files) {
        try {
            return Files.isSameFile(Path.of(written), files);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
