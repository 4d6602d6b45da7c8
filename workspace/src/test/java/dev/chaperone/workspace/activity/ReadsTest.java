// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who reads what others did is in the ledger before they see it.
class ReadsTest {
    private static final PersonId ADA = PersonId.next();
    private static final PersonId BOB = PersonId.next();
    private static final Actor READER = Actor.of(ADA);
    private static final Scope ALL = Scope.everybody();
    private static final Listing NOTHING = new Listing(List.of(), null, 0);

    @TempDir Path directory;

    private TestWorkspace workspace;
    private Reads reads;

    @BeforeEach
    void open() throws Exception {
        workspace = TestWorkspace.open(directory);
        reads = new Reads(workspace.journal(), workspace.clock());
    }

    @AfterEach
    void close() throws Exception {
        workspace.close();
    }

    private List<Event.Administered> recorded() throws Exception {
        return workspace.changes();
    }

    private static Listing rows(int number, @Nullable PersonId person) {
        return new Listing(
                java.util.stream.LongStream.range(0, number)
                        .mapToObj(index -> interaction(index, person))
                        .toList(),
                null,
                0);
    }

    private static Interaction interaction(long index, @Nullable PersonId person) {
        Event.Intent intent = Requests.by(person).intent();
        return new Interaction(
                index,
                "interaction_x",
                intent.at(),
                intent.source(),
                intent.caller(),
                intent.use(),
                intent.verdict(),
                null,
                null,
                null,
                null,
                Standing.CONFIRMED);
    }

    @Test
    void recordsASearchOfOthersWithWhatItAskedForAndHowMuchItShowed() throws Exception {
        Filter filter =
                new Filter(
                        BOB.value(),
                        "cursor",
                        null,
                        "acme/app",
                        null,
                        "blocked",
                        null,
                        null,
                        null,
                        TestWorkspace.NOON,
                        null,
                        "my secret text");
        reads.searched(READER, ALL, filter, null, rows(3, BOB));
        assertThat(recorded())
                .singleElement()
                .returns("activity.searched", Event.Administered::action)
                .returns(ADA.value(), Event.Administered::actor)
                .returns("activity", Event.Administered::subject)
                .extracting(Event.Administered::details)
                .isEqualTo(
                        Map.of(
                                "person", BOB.value(),
                                "tool", "cursor",
                                "repository", "acme/app",
                                "decision", "blocked",
                                "from", "2026-11-24T12:00:00Z",
                                "q-length", "14",
                                "rows", "3"));
    }

    @Test
    void keepsNoTextThatFoundNothing() throws Exception {
        Filter filter =
                new Filter(
                        "ada@example.com",
                        "My Tool!",
                        "x y",
                        "pasted secret",
                        "model",
                        null,
                        "detector",
                        null,
                        "session",
                        null,
                        null,
                        null);
        reads.searched(READER, ALL, filter, null, NOTHING);
        assertThat(recorded())
                .singleElement()
                .extracting(Event.Administered::details)
                .isEqualTo(
                        Map.of(
                                "person", "unknown",
                                "tool", "unknown",
                                "plan", "unknown",
                                "repository-length", "13",
                                "model-length", "5",
                                "detector-length", "8",
                                "session-length", "7",
                                "rows", "0"));
    }

    @Test
    void recordsNothingOfOnesOwn() throws Exception {
        reads.searched(READER, Scope.only(ADA), Filter.NONE, null, rows(1, ADA));
        reads.searched(READER, ALL, Filters.where("person", ADA.value()), null, rows(1, ADA));
        reads.opened(READER, interaction(1, ADA));
        assertThat(recorded()).isEmpty();
    }

    @Test
    void recordsTheSameLookOnceInAQuarterOfAnHour() throws Exception {
        for (int i = 0; i < 5; i++) {
            reads.searched(READER, ALL, Filter.NONE, null, NOTHING);
            reads.opened(READER, interaction(1, BOB));
            reads.ledger(READER, 7, 1, Set.of());
        }
        assertThat(recorded()).hasSize(3);

        reads.searched(Actor.of(BOB), ALL, Filter.NONE, null, NOTHING);
        reads.searched(READER, ALL, Filters.where("q", "x"), null, NOTHING);
        reads.searched(READER, ALL, Filter.NONE, "OQ", NOTHING);
        reads.opened(READER, interaction(2, null));
        reads.ledger(READER, 8, 1, Set.of());
        assertThat(recorded()).hasSize(8);

        workspace.clock().set(TestWorkspace.NOON.plus(Reads.SAME).minusMillis(1));
        reads.searched(READER, ALL, Filter.NONE, null, NOTHING);
        assertThat(recorded()).hasSize(8);
        workspace.clock().set(TestWorkspace.NOON.plus(Reads.SAME));
        reads.searched(READER, ALL, Filter.NONE, null, NOTHING);
        assertThat(recorded()).hasSize(9);
        workspace.clock().set(TestWorkspace.NOON.minus(Duration.ofDays(1)));
        reads.searched(READER, ALL, Filter.NONE, null, NOTHING);
        assertThat(recorded()).hasSize(10);
    }

    @Test
    void namesThoseWhoseRequestsASearchShowedAndRecordsItAgainWhenSomebodyElseIsShown()
            throws Exception {
        reads.searched(READER, ALL, Filter.NONE, null, rows(2, BOB));
        reads.searched(READER, ALL, Filter.NONE, null, rows(1, BOB));
        assertThat(recorded())
                .singleElement()
                .extracting(Event.Administered::details)
                .isEqualTo(Map.of("rows", "2", "people", BOB.value()));

        PersonId eve = PersonId.next();
        reads.searched(READER, ALL, Filter.NONE, null, rows(2, eve));
        reads.searched(READER, ALL, Filter.NONE, null, rows(2, BOB));
        assertThat(recorded())
                .hasSize(2)
                .last()
                .extracting(each -> each.details().get("people"))
                .isEqualTo(eve.value());
    }

    @Test
    void recordsWhoOpensWhatIsKnownOfAnotherPerson() throws Exception {
        reads.person(READER, ADA);
        reads.person(READER, BOB);
        reads.person(READER, BOB);
        assertThat(recorded())
                .singleElement()
                .returns("person.read", Event.Administered::action)
                .returns(BOB.value(), Event.Administered::subject);
    }

    @Test
    void showsNothingOfOthersWithoutARecordAndOnesOwnAllTheSame() throws Exception {
        workspace.ledger().close();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ReadNotRecordedException.class)
                    .isThrownBy(() -> reads.searched(READER, ALL, Filter.NONE, null, NOTHING));
            assertThatExceptionOfType(ReadNotRecordedException.class)
                    .isThrownBy(() -> reads.opened(READER, interaction(1, BOB)));
            assertThatExceptionOfType(ReadNotRecordedException.class)
                    .isThrownBy(() -> reads.ledger(READER, 1, 1, Set.of()));
        }
        reads.searched(READER, ALL, Filters.where("person", ADA.value()), null, rows(1, ADA));
        reads.opened(READER, interaction(1, ADA));
    }
}
