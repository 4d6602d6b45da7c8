// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page about one request: what its entries in the ledger say, in plain words.
///
/// The methods are public for the expressions of the template, which see no others.
///
/// @param intent the entry that was written before anything was sent
/// @param outcome the entry about the answer; null while there is none, and for blocked requests
/// @param names what the ledger leaves to the database: who is meant by its ids
record InteractionView(LeafView intent, @Nullable LeafView outcome, Names names, Instant now) {

    /// Names behind the ids of the ledger, and what is in force.
    ///
    /// @param person null when nobody was identified
    /// @param token the token's name, null when it is not known any more
    /// @param tool the tool's name as its vendor spells it, null when none was told
    /// @param refused null when the request was not refused
    record Names(
            @Nullable String person,
            @Nullable String token,
            @Nullable String tool,
            boolean policyInForce,
            @Nullable Refused refused) {}

    /// How often a detector fired.
    ///
    /// @param name which of the company's own secrets it found; else empty
    record Finding(String detector, String confidence, String means, String count, String name) {}

    public String id() {
        return intent.leaf().path("id").asString("");
    }

    public Moment at() {
        return Moment.of(instant(intent), now);
    }

    public Event.Effect effect() {
        String written = decision().path("effect").asString("");
        return Event.Effect.valueOf(written.toUpperCase(Locale.ROOT));
    }

    public Mark mark() {
        return Mark.of(effect());
    }

    public boolean blocked() {
        return effect() == Event.Effect.BLOCKED;
    }

    /// Whether a hook of the tool asked, so that nothing was sent from here.
    public boolean hook() {
        return source().equals(Event.Source.HOOK.written());
    }

    /// Whether the tool told of it afterwards, by its telemetry.
    public boolean telemetry() {
        return source().equals(Event.Source.TELEMETRY.written());
    }

    public boolean pending() {
        return !blocked() && !hook() && !telemetry() && outcome == null;
    }

    public @Nullable Refused refusal() {
        return names.refused();
    }

    // --- who ------------------------------------------------------------------------------------

    public @Nullable String personId() {
        return optional(intent.leaf().path("caller"), "person");
    }

    public String person() {
        return names.person() == null ? "nobody identified" : names.person();
    }

    public String tool() {
        String name = names.tool() == null ? "a tool that is not known" : names.tool();
        String version = optional(intent.leaf().path("tool"), "version");
        return version == null ? name : name + " " + version;
    }

    public String toolHow() {
        JsonNode tool = intent.leaf().path("tool");
        if (tool.isMissingNode()) {
            return "refused before it could be told";
        }
        return tool.path("declared").asBoolean(false)
                ? "declared by the caller, not proven"
                : "recognised from the request itself";
    }

    public String account() {
        return switch (intent.leaf().path("account").asString("")) {
            case "corporate" -> "the company's";
            case "personal" -> "a personal one";
            default -> "not known";
        };
    }

    public String sentence() {
        return Words.sentence(person()) + " used " + tool() + ", seen by the " + source() + ".";
    }

    public String identified() {
        if (personId() == null) {
            return "The request carried no token that works.";
        }
        String token =
                names.token() == null ? "A personal token" : "The token “" + names.token() + "”";
        return token + " says that it was sent for " + person() + ".";
    }

    // --- what -----------------------------------------------------------------------------------

    public String scanned() {
        long fired = findings().size();
        String found =
                fired == 0
                        ? "No detector fired."
                        : Words.count(fired, "detector", "detectors")
                                + " fired. What was found is not in the record.";
        return switch (decision().path("scan").asString("")) {
            case "complete" -> "The whole prompt was read. " + found;
            case "partial" ->
                    "The prompt was read in part: it holds attachments that no detector reads. "
                            + found;
            default -> "The prompt was not scanned.";
        };
    }

    public List<Finding> findings() {
        return findings(decision());
    }

    private static List<Finding> findings(JsonNode decision) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode finding : decision.path("findings")) {
            String confidence = finding.path("confidence").asString("");
            findings.add(
                    new Finding(
                            finding.path("detector").asString(""),
                            confidence,
                            means(confidence),
                            Words.number(finding.path("count").asLong(0)),
                            finding.path("name").asString("")));
        }
        return findings;
    }

    private static String means(String confidence) {
        return switch (confidence) {
            case "exact" -> "equals a value that the company registered";
            case "proven" -> "a checksum or the structure agrees";
            case "shaped" -> "the provider's prefix, alphabet and length";
            case "contextual" -> "a keyword and a plausible value";
            case "generic" -> "nothing but randomness";
            default -> "";
        };
    }

    // --- decided --------------------------------------------------------------------------------

    public @Nullable String rule() {
        return optional(decision(), "rule");
    }

    public String policy() {
        return decision().path("policy").asString(Words.UNKNOWN);
    }

    public boolean policyInForce() {
        return names.policyInForce();
    }

    public String decidedTitle() {
        return "Decided: " + mark().text().toLowerCase(Locale.ENGLISH);
    }

    public String decided() {
        return switch (effect()) {
            case ALLOWED -> "No rule of the policy spoke against it.";
            case WARNED ->
                    telemetry()
                            ? "The policy speaks against it, but it had happened when it was told."
                            : "It touched a rule that warns: it goes through, and this is recorded.";
            case REDACTED -> "What the rule names was taken out before the prompt was sent.";
            case BLOCKED -> "It may not leave.";
        };
    }

    public String recorded() {
        if (telemetry()) {
            return "On disk before the tool was told that its telemetry had come.";
        }
        return blocked() || hook()
                ? "On disk before the tool was told."
                : "On disk before the first byte of the prompt was sent.";
    }

    // --- sent and answered ----------------------------------------------------------------------

    public String sentTitle() {
        if (telemetry()) {
            return "Told by the tool afterwards";
        }
        return hook() ? "Told the tool to go on" : "Sent to " + vendor();
    }

    public String sent() {
        if (telemetry()) {
            return TelemetryWords.of(intent.leaf().path("reported"));
        }
        if (hook()) {
            return "The tool asked by a "
                    + HookWords.of(intent.leaf().path("operation").asString(""))
                    + ". What it sends to its model then does not pass here, unless it goes through"
                    + " the gateway, which records it by itself.";
        }
        String upstream = optional(intent.leaf(), "upstream");
        return (effect() == Event.Effect.REDACTED
                        ? "With placeholders for what was taken out, every other byte as it came,"
                                + " for the model "
                        : "Byte for byte, for the model ")
                + model()
                + " under the plan "
                + plan()
                + (upstream == null ? "." : ", through the upstream “" + upstream + "”.");
    }

    public String pendingText() {
        return "It was let through "
                + Words.duration(Math.max(0, now.toEpochMilli() - instant(intent).toEpochMilli()))
                + " ago. Either the answer is still on its way, or Chaperone was stopped before it"
                + " could write down the end.";
    }

    public String answeredTitle() {
        if (outcome == null) {
            return "Not answered yet";
        }
        return switch (outcome.leaf().path("result").asString("")) {
            case "answered" -> "Answered";
            case "refused" -> "The vendor answered with an error";
            case "cut-short" -> "The answer was cut short";
            case "stopped" -> "The policy ended the answer";
            case "client-gone" -> "The tool hung up before the end";
            case "failed" -> "No answer came";
            default -> "Ended";
        };
    }

    public String answerStyle() {
        if (outcome == null) {
            return "";
        }
        return outcome.leaf().path("result").asString("").equals("answered") ? "allowed" : "warned";
    }

    public String answered() {
        if (outcome == null) {
            return "No outcome is recorded.";
        }
        JsonNode leaf = outcome.leaf();
        String status =
                leaf.has("status") ? "Status " + leaf.path("status").asInt(0) : "No status arrived";
        String stop = optional(leaf, "stopReason");
        return status
                + ", "
                + Words.duration(leaf.path("millis").asLong(0))
                + " after the prompt was recorded"
                + (stop == null ? "." : "; the model stopped with “" + stop + "”.")
                + " Recorded as entry "
                + outcome.index()
                + ".";
    }

    /// What the policy made of the answer; null when it did not look at it.
    public @Nullable String looked() {
        JsonNode look = look();
        if (look.isMissingNode()) {
            return null;
        }
        String rule = optional(look, "rule");
        String read =
                look.path("scan").asString("").equals("complete")
                        ? "What came of the answer was read. "
                        : "The answer could not be read. ";
        return read
                + switch (look.path("effect").asString("")) {
                    case "blocked" -> "Rule " + rule + " ended it.";
                    case "warned" -> "It touched rule " + rule + ", which warns.";
                    default -> "No rule of the policy spoke against it.";
                };
    }

    public List<Finding> answerFindings() {
        return findings(look());
    }

    private JsonNode look() {
        return outcome == null ? MissingNode.getInstance() : outcome.leaf().path("decision");
    }

    // --- facts ----------------------------------------------------------------------------------

    public String vendor() {
        return Words.orUnknown(optional(intent.leaf(), "vendor"));
    }

    public String plan() {
        return Words.orUnknown(optional(intent.leaf(), "plan"));
    }

    public String model() {
        return Words.orUnknown(optional(intent.leaf(), "model"));
    }

    public String operation() {
        String operation = intent.leaf().path("operation").asString(Words.UNKNOWN);
        return intent.leaf().path("stream").asBoolean(false) ? operation + ", streamed" : operation;
    }

    public @Nullable String repository() {
        return optional(intent.leaf(), "repository");
    }

    public @Nullable String commit() {
        return optional(intent.leaf(), "commit");
    }

    public @Nullable String session() {
        return optional(intent.leaf(), "session");
    }

    public String source() {
        return intent.leaf().path("source").asString(Words.UNKNOWN);
    }

    public String promptBytes() {
        return figure(intent.leaf().path("prompt"), "bytes");
    }

    public String promptTokens() {
        return outcome == null ? Words.UNKNOWN : figure(outcome.leaf().path("tokens"), "input");
    }

    public String answerBytes() {
        return outcome == null ? noAnswer() : figure(outcome.leaf().path("answer"), "bytes");
    }

    public String answerTokens() {
        return outcome == null ? noAnswer() : figure(outcome.leaf().path("tokens"), "output");
    }

    public List<Commitment> commitments() {
        List<Commitment> commitments = new ArrayList<>();
        commitment("Prompt", intent.leaf().path("prompt"), commitments);
        commitment("Prompt as sent", intent.leaf().path("sent"), commitments);
        if (outcome != null) {
            commitment("Answer", outcome.leaf().path("answer"), commitments);
        }
        return commitments;
    }

    /// A salted commitment to a body.
    record Commitment(String body, String value) {}

    private static void commitment(String body, JsonNode node, List<Commitment> into) {
        String value = optional(node, "commitment");
        if (value != null) {
            into.add(new Commitment(body, value));
        }
    }

    public List<LeafView> entries() {
        return outcome == null ? List.of(intent) : List.of(intent, outcome);
    }

    public String entriesText() {
        return Words.count(entries().size(), "entry", "entries");
    }

    private String noAnswer() {
        return blocked() || hook() || telemetry() ? "none" : "not yet";
    }

    private JsonNode decision() {
        return intent.leaf().path("decision");
    }

    private static Instant instant(LeafView entry) {
        return Instant.parse(entry.leaf().path("at").asString(""));
    }

    private static String figure(JsonNode node, String name) {
        return node.has(name) ? Words.number(node.path(name).asLong(0)) : Words.UNKNOWN;
    }

    private static @Nullable String optional(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.asString() : null;
    }
}
