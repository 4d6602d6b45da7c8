// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ReplayTest {
    private static final String HEAD =
            """
            apiVersion: chaperone.dev/v1
            organization: Acme
            owner: o@acme.example
            effective: 2026-11-30
            """;
    private static final String THEN =
            HEAD
                    + """
                    tools:
                      - {tool: claude-code, plans: [api]}
                      - {tool: codex, plans: [api]}
                    content:
                      - {id: no-secrets, detect: [secret], action: block}
                      - {id: people, detect: [personal], action: warn}
                      - {id: marks, detect: [marker], phrases: [Project Falcon], action: warn}
                    require: {acknowledgment: block, training: {gate: warn, courses: [c]}}
                    """;
    private static final String NEXT =
            HEAD
                    + """
                    tools:
                      - {tool: claude-code, plans: [api]}
                      - {tool: cursor, plans: [teams], teams: [Platform]}
                    repositories:
                      - {match: "github.com/acme/vault*", class: secret, tools: []}
                      - {match: "github.com/acme/attic*", class: old}
                    content:
                      - {id: no-secrets, detect: [secret], action: redact}
                      - {id: people, detect: [personal], action: block}
                      - {id: marks, detect: [marker], phrases: [Project Falcon], action: warn}
                      - {id: answers, in: [answers], detect: [secret], action: warn}
                    rules:
                      - {id: few, when: "repository.name == 'r' && attachments > 2", then: block}
                      - {id: many, when: "secrets > 9", then: block}
                    """;
    private static final String KEY = "aws-access-key-id";
    private static final Map<String, Detector.Kind> KINDS = new HashMap<>();

    private static PolicySnapshot then;
    private static PolicySnapshot next;

    @BeforeAll
    static void read() throws Exception {
        then = read(THEN);
        next = read(NEXT);
        Scanner.builtIn().descriptions().forEach(each -> KINDS.put(each.id(), each.kind()));
    }

    private static PolicySnapshot read(String text) throws PolicyException {
        return PolicyFile.read(text, Catalog.builtIn(), Scanner.builtIn().detectors());
    }

    @Test
    void countsWhatWouldHaveBeenDecidedOtherwise() {
        Replayed result =
                replay(
                        Past.under(then),
                        Past.under(then).found(KEY).decided(Effect.BLOCKED, "no-secrets"),
                        Past.under(then).found(KEY).decided(Effect.BLOCKED, "no-secrets"),
                        Past.under(then).found("payment-card").decided(Effect.WARNED, "people"),
                        Past.under(then).of("codex", "api"),
                        Past.under(then).in("github.com/acme/vault-1"));

        assertThat(result.requests()).isEqualTo(6);
        assertThat(result.judged()).isEqualTo(6);
        assertThat(result.changed()).isEqualTo(5);
        assertThat(result.decided(Effect.ALLOWED, Effect.ALLOWED)).isEqualTo(1);
        assertThat(result.decided(Effect.BLOCKED, Effect.REDACTED)).isEqualTo(2);
        assertThat(result.decided(Effect.WARNED, Effect.BLOCKED)).isEqualTo(1);
        assertThat(result.decided(Effect.ALLOWED, Effect.BLOCKED)).isEqualTo(2);
        assertThat(result.recorded())
                .isEqualTo(Map.of(Effect.ALLOWED, 3L, Effect.BLOCKED, 2L, Effect.WARNED, 1L));
        assertThat(result.policy()).isEqualTo(next.hash());
        assertThat(result.rules())
                .contains(
                        new Replayed.RuleShare("no-secrets", 2, 2),
                        new Replayed.RuleShare("people", 1, 1),
                        new Replayed.RuleShare("tool-not-allowed", 0, 1),
                        new Replayed.RuleShare("repository-not-allowed", 0, 1));
    }

    @Test
    void addsUpForWhomAndWhereSomethingChanges() {
        Replayed result =
                replay(
                        Past.under(then).in("github.com/acme/shop"),
                        Past.under(then).in("github.com/acme/shop").of("codex", "api"),
                        Past.under(then).in("github.com/acme/site"),
                        Past.under(then)
                                .in("github.com/acme/shop")
                                .found(KEY)
                                .decided(Effect.BLOCKED, "no-secrets"),
                        Past.under(then)
                                .in("github.com/acme/shop")
                                .of("codex", "api")
                                .decided(Effect.BLOCKED, "acknowledgment"));

        assertThat(result.repositories().items())
                .containsExactly(new Share("github.com/acme/shop", 4, 1, 2, 1, 1));
        assertThat(result.repositories().all()).isEqualTo(1);
        assertThat(result.people().items())
                .containsExactly(new Share(Asked.ANNA.value(), 5, 1, 2, 1, 1));
        assertThat(result.tools().items())
                .containsExactly(
                        new Share("claude-code", 3, 0, 1, 0, 1), new Share("codex", 2, 1, 1, 1, 0));
    }

    @Test
    void judgesNothingThatCanNotBeJudged() {
        Map<Unjudged, Past> open = new HashMap<>();
        open.put(
                Unjudged.NOT_BY_POLICY,
                Past.under(then).byNobody().decided(Effect.BLOCKED, "unknown-caller"));
        open.put(Unjudged.GATE, Past.under(then).decided(Effect.WARNED, "training"));
        open.put(Unjudged.CONNECTION, Past.under(then).at(Recorded.Point.CONNECTION));
        open.put(Unjudged.NO_TOOL_OR_PLAN, Past.under(then).of("claude-code", null));
        open.put(Unjudged.NO_PERSON, Past.under(then).bySomebodyForgotten());
        open.put(
                Unjudged.FORMER_POLICY,
                Past.underAnUnknownPolicy().decided(Effect.BLOCKED, "some-rule"));
        open.put(Unjudged.FORMER_DETECTOR, Past.under(then).found("no-detector-of-ours"));
        open.put(Unjudged.ATTACHMENTS, Past.under(then).in("r").with(Recorded.Attachments.SOME));
        open.put(
                Unjudged.MAY_NOT_STOP,
                Past.under(then).at(Recorded.Point.AFTER).found("payment-card"));

        open.forEach((reason, past) -> {
            Replayed result = replay(past);
            assertThat(result.unjudged()).as(reason.written()).isEqualTo(Map.of(reason, 1L));
            assertThat(result.judged()).isZero();
            assertThat(result.changed()).isZero();
            assertThat(result.requests()).isEqualTo(1);
        });
    }

    @Test
    void judgesABlockThatHoldsWhateverElseThereWas() {
        Replayed result =
                replay(
                        Past.under(then).of("codex", "api").found("no-detector-of-ours"),
                        Past.under(then)
                                .in("r")
                                .found("payment-card")
                                .with(Recorded.Attachments.SOME)
                                .decided(Effect.WARNED, "people"));

        assertThat(result.unjudged()).isEmpty();
        assertThat(result.changed()).isEqualTo(2);
    }

    @Test
    void asksForTheNumberOfAttachmentsOnlyWhereAConditionComesToIt() {
        assertThat(replay(Past.under(then).with(Recorded.Attachments.SOME)).judged()).isEqualTo(1);
        assertThat(replay(Past.under(then).in("r")).judged()).isEqualTo(1);
    }

    @Test
    void saysWhichWordsWereNotLookedFor() throws Exception {
        PolicySnapshot words = read(NEXT.replace("[Project Falcon]", "[Project Falcon, Blue Sky]"));

        Replayed result = replay(words, Exemptions.NONE, Past.under(then), Past.under(then));

        assertThat(result.judged()).isEqualTo(2);
        assertThat(result.unsearched()).containsExactly(new Replayed.Unsearched("marks", 2));
        assertThat(idle(result))
                .containsEntry("marks", "its phrases were not looked for in 2 requests");
    }

    @Test
    void doesNotKnowWhichWordsWereFoundThatAreGoneNow() throws Exception {
        PolicySnapshot fewer = read(NEXT.replace("phrases: [Project Falcon], ", ""));
        Past marked = Past.under(then).found("company-marker").decided(Effect.WARNED, "marks");

        assertThat(replay(fewer, Exemptions.NONE, marked).unjudged())
                .isEqualTo(Map.of(Unjudged.FORMER_PHRASE, 1L));
        assertThat(replay(marked).unjudged()).isEmpty();
    }

    @Test
    void namesWhatOfThePolicyWasAboutNoRequest() {
        Replayed result =
                replay(
                        Past.under(then).found(KEY).decided(Effect.BLOCKED, "no-secrets"),
                        Past.under(then)
                                .in("github.com/acme/vault-1")
                                .found("payment-card")
                                .decided(Effect.WARNED, "people"));

        assertThat(result.idle())
                .contains(
                        new Replayed.Idle(Replayed.Part.REPOSITORY, "github.com/acme/attic*", null),
                        new Replayed.Idle(Replayed.Part.CONDITION, "many", null),
                        new Replayed.Idle(Replayed.Part.CONTENT, "marks", null));
        assertThat(idle(result))
                .doesNotContainKeys("github.com/acme/vault*", "no-secrets", "people")
                .hasEntrySatisfying("answers", doubt -> assertThat(doubt).contains("answers"));
    }

    @Test
    void saysNothingOfNoTraffic() {
        Replayed result = replay();
        assertThat(result.requests()).isZero();
        assertThat(result.idle()).isEmpty();
        assertThat(result.decided()).isEmpty();
    }

    @Test
    void goesByTheExceptionsOfThatTime() {
        Exemption held =
                new Exemption(
                        "exception_1",
                        "tool-not-allowed",
                        null,
                        null,
                        null,
                        null,
                        null,
                        Asked.NOON.minusSeconds(60),
                        Asked.NOON.plusSeconds(60));
        Past codex = Past.under(then).of("codex", "api");

        assertThat(replay(next, new Exemptions(List.of(held)), codex).changed()).isZero();
        assertThat(
                        replay(
                                        next,
                                        new Exemptions(List.of(held)),
                                        codex.at(Asked.NOON.plusSeconds(60)))
                                .changed())
                .isEqualTo(1);
    }

    @Test
    void stopsOnlyWhatCouldBeStopped() {
        Past hook = Past.under(then).found(KEY).decided(Effect.BLOCKED, "no-secrets");
        assertThat(replay(hook.at(Recorded.Point.BEFORE)).decided(Effect.BLOCKED, Effect.BLOCKED))
                .as("a hook takes nothing out")
                .isEqualTo(1);
        Past told = Past.under(then).found(KEY).decided(Effect.WARNED, "no-secrets");
        assertThat(replay(told.at(Recorded.Point.TOLD)).decided(Effect.WARNED, Effect.WARNED))
                .isEqualTo(1);
        assertThat(replay(told.at(Recorded.Point.BEFORE)).decided(Effect.WARNED, Effect.WARNED))
                .as("it went on although its rule blocked")
                .isEqualTo(1);
        Past said = Past.under(then).found(KEY).at(Recorded.Point.ANSWER);
        assertThat(replay(said).decided(Effect.ALLOWED, Effect.WARNED))
                .as("rules for answers decide on answers")
                .isEqualTo(1);
    }

    @Test
    void takesAPlanThatAHookDidNotTellToBeTheOneThatIsAllowed() {
        assertThat(
                        replay(
                                        Past.under(then)
                                                .of("cursor", "unknown")
                                                .by(Set.of("Platform"))
                                                .at(Recorded.Point.BEFORE)
                                                .decided(Effect.BLOCKED, "tool-not-allowed"))
                                .decided(Effect.BLOCKED, Effect.ALLOWED))
                .isEqualTo(1);
    }

    @Test
    void tellsAKeyApartOnlyWhileThereIsRoom() {
        Shares shares = new Shares(2);
        for (String key : List.of("a", "b", "c", "a")) {
            shares.add(key, Effect.ALLOWED, Effect.BLOCKED);
        }
        shares.add(null, Effect.ALLOWED, Effect.BLOCKED);
        shares.add("b", Effect.ALLOWED, null);

        Replayed.Listed listed = shares.changed(Comparator.comparing(Share::key), 1);
        assertThat(listed.items()).containsExactly(new Share("a", 2, 0, 2, 2, 0));
        assertThat(listed.all()).isEqualTo(2);
        assertThat(listed.untold()).isEqualTo(1);
    }

    private static Map<String, String> idle(Replayed result) {
        Map<String, String> idle = new HashMap<>();
        result.idle().forEach(each -> idle.put(each.name(), String.valueOf(each.doubt())));
        return idle;
    }

    private static Replayed replay(Past... requests) {
        return replay(next, Exemptions.NONE, requests);
    }

    private static Replayed replay(PolicySnapshot policy, Exemptions exemptions, Past... requests) {
        Replay replay =
                new Replay(
                        policy,
                        new Replay.Circumstances(
                                hash ->
                                        hash.equals(then.hash())
                                                ? Optional.of(then)
                                                : Optional.empty(),
                                exemptions,
                                KINDS::get));
        for (Past each : requests) {
            replay.take(each.request());
        }
        return replay.result();
    }
}
