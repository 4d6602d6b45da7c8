// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// [Captures] in files, one for each drawer.
///
/// A body goes through [Intake], the queue, to [Committer], the thread that writes: [Cutter] finds
/// what is new of it, [FrameEncoder] compresses and encrypts that, [DrawerWriter] appends it.
/// Readers open the files by themselves: [BodyReader] puts a body together, [Fsck] checks all.
final class Cabinet implements Captures {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_WITH_ERASING = Duration.ofMinutes(1);

    private final DirectoryLock lock;
    private final Shelves shelves;
    private final Storage storage;
    private final Keyring keyring;
    private final Health health = new Health();
    private final Intake intake;
    private final OpenDrawers open;
    private final Syncs syncs = new Syncs();
    private final Committer committer;
    private final Thread thread;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("captures-watch").factory());

    static Cabinet open(Places places, Clock clock, CaptureLimits limits, Storage storage)
            throws IOException {
        try {
            storage.makeDirectory(places.captures());
            storage.makeDirectory(places.keys());
            DirectoryLock lock = DirectoryLock.acquire(places.captures());
            boolean opened = false;
            try {
                Shelves shelves = new Shelves(places);
                Keyring keyring = Keyring.open(shelves, storage);
                Eraser eraser = new Eraser(shelves, storage, keyring, clock);
                eraser.sweep();
                Cabinet cabinet =
                        new Cabinet(lock, shelves, storage, keyring, eraser, clock, limits);
                opened = true;
                return cabinet;
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    "Captures can not be kept in %s (%s). Let the user this process runs as write there, or choose another data directory"
                            .formatted(places.captures(), e),
                    e);
        }
    }

    private Cabinet(
            DirectoryLock lock,
            Shelves shelves,
            Storage storage,
            Keyring keyring,
            Eraser eraser,
            Clock clock,
            CaptureLimits limits) {
        this.lock = lock;
        this.shelves = shelves;
        this.storage = storage;
        this.keyring = keyring;
        this.intake = new Intake(limits.queueEntries(), limits.queueBytes());
        this.open = new OpenDrawers(shelves, storage, keyring, limits);
        this.committer = new Committer(intake, open, eraser, syncs, health, limits, clock);
        long period = limits.stall().toNanos() / 8;
        var _ = watch.scheduleWithFixedDelay(committer::look, period, period, TimeUnit.NANOSECONDS);
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("captures-writer")
                        .uncaughtExceptionHandler((_, cause) -> committer.died(cause))
                        .start(committer);
    }

    @Override
    public CompletableFuture<Void> keep(Capture capture) {
        CompletableFuture<Void> promise = new CompletableFuture<>();
        submit(new Job.Keeping(capture, promise));
        return promise;
    }

    private void submit(Job job) {
        if (health.refuses()) {
            job.refuse(health.refusal());
        } else {
            String refusal = intake.put(job);
            if (refusal != null) {
                job.refuse(Health.refusal(refusal));
            }
        }
    }

    /// What is asked of the file that has a body.
    private interface Question<T> {
        T of(BodyReader body) throws IOException;
    }

    @Override
    public Optional<Opened> open(Drawer drawer, String interaction, Side side) throws IOException {
        return ask(drawer, interaction, side, BodyReader::read);
    }

    @Override
    public Optional<Boolean> recognises(Drawer drawer, String interaction, Side side, byte[] text)
            throws IOException {
        return ask(drawer, interaction, side, body -> body.recognises(text));
    }

    private <T> Optional<T> ask(Drawer drawer, String interaction, Side side, Question<T> question)
            throws IOException {
        IOException damage = null;
        for (Generation generation : shelves.of(drawer).reversed()) {
            try {
                T answer = ask(generation, interaction, side, question);
                if (answer != null) {
                    return Optional.of(answer);
                }
            } catch (DamagedException | NoSuchFileException e) {
                // It may be being destroyed just now.
                damage = shelves.isErased(generation) ? damage : e;
            }
        }
        if (damage != null) {
            throw damage;
        }
        return Optional.empty();
    }

    private <T> @Nullable T ask(
            Generation generation, String interaction, Side side, Question<T> question)
            throws IOException {
        if (shelves.isErased(generation) || !shelves.hasFile(generation)) {
            return null;
        }
        Path path = generation.file(shelves.places());
        Sealing sealing = keyring.load(generation);
        try (DrawerFile drawer =
                new DrawerFile(path, storage.openToRead(path), generation, sealing)) {
            BodyReader body = BodyReader.of(drawer, interaction, side);
            return body == null ? null : question.of(body);
        }
    }

    @Override
    public List<DrawerFacts> drawers() throws IOException {
        List<Generation> all = shelves.all();
        List<DrawerFacts> facts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= all.size(); i++) {
            if (i == all.size() || !all.get(i).drawer().equals(all.get(from).drawer())) {
                facts.add(Facts.of(all.subList(from, i), shelves, storage));
                from = i;
            }
        }
        return facts;
    }

    @Override
    public Erasure destroy(Drawer drawer) throws IOException {
        CompletableFuture<Erasure> promise = new CompletableFuture<>();
        submit(new Job.Destroying(drawer, promise));
        try {
            return promise.get(PATIENCE_WITH_ERASING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("The drawer may not be destroyed: " + messageOf(e), e);
        } catch (TimeoutException e) {
            throw new IOException("It is not known whether the drawer is destroyed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted").initCause(e);
        }
    }

    private static String messageOf(ExecutionException e) {
        return String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
    }

    @Override
    public Check fsck() throws IOException {
        return new Fsck(shelves, storage, keyring, open).run();
    }

    @Override
    public Optional<String> trouble() {
        return health.reason();
    }

    @Override
    public Totals totals() {
        return committer.totals();
    }

    @Override
    public void close() throws IOException {
        health.raise(Health.Trouble.CLOSED, "they are closed");
        intake.close();
        try {
            if (!thread.join(PATIENCE)) {
                throw new IOException("The disk has not finished the last write of captures");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted at closing").initCause(e);
        }
        watch.shutdown();
        syncs.close();
        lock.close();
        IOException failure = committer.closingFailure();
        if (failure != null) {
            throw failure;
        }
    }
}
