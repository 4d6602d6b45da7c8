// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stream of which each read must come to an end in time.
final class PatientInput extends InputStream {
    private final InputStream source;
    private final Duration patience;
    private final ExecutorService reading = Executors.newVirtualThreadPerTaskExecutor();

    PatientInput(InputStream source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        CompletableFuture<Integer> read =
                CompletableFuture.supplyAsync(() -> readNow(into, offset, length), reading);
        try {
            return read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException io
                    ? io.getCause()
                    : new IOException("Reading failed", e);
        } catch (TimeoutException e) {
            close();
            throw new IOException("Nothing came for " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("Interrupted", e);
        }
    }

    private int readNow(byte[] into, int offset, int length) {
        try {
            return source.read(into, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        reading.shutdownNow();
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
