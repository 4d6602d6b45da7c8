// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads the bytes of an entry back into an [Event]; the other half of [Leaves]. Members that a
/// newer version added are passed over.
final class LeafReader {
    private LeafReader() {}

    static Event read(byte[] entry) {
        Members event = Members.of(entry);
        if (event.number("v") < 1) {
            throw new IllegalArgumentException("Not a version of the format: " + event.number("v"));
        }
        return switch (event.text("type")) {
            case "intent" -> intent(event);
            case "outcome" -> outcome(event);
            case "administered" -> administered(event);
            case String other -> throw new UnknownEventException(other);
        };
    }

    private static Event.Intent intent(Members event) {
        Members caller = event.optionalObject("caller");
        return new Event.Intent(
                event.text("id"),
                at(event),
                word(Event.Source.values(), event.text("source")),
                caller == null
                        ? null
                        : new Event.Caller(
                                new PersonId(caller.text("person")), caller.text("token")),
                use(event),
                verdict(event.object("decision")),
                body(event, "prompt"),
                body(event, "sent"),
                reported(event.optionalObject("reported")));
    }

    private static Event.@Nullable Reported reported(@Nullable Members told) {
        return told == null
                ? null
                : new Event.Reported(
                        count(told, "prompts"),
                        count(told, "calls"),
                        count(told, "failures"),
                        count(told, "tools"),
                        told.optionalTexts("mcp"),
                        told.optionalText("permissions"));
    }

    private static int count(Members told, String name) {
        Integer count = told.optionalSmallNumber(name);
        return count == null ? 0 : count;
    }

    private static Event.Use use(Members event) {
        Members tool = event.optionalObject("tool");
        return new Event.Use(
                event.text("operation"),
                tool == null ? null : new ToolId(tool.text("id")),
                tool == null ? null : tool.optionalText("version"),
                tool != null && tool.flag("declared"),
                id(event, "plan", PlanId::new),
                id(event, "vendor", VendorId::new),
                event.optionalText("model"),
                event.flag("stream"),
                event.optionalText("repository"),
                event.optionalText("session"),
                event.optionalText("upstream"),
                word(Event.Account.values(), event.text("account")),
                event.optionalText("turn"),
                event.optionalText("commit"));
    }

    private static Event.Verdict verdict(Members decision) {
        return new Event.Verdict(
                word(Event.Effect.values(), decision.text("effect")),
                decision.optionalText("rule"),
                findings(decision),
                word(Event.Scan.values(), decision.text("scan")),
                Digest.parse(decision.text("policy")),
                decision.number("register"),
                decision.optionalText("exception"));
    }

    private static Event.@Nullable Look look(@Nullable Members decision) {
        return decision == null
                ? null
                : new Event.Look(
                        word(Event.Effect.values(), decision.text("effect")),
                        decision.optionalText("rule"),
                        findings(decision),
                        word(Event.Scan.values(), decision.text("scan")));
    }

    private static List<Event.FindingCount> findings(Members decision) {
        return decision.objects("findings").stream()
                .map(finding ->
                        new Event.FindingCount(
                                finding.text("detector"),
                                finding.text("confidence"),
                                finding.smallNumber("count"),
                                finding.optionalText("name")))
                .toList();
    }

    private static Event.Outcome outcome(Members event) {
        Members tokens = event.optionalObject("tokens");
        return new Event.Outcome(
                event.number("intent"),
                at(event),
                word(Event.Result.values(), event.text("result")),
                event.optionalSmallNumber("status"),
                body(event, "answer"),
                look(event.optionalObject("decision")),
                tokens == null
                        ? Event.Tokens.UNKNOWN
                        : new Event.Tokens(
                                tokens.optionalNumber("input"), tokens.optionalNumber("output")),
                event.optionalText("stopReason"),
                event.optionalText("upstream"),
                event.number("millis"));
    }

    private static Event.Administered administered(Members event) {
        return new Event.Administered(
                event.text("actor"),
                at(event),
                event.text("action"),
                event.text("subject"),
                new TreeMap<>(event.object("details").texts()));
    }

    private static Instant at(Members event) {
        try {
            return WrittenTime.parse(event.text("at"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Not a time: 'at'", e);
        }
    }

    private static Event.@Nullable Body body(Members event, String name) {
        Members body = event.optionalObject(name);
        return body == null
                ? null
                : new Event.Body(
                        body.number("bytes"),
                        Digest.parse(body.text("commitment")),
                        capture(body.optionalObject("capture")));
    }

    private static Event.@Nullable Capture capture(@Nullable Members capture) {
        if (capture == null) {
            return null;
        }
        String written = capture.text("level");
        CaptureLevel level =
                CaptureLevel.parse(written)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "Not a known word: '" + written + "'"));
        return new Event.Capture(
                level, capture.optionalText("retention"), capture.optionalFlag("failed"));
    }

    private static <T> @Nullable T id(Members event, String name, Function<String, T> of) {
        String value = event.optionalText(name);
        return value == null ? null : of.apply(value);
    }

    private static <W extends Event.Word> W word(W[] words, String written) {
        for (W word : words) {
            if (word.written().equals(written)) {
                return word;
            }
        }
        throw new IllegalArgumentException("Not a known word: '" + written + "'");
    }
}
