// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The tables say the same as a plain walk through the ledger. `-Dseed=` repeats a run.
class ProjectionFoldTest {
    private static final int ENTRIES = 6_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<PersonId> people =
            IntStream.range(0, 4).mapToObj(_ -> PersonId.next()).toList();

    @TempDir Path directory;

    @Test
    void saysWhatAWalkThroughTheLedgerSays() throws Exception {
        System.out.println("ProjectionFoldTest seed " + seed);
        try (TestWorkspace workspace = TestWorkspace.open(directory)) {
            write(workspace, ENTRIES / 2);
            Projection projection = Projection.start(workspace.ledger(), workspace.database());
            try (projection) {
                write(workspace, ENTRIES / 2);
                assertThat(projection.awaitPosition(workspace.ledger().size(), PATIENCE)).isTrue();
            }
            assertThat(projected(workspace, projection))
                    .as("seed %d", seed)
                    .isEqualTo(List.copyOf(walk(workspace.ledger()).descendingMap().values()));
        }
    }

    private void write(TestWorkspace workspace, int entries) {
        Ledger ledger = workspace.ledger();
        for (int i = 0; i < entries; i++) {
            switch (random.nextInt(12)) {
                case 0 -> workspace.journal().record(Actor.SYSTEM, "a.b", "c", Map.of());
                case 1 -> Requests.append(ledger, "{\"type\":\"newer\",\"v\":2}");
                case 2 -> Requests.append(ledger, "[]");
                case 3, 4, 5, 6 -> soon(ledger, outcome(ledger.size()));
                default -> soon(ledger, request().intent());
            }
        }
        workspace.journal().record(Actor.SYSTEM, "a.b", "c", Map.of());
    }

    private static void soon(Ledger ledger, Event event) {
        var _ = ledger.appendSoon(Leaves.write(event));
    }

    private Requests request() {
        Requests request =
                Requests.by(random.nextInt(9) == 0 ? null : any(people))
                        .at(TestWorkspace.NOON.plusMillis(random.nextInt(100_000_000)))
                        .from(any(List.of(Event.Source.values())))
                        .texts(text(), text(), text())
                        .kept(capture());
        return random.nextBoolean()
                ? request
                : request.decided(any(List.of(Event.Effect.values())), text(), text(), text());
    }

    private Event.Outcome outcome(long size) {
        long intent = random.nextLong(Math.max(0, size - 200) - 3, size + 10);
        return new Event.Outcome(
                intent,
                TestWorkspace.NOON.plusMillis(random.nextInt(100_000_000)),
                any(List.of(Event.Result.values())),
                random.nextBoolean() ? null : (Integer) random.nextInt(600),
                random.nextBoolean()
                        ? null
                        : new Event.Body(random.nextLong(), Digest.of("x"), capture()),
                look(),
                new Event.Tokens(random.nextLong(), random.nextBoolean() ? null : 5L),
                random.nextBoolean() ? null : text(),
                null,
                random.nextInt());
    }

    private Event.@Nullable Look look() {
        return random.nextBoolean()
                ? null
                : new Event.Look(
                        any(List.of(Event.Effect.values())),
                        null,
                        random.nextBoolean()
                                ? List.of()
                                : List.of(new Event.FindingCount("jwt", "proven", 3)),
                        any(List.of(Event.Scan.values())));
    }

    private Event.@Nullable Capture capture() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> Event.Capture.FAILED;
            default ->
                    Event.Capture.of(
                            any(List.of(CaptureLevel.values())), any(List.of("short", "long")));
        };
    }

    private String text() {
        int length = random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(6);
        return random.ints(length, 0, 8)
                .mapToObj(i ->
                        List.of("a", "B", "\0", "\uD83D\uDE00", "\uD800", "'", "\\", "\t").get(i))
                .reduce("", String::concat);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<Interaction> projected(TestWorkspace workspace, Projection projection) {
        Interactions interactions =
                new Interactions(
                        workspace.database(), projection, Site.silent(workspace, projection));
        List<Interaction> rows = new ArrayList<>();
        String cursor = null;
        do {
            Listing page = interactions.list(Scope.everybody(), Filter.NONE, cursor, 500);
            rows.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return rows;
    }

    /// The slow and obvious way.
    private static NavigableMap<Long, Interaction> walk(Ledger ledger) throws Exception {
        NavigableMap<Long, Interaction> rows = new TreeMap<>();
        for (long index = 0; index < ledger.size(); index++) {
            try {
                Event event = Leaves.read(ledger.read(index, 1).getFirst());
                if (event instanceof Event.Intent intent) {
                    rows.put(index, row(index, intent));
                } else if (event instanceof Event.Outcome outcome) {
                    long at = index;
                    rows.computeIfPresent(outcome.intent(), (_, row) -> ended(row, at, outcome));
                }
            } catch (IllegalArgumentException e) {
                // Not for this version, or no entry.
            }
        }
        return rows;
    }

    private static Interaction row(long index, Event.Intent intent) {
        Event.Use use = intent.use();
        Event.Verdict verdict = intent.verdict();
        return new Interaction(
                index,
                intent.id(),
                intent.at(),
                intent.source(),
                intent.caller(),
                new Event.Use(
                        use.operation(),
                        use.tool(),
                        use.toolVersion(),
                        use.declared(),
                        use.plan(),
                        use.vendor(),
                        StoredText.orNull(use.model()),
                        use.stream(),
                        StoredText.orNull(use.repository()),
                        StoredText.orNull(use.session()),
                        use.upstream(),
                        use.account()),
                new Event.Verdict(
                        verdict.effect(),
                        StoredText.orNull(verdict.rule()),
                        verdict.findings().stream()
                                .map(finding ->
                                        new Event.FindingCount(
                                                StoredText.of(finding.detector()),
                                                finding.confidence(),
                                                finding.count()))
                                .toList(),
                        verdict.scan(),
                        verdict.policy(),
                        verdict.register()),
                Objects.requireNonNull(intent.prompt()).bytes(),
                level(intent.prompt()),
                retention(intent.prompt()),
                null,
                Standing.CONFIRMED);
    }

    private static Interaction ended(Interaction row, long index, Event.Outcome outcome) {
        if (row.outcome() != null) {
            return row;
        }
        Event.Body answer = outcome.answer();
        return new Interaction(
                row.intent(),
                row.id(),
                row.at(),
                row.source(),
                row.caller(),
                row.use(),
                row.verdict(),
                row.promptBytes(),
                row.promptCapture(),
                row.retention() == null ? retention(answer) : row.retention(),
                new Interaction.Outcome(
                        index,
                        outcome.at(),
                        outcome.result(),
                        outcome.status(),
                        answer == null ? null : (Long) answer.bytes(),
                        level(answer),
                        outcome.look(),
                        outcome.tokens(),
                        StoredText.orNull(outcome.stopReason()),
                        outcome.millis()),
                Standing.CONFIRMED);
    }

    private static @Nullable CaptureLevel level(Event.@Nullable Body body) {
        return body == null || body.capture() == null ? null : body.capture().level();
    }

    private static @Nullable String retention(Event.@Nullable Body body) {
        return body == null || body.capture() == null ? null : body.capture().retention();
    }
}
