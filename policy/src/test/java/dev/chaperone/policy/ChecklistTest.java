// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.documents.Document;
import dev.chaperone.documents.TextWriter;
import dev.chaperone.policy.ChecklistStanding.Lapse;
import dev.chaperone.policy.Programme.Section;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ChecklistTest {
    private static final Instant NOON = Asked.NOON;
    private static final String TEXT =
            """
            apiVersion: chaperone.dev/v1
            organization: Acme
            owner: o@acme.example
            effective: 2026-11-30
            tools:
              - tool: claude-code
                plans: [team, api]
                settings:
                  - {key: privacy-mode, expected: "on"}
              - tool: codex
                plans: [api]
                checklist:
                  - {id: sandbox, text: Its sandbox is on., evidence: required, every: 12mo}
                  - {id: connected, text: It is connected., by: connected}
              - {tool: openai-api, plans: [api]}
              - {tool: opencode, plans: [api], checklist: []}
            require:
              checklist: block
            """;

    @Test
    void isMadeOfWhatThePolicyAsksWhereItNamesNone() throws Exception {
        List<Checklist> all = policy(TEXT).checklists();

        // Two plans are two lists; a bare API and an empty list are none.
        assertThat(all.stream().map(list -> list.tool() + " " + list.plan()))
                .containsExactly("claude-code api", "claude-code team", "codex api");
        assertThat(all.getFirst().entries().stream().map(entry -> entry.item().id()))
                .containsExactly("connected", "account", "setting-privacy-mode");
        assertThat(all.getLast().entries().getFirst().item())
                .isEqualTo(
                        new ChecklistItem(
                                "sandbox",
                                "Its sandbox is on.",
                                ChecklistItem.Check.PERSON,
                                true,
                                Interval.months(12)));
    }

    @Test
    void isAnotherWithAnotherSettingAndKeepsWhatDidNotChange() throws Exception {
        Checklist before = policy(TEXT).checklists().getFirst();
        Checklist after =
                policy(TEXT.replace("expected: \"on\"", "expected: \"strict\""))
                        .checklists()
                        .getFirst();

        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(digest(after, "setting-privacy-mode"))
                .isNotEqualTo(digest(before, "setting-privacy-mode"));
        assertThat(digest(after, "account")).isEqualTo(digest(before, "account"));
        // Of another plan nothing is attested yet.
        assertThat(digest(policy(TEXT).checklists().get(1), "account"))
                .isNotEqualTo(digest(before, "account"));
        assertThat(policy(TEXT + "# a remark\n").checklists().getFirst()).isEqualTo(before);
    }

    @Test
    void stopsPromptsWhileSomethingIsMissingAndSaysWhat() throws Exception {
        Decision.Ground ground = block(TEXT, asked("claude-code", Map.of()));

        assertThat(ground.rule()).isEqualTo("checklist");
        assertThat(ground.section()).isEqualTo(Section.REQUIRED_PRACTICES);
        // That it is connected is shown by the prompt that asks.
        assertThat(ground.found())
                .isEqualTo(
                        "your checklist is not complete for claude-code under the plan api: 2 of 2"
                                + " items missing (account, setting-privacy-mode)");
        assertThat(ground.proceed()).endsWith("https://chaperone.example/checklists");
        assertThat(policy(TEXT).decide(asked("opencode", Map.of()).question()))
                .isEqualTo(new Decision.Allow());
        assertThat(policy(TEXT).decide(asked("openai-api", Map.of()).question()))
                .isEqualTo(new Decision.Allow());
    }

    @Test
    void lapsesByTheClockAlone() throws Exception {
        Digest codex = policy(TEXT).checklists().getLast().digest();
        Asked asked = asked("codex", Map.of(codex, List.of(new Lapse("sandbox", NOON))));

        assertThat(policy(TEXT).decide(asked.at(NOON.minusMillis(1)).question()))
                .isEqualTo(new Decision.Allow());
        assertThat(block(TEXT, asked.at(NOON)).found()).contains("1 of 1 items missing (sandbox)");
    }

    @Test
    void isOpenAgainWithTheVeryPolicyThatChangesIt() throws Exception {
        Map<Digest, List<Lapse>> done = new HashMap<>();
        policy(TEXT).checklists().forEach(list -> done.put(list.digest(), List.of()));
        Asked asked = asked("claude-code", done);

        assertThat(policy(TEXT).decide(asked.question())).isEqualTo(new Decision.Allow());
        assertThat(block(TEXT.replace("\"on\"", "\"strict\""), asked).rule())
                .isEqualTo("checklist");
    }

    @Test
    void marksOnlyWhereThePolicySaysSo() throws Exception {
        String warning = TEXT.replace("checklist: block", "checklist: warn");

        assertThat(policy(warning).decide(asked("codex", Map.of()).question()))
                .isInstanceOfSatisfying(
                        Decision.Warn.class,
                        warned -> assertThat(warned.ground().rule()).isEqualTo("checklist"));
        assertThat(
                        policy(TEXT.replace("checklist: block", "checklist: off"))
                                .decide(asked("codex", Map.of()).question()))
                .isEqualTo(new Decision.Allow());
    }

    @Test
    void standsInTheDocumentWithWhatSeesToIt() throws Exception {
        assertThat(TextWriter.write(document(TEXT)))
                .contains("You must complete the checklist of a tool")
                .contains("prompts without it do not leave, by the gate checklist")
                .contains("Its sandbox is on.")
                .contains("\"checklist\":[{\"by\":\"person\",\"every\":\"12mo\",\"evidence\":true");
        assertThat(TextWriter.write(document(TEXT.replace("checklist: block", "checklist: off"))))
                .contains("Its sandbox is on.")
                .doesNotContain("by the gate checklist");
    }

    @Test
    void isSomethingToSignAgainWhenItChanges() throws Exception {
        PolicyDifference difference =
                PolicyDifference.between(
                        policy(TEXT).policy(),
                        policy(TEXT.replace("Its sandbox is on.", "Its sandbox is never off."))
                                .policy());

        assertThat(difference.changes())
                .containsExactly(
                        new PolicyDifference.Change(
                                "the checklist item codex sandbox is changed", true));
    }

    @Test
    void endsAtTheEndOfTheDay() {
        ChecklistItem yearly =
                new ChecklistItem(
                        "a", "A.", ChecklistItem.Check.PERSON, false, Interval.months(12));

        assertThat(yearly.until(Instant.parse("2028-02-29T12:00:00Z"), ZoneId.of("Europe/Berlin")))
                .isEqualTo("2029-02-28T23:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    id: sandbox            | id: San Box              | line 13, column 14: id is 'San Box', not lower-case letters
                    id: sandbox            | id: connected            | line 14, column 9: item 'connected' stands here twice
                    text: Its sandbox      | words: Its sandbox       | line 13, column 23: unknown key 'words'; known here: by, every, evidence, id, text
                    evidence: required     | evidence: some           | line 13, column 59: evidence is 'some', not optional or required
                    every: 12mo            | every: yearly            | line 13, column 76: every is 'yearly', not hours, days or months
                    by: connected          | by: somebody             | line 14, column 53: by is 'somebody', not person, connected or managed-settings
                    by: connected          | by: managed-settings     | line 14, column 53: codex does not tell which settings it follows; claude-code does
                    by: connected          | by: connected, every: 1d | line 14, column 71: 'evidence' and 'every' are for what people attest
                    """)
    void namesEveryFaultWithItsPlace(String from, String to, String fault) {
        assertThat(TEXT).contains(from);

        assertThat(WholePolicy.faults(TEXT.replace(from, to))).contains(fault);
    }

    @Test
    void remarksThatAGateNeverCloses() throws Exception {
        String text =
                """
                apiVersion: chaperone.dev/v1
                organization: Acme
                owner: o
                effective: 2026-11-30
                tools:
                  - {tool: openai-api, plans: [api]}
                require: {checklist: warn}
                """;

        assertThat(WholePolicy.review(text).remarks().stream().map(Object::toString))
                .containsExactly(
                        "line 7, column 22: no tool has an item that anybody could miss, so this"
                                + " gate never closes: list 'checklist' with a tool");
        assertThat(WholePolicy.review(TEXT).remarks()).isEmpty();
    }

    private static Asked asked(String tool, Map<Digest, List<Lapse>> lapses) {
        return Asked.with(tool)
                .despite()
                .by(
                        new Register.Member(
                                Asked.ANNA,
                                Set.of(),
                                null,
                                new Standing(null, null, new ChecklistStanding(lapses))));
    }

    private static Decision.Ground block(String text, Asked asked) throws PolicyException {
        return ((Decision.Block) policy(text).decide(asked.question())).ground();
    }

    private static Digest digest(Checklist list, String item) {
        return list.find(item).orElseThrow().digest();
    }

    private static PolicySnapshot policy(String text) throws PolicyException {
        return WholePolicy.read(text);
    }

    private static Document document(String text) throws PolicyException {
        return AcceptableUse.of(
                policy(text).policy(),
                Catalog.builtIn(),
                new Edition(1, NOON, "Grace", List.of(), List.of()));
    }
}
