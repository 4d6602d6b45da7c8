// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

class LeavesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");
    private static final Digest HASH = Digest.of("policy");

    @Test
    void readsBackAFullIntent() {
        Event.Intent intent =
                new Event.Intent(
                        "interaction_1",
                        NOON,
                        Event.Source.GATEWAY,
                        new Event.Caller(PersonId.next(), "token_1"),
                        new Event.Use(
                                "messages",
                                new ToolId("claude-code"),
                                "2.1.330",
                                false,
                                new PlanId("api"),
                                new VendorId("anthropic"),
                                "claude-ö",
                                true,
                                "acme/shop",
                                "s-1",
                                "main",
                                Event.Account.CORPORATE,
                                "turn-1",
                                "12db48643602b82813efee41cb7ed2e20c7f390a"),
                        new Event.Verdict(
                                Event.Effect.BLOCKED,
                                "no-secrets",
                                List.of(
                                        new Event.FindingCount("jwt", "proven", 2),
                                        new Event.FindingCount("canary", "exact", 1, "backup")),
                                Event.Scan.PARTIAL,
                                HASH,
                                7),
                        Commitment.to(new byte[] {1, 2, 3}));

        assertThat(Leaves.read(Leaves.write(intent))).isEqualTo(intent);
    }

    @Test
    void readsBackWhatAToolReportedOfItself() {
        Event.Intent intent =
                new Event.Intent(
                        "interaction_1",
                        NOON,
                        Event.Source.TELEMETRY,
                        null,
                        new Event.Use(
                                "telemetry-use",
                                null,
                                null,
                                false,
                                null,
                                null,
                                null,
                                false,
                                null,
                                null,
                                null,
                                Event.Account.UNKNOWN),
                        new Event.Verdict(
                                Event.Effect.ALLOWED, null, List.of(), Event.Scan.NONE, HASH, 1),
                        null,
                        null,
                        new Event.Reported(1, 2, 0, 4, List.of("git-hub"), "default"));

        byte[] entry = Leaves.write(intent);

        assertThat(Leaves.read(entry)).isEqualTo(intent);
        assertThat(new String(entry, java.nio.charset.StandardCharsets.UTF_8))
                .contains(
                        "\"reported\":{\"calls\":2,\"mcp\":[\"git-hub\"],\"permissions\":\"default\",\"prompts\":1,\"tools\":4}");
    }

    @Test
    void readsBackAnIntentOfNobody() {
        Event.Intent intent =
                new Event.Intent(
                        "interaction_2",
                        NOON,
                        Event.Source.GATEWAY,
                        null,
                        new Event.Use(
                                "chat",
                                null,
                                null,
                                false,
                                null,
                                null,
                                null,
                                false,
                                null,
                                null,
                                null,
                                Event.Account.UNKNOWN),
                        new Event.Verdict(
                                Event.Effect.BLOCKED,
                                "unknown-caller",
                                List.of(),
                                Event.Scan.NONE,
                                HASH,
                                0),
                        null);

        assertThat(Leaves.read(Leaves.write(intent))).isEqualTo(intent);
    }

    @Test
    void readsBackOutcomesAndAdministration() {
        Event.Outcome outcome =
                new Event.Outcome(
                        3,
                        NOON,
                        Event.Result.CLIENT_GONE,
                        200,
                        Commitment.to(new byte[0]),
                        null,
                        new Event.Tokens(5L, null),
                        "end_turn",
                        "stand-in",
                        12);
        TreeMap<String, String> details = new TreeMap<>();
        details.put("name", "laptop");
        Event.Administered administered =
                new Event.Administered("system", NOON, "token.created", "token_1", details);

        assertThat(Leaves.read(Leaves.write(outcome))).isEqualTo(outcome);
        assertThat(Leaves.read(Leaves.write(administered))).isEqualTo(administered);
    }

    @Test
    void sortsMembersAndLeavesOutWhatIsNotKnown() {
        Event.Outcome outcome =
                new Event.Outcome(
                        0, NOON, Event.Result.FAILED, null, null, Event.Tokens.UNKNOWN, null, 1);

        assertThat(new String(Leaves.write(outcome), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"at\":\"2026-11-24T12:00:00.123Z\",\"intent\":0,\"millis\":1,"
                                + "\"result\":\"failed\",\"type\":\"outcome\",\"v\":1}");
    }

    @Test
    void statesWhatThePolicyMadeOfTheAnswer() {
        Event.Outcome outcome =
                new Event.Outcome(
                        3,
                        NOON,
                        Event.Result.STOPPED,
                        200,
                        null,
                        new Event.Look(
                                Event.Effect.BLOCKED,
                                "no-secrets-back",
                                List.of(new Event.FindingCount("jwt", "proven", 2)),
                                Event.Scan.COMPLETE),
                        Event.Tokens.UNKNOWN,
                        null,
                        null,
                        1);
        byte[] leaf = Leaves.write(outcome);

        assertThat(Leaves.read(leaf)).isEqualTo(outcome);
        assertThat(new String(leaf, StandardCharsets.UTF_8))
                .contains(
                        "\"at\":\"2026-11-24T12:00:00.123Z\",\"decision\":{\"effect\":\"blocked\","
                                + "\"findings\":[{\"confidence\":\"proven\",\"count\":2,"
                                + "\"detector\":\"jwt\"}],\"rule\":\"no-secrets-back\","
                                + "\"scan\":\"complete\"},\"intent\":3",
                        "\"result\":\"stopped\"");
    }

    @Test
    void statesWhatIsKeptOfABody() {
        Event.Body body = new Event.Body(3, HASH);

        assertThat(written(body.with(Event.Capture.METADATA)))
                .contains("\"answer\":{\"bytes\":3,\"capture\":{\"level\":\"metadata\"},\"comm");
        assertThat(written(body.with(Event.Capture.FAILED)))
                .contains("\"capture\":{\"failed\":true,\"level\":\"metadata\"}");
        assertThat(written(body.with(Event.Capture.of(CaptureLevel.FULL, "short"))))
                .contains("\"capture\":{\"level\":\"full\",\"retention\":\"short\"}");
        assertThat(written(body)).doesNotContain("capture");
    }

    private static String written(Event.Body answer) {
        Event.Outcome outcome =
                new Event.Outcome(
                        3, NOON, Event.Result.ANSWERED, 200, answer, Event.Tokens.UNKNOWN, null, 1);
        byte[] leaf = Leaves.write(outcome);
        assertThat(Leaves.read(leaf)).isEqualTo(outcome);
        return new String(leaf, StandardCharsets.UTF_8);
    }

    @Test
    void readsAnEntryThatIsOlderThanCaptures() {
        String old =
                "{\"answer\":{\"bytes\":0,\"commitment\":\""
                        + HASH
                        + "\"},\"at\":\"2026-11-24T12:00:00.123Z\",\"intent\":0,\"millis\":1,"
                        + "\"result\":\"answered\",\"type\":\"outcome\",\"v\":1}";

        Event.Outcome read = (Event.Outcome) Leaves.read(old.getBytes(StandardCharsets.UTF_8));

        assertThat(read.answer()).isEqualTo(new Event.Body(0, HASH));
        assertThat(new String(Leaves.write(read), StandardCharsets.UTF_8)).isEqualTo(old);
    }

    @Test
    void aClassBelongsToWhatIsKept() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event.Capture(CaptureLevel.FULL, null, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event.Capture(CaptureLevel.METADATA, "short", false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event.Capture(CaptureLevel.FULL, "short", true));
    }

    @Test
    void refusesWhatIsNoEntry() {
        for (String bad : List.of("", "[]", "{", "{\"type\":\"song\"}", "{\"type\":\"outcome\"}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Leaves.read(bad.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void refusesAMemberThatIsThereTwice() {
        String leaf =
                new String(
                        Leaves.write(
                                new Event.Administered("system", NOON, "a", "b", new TreeMap<>())),
                        StandardCharsets.UTF_8);
        String twice = leaf.replace("\"v\":1", "\"v\":1,\"v\":1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Leaves.read(twice.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("'v'");
    }

    @Test
    void commitsToTheSameBodyDifferentlyEachTime() {
        byte[] body = {1, 2, 3};

        assertThat(Commitment.to(body).commitment()).isNotEqualTo(Commitment.to(body).commitment());
        assertThat(Commitment.to(body).bytes()).isEqualTo(3);
    }
}
