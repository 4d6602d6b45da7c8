// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A git that runs, and is ended when nothing comes from it for too long.
final class GitProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 500;
    private static final int MOST_COMPLAINTS = 2_000;

    private final Process process;
    private final WatchedInput out;
    private final CompletableFuture<String> complaints;
    private volatile boolean tookTooLong;

    private GitProcess(Process process) {
        this.process = process;
        out = new WatchedInput(process.getInputStream());
        complaints =
                CompletableFuture.supplyAsync(this::readComplaints, Thread::startVirtualThread);
        Thread.startVirtualThread(this::watch);
    }

    static GitProcess start(List<String> command, Path directory) throws SweepException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return new GitProcess(builder.start());
        } catch (IOException e) {
            throw SweepException.unreachable(
                    "git could not be started: install it, or put it on the PATH");
        }
    }

    InputStream out() {
        return out;
    }

    OutputStream in() {
        return process.getOutputStream();
    }

    /// Gives it this input and no more, beside whoever reads what comes out.
    Thread feed(byte[] input) {
        return Thread.startVirtualThread(() -> {
            try (OutputStream in = in()) {
                in.write(input);
            } catch (IOException e) {
                // it ended without reading all, and its exit code says whether that is fine
            }
        });
    }

    /// Waits for its end.
    void requireSuccess() throws SweepException, InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended || tookTooLong) {
            throw SweepException.unreachable(
                    "git did not answer for %d s and was ended".formatted(PATIENCE.toSeconds()));
        }
        if (process.exitValue() != 0) {
            throw SweepException.wrong("git says: " + complaints.join().strip());
        }
    }

    private void watch() {
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (out.hasWaited(PATIENCE)) {
                    tookTooLong = true;
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String readComplaints() {
        try (InputStream err = process.getErrorStream()) {
            String text = new String(err.readNBytes(MOST_COMPLAINTS), StandardCharsets.UTF_8);
            err.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    /// Remembers since when a read waits.
    private static final class WatchedInput extends FilterInputStream {
        private static final long NOT_WAITING = Long.MIN_VALUE;

        private volatile long waitingSince = NOT_WAITING;

        WatchedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            waitingSince = System.nanoTime();
            try {
                return super.read();
            } finally {
                waitingSince = NOT_WAITING;
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            waitingSince = System.nanoTime();
            try {
                return super.read(into, offset, length);
            } finally {
                waitingSince = NOT_WAITING;
            }
        }

        boolean hasWaited(Duration most) {
            long since = waitingSince;
            return since != NOT_WAITING && System.nanoTime() - since > most.toNanos();
        }
    }
}
