// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// Entries that clients, newer versions or damage fill with what the tables can not hold.
@Timeout(60)
class HostileEntriesTest {
    private static final PersonId ADA = PersonId.next();

    @TempDir Path directory;

    private Site site;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        site = Site.open(directory.resolve("one"));
        ledger = site.workspace().ledger();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void takesTextsThatADatabaseCanNotHold() throws Exception {
        String wide = "\uD83D\uDE00".repeat(3_000);
        Requests nul = Requests.by(ADA).texts("a\0b", "%_\\'\"; --", "\u0001\u202E\n");
        Requests half = Requests.by(ADA).texts("x\uD800", wide, "s".repeat(30_000));
        Requests.append(ledger, nul.intent());
        byte[] entry = Leaves.write(half.intent());
        Requests.append(
                ledger,
                new String(entry, StandardCharsets.UTF_8).replace("x\uFFFD", "x\\ud800\\u0000"));
        try (Projection projection = site.start()) {
            site.await(projection);
            assertThat(projection.progress().unreadable()).isZero();
        }
        assertThat(site.found(nul).use().model()).isEqualTo("a\uFFFDb");
        assertThat(site.found(nul).use().repository()).isEqualTo("%_\\'\"; --");
        assertThat(site.found(nul).use().session()).isEqualTo("\u0001\u202E\n");
        assertThat(site.found(half).use().model()).isEqualTo("x\uFFFD\uFFFD");
        assertThat(site.found(half).use().repository()).startsWith("\uD83D\uDE00").endsWith("…");
        assertThat(site.found(half).use().session()).hasSize(StoredText.MAX);
    }

    @Test
    void takesMomentsThatADatabaseCanNotHold() throws Exception {
        Requests early = Requests.by(ADA).at(Instant.MIN);
        Requests late = Requests.by(ADA).at(Instant.MAX);
        Requests.append(ledger, early.intent());
        Requests.append(ledger, late.intent());
        try (Projection projection = site.start()) {
            site.await(projection);
        }
        assertThat(site.found(early).at()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(site.found(late).at()).isEqualTo("9999-12-31T23:59:59.999999Z");
    }

    @Test
    void passesOverWhatItDoesNotKnowAndCountsIt() throws Exception {
        Requests first = Requests.by(ADA);
        Requests last = Requests.by(ADA);
        Requests.append(ledger, first.intent());
        Requests.append(ledger, "{\"type\":\"from-the-future\",\"v\":3}");
        Requests.append(ledger, "no entry");
        Requests.append(ledger, "{\"type\":\"intent\",\"v\":1}");
        site.workspace().journal().record(Actor.SYSTEM, "person.created", ADA.value(), Map.of());
        Requests.append(ledger, last.intent());
        try (Projection projection = site.start()) {
            site.await(projection);
            assertThat(projection.progress()).isEqualTo(new Projection.Progress(6, 0, 1, 2, false));
        }
        try (Projection projection = site.start()) {
            site.await(projection);
            assertThat(projection.progress().unreadable()).isEqualTo(2);
        }
        assertThat(site.all()).extracting(Interaction::id).containsExactly(last.id(), first.id());
    }

    @Test
    void passesOverAnEntryThatTheDatabaseRefuses() throws Exception {
        site.jdbc().sql("ALTER TABLE interaction ADD CHECK (model <> 'poison')").update();
        site.fill(700);
        Requests poison = Requests.by(ADA).texts("poison", null, null);
        Requests.append(ledger, poison.intent());
        site.fill(700);
        try (Projection projection = site.start()) {
            site.await(projection);
            assertThat(projection.progress())
                    .isEqualTo(new Projection.Progress(1_401, 0, 0, 1, false));
        }
        assertThat(site.workspace().rows("interaction")).isEqualTo(1_400);
    }

    @Test
    void takesTheFirstOfSeveralOutcomesAndNoneThatCameBeforeItsRequest() throws Exception {
        Requests.append(ledger, Requests.outcome(1));
        Requests request = Requests.by(ADA);
        long intent = Requests.append(ledger, request.intent());
        Requests.append(ledger, Requests.outcome(-5));
        Requests.append(ledger, Requests.outcome(Long.MAX_VALUE));
        try (Projection projection = site.start()) {
            site.await(projection);
            assertThat(site.found(request).outcome()).isNull();

            long first = Requests.append(ledger, Requests.outcome(intent));
            Requests.append(ledger, Requests.outcome(intent));
            site.await(projection);
            Requests.append(ledger, Requests.outcome(intent));
            site.await(projection);

            assertThat(site.found(request).outcome()).isNotNull().returns(first, o -> o.index());
        }
    }

    @Test
    void findsTextAmongMoreValuesThanItLooksUpOneByOne() throws Exception {
        for (int i = 0; i <= FreeText.MANY; i++) {
            var _ =
                    ledger.appendSoon(
                            Leaves.write(Requests.by(ADA).texts("new-" + i, null, null).intent()));
        }
        Requests last = Requests.by(ADA).texts("last", "new-repository", null);
        Requests.append(ledger, last.intent());
        try (Projection projection = site.start()) {
            site.await(projection);
        }
        assertThat(
                        site.interactions()
                                .list(Scope.everybody(), Filters.where("q", "NEW-"), null, 3)
                                .items())
                .extracting(found -> found.use().model())
                .containsExactly("last", "new-1000", "new-999");
    }
}
