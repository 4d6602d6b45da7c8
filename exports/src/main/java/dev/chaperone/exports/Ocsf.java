// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Open Cybersecurity Schema Framework, version 1.8.0: requests and their outcomes are API Activity
/// with the profile `ai_operation`, changes are what [OcsfChange] takes them for. What the schema
/// has no place for stands in `unmapped`.
final class Ocsf implements Format {
    static final String VERSION = "1.8.0";

    /// Version of the mapping of fields, which changes when a field changes its meaning.
    private static final String MAPPING = "1";

    private static final String UNKNOWN = "unknown";

    private final Emails emails;

    Ocsf(Emails emails) {
        this.emails = emails;
    }

    @Override
    public String name() {
        return "ocsf";
    }

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    public boolean isJson() {
        return true;
    }

    @Override
    public byte[] event(Exported entry) throws IOException {
        Facts facts = Facts.of(entry, emails);
        return Json.bytes(json -> {
            switch (entry.event()) {
                case Event.Intent intent -> request(json, entry, facts, intent);
                case Event.Outcome outcome -> outcome(json, entry, facts, outcome);
                case Event.Administered change -> OcsfChange.write(json, entry, facts, change);
                case null -> unknown(json, entry, facts);
            }
        });
    }

    /// What an event is.
    ///
    /// @param severity 1 informational to 4 high
    /// @param status 1 success, 2 failure, 99 something else
    record Kind(
            int classUid,
            String className,
            int category,
            String categoryName,
            int activity,
            String activityName,
            int severity,
            int status) {
        static Kind inference(int severity, int status) {
            return new Kind(
                    6003,
                    "API Activity",
                    6,
                    "Application Activity",
                    99,
                    "Inference",
                    severity,
                    status);
        }
    }

    /// The members that every class has.
    static void base(
            Json json,
            Exported entry,
            Kind kind,
            String message,
            @Nullable String correlation,
            List<String> profiles)
            throws IOException {
        Instant at = entry.at();
        json.number("class_uid", (long) kind.classUid())
                .text("class_name", kind.className())
                .number("category_uid", (long) kind.category())
                .text("category_name", kind.categoryName())
                .number("activity_id", (long) kind.activity())
                .text("activity_name", kind.activityName())
                .number("type_uid", kind.classUid() * 100L + kind.activity())
                .number("severity_id", (long) kind.severity())
                .number("status_id", (long) kind.status())
                .number("time", at == null ? 0L : at.toEpochMilli())
                .text("message", message);
        json.object(
                "metadata",
                metadata -> {
                    metadata.text("version", VERSION)
                            .text("uid", entry.uid())
                            .text("correlation_uid", correlation)
                            .text("log_name", entry.origin())
                            .text("log_version", MAPPING)
                            .number("sequence", entry.index());
                    metadata.object(
                            "product",
                            product ->
                                    product.text("name", "Chaperone")
                                            .text("vendor_name", "Chaperone"));
                    if (!profiles.isEmpty()) {
                        metadata.array(
                                "profiles",
                                names -> {
                                    for (String profile : profiles) {
                                        names.item(profile);
                                    }
                                });
                    }
                });
    }

    /// Where the entry stands in the ledger, so that the event can be proven from it.
    static void ledger(Json json, Exported entry) throws IOException {
        json.object(
                "ledger",
                at ->
                        at.text("origin", entry.origin())
                                .number("index", entry.index())
                                .text("leaf_hash", entry.leafHash()));
    }

    private static void request(Json json, Exported entry, Facts facts, Event.Intent intent)
            throws IOException {
        OcsfDecision decision = OcsfDecision.of(intent.verdict().effect());
        String message = "AI request " + facts.text(Field.DECISION);
        base(
                json,
                entry,
                Kind.inference(decision.severity(), decision.denied() ? 2 : 1),
                message,
                entry.uid(),
                List.of("ai_operation", "security_control"));
        call(json, facts, 1);
        decision.write(json, intent.verdict());
        json.object(
                "unmapped",
                rest -> {
                    ledger(rest, entry);
                    rest.text("interaction", intent.id())
                            .text("rule", facts.text(Field.RULE))
                            .text("scan", facts.text(Field.SCAN))
                            .number("register", facts.number(Field.REGISTER))
                            .number("prompt_bytes", facts.number(Field.PROMPT_BYTES))
                            .text("account", facts.text(Field.ACCOUNT))
                            .text("plan", facts.text(Field.PLAN))
                            .flag("tool_declared", intent.use().declared());
                    if (!facts.has(Field.REPOSITORY)) {
                        // Else it is the version of the repository.
                        rest.text("commit", facts.text(Field.COMMIT));
                    }
                    rest.array(
                            "findings",
                            list -> {
                                for (Event.FindingCount each : intent.verdict().findings()) {
                                    list.item(finding ->
                                            finding.text("detector", each.detector())
                                                    .text("confidence", each.confidence())
                                                    .number("count", (long) each.count())
                                                    .text("name", each.name()));
                                }
                            });
                });
    }

    private static void outcome(Json json, Exported entry, Facts facts, Event.Outcome outcome)
            throws IOException {
        int status =
                switch (outcome.result()) {
                    case ANSWERED -> 1;
                    case REFUSED, CUT_SHORT, STOPPED, FAILED -> 2;
                    case CLIENT_GONE -> 99;
                };
        base(
                json,
                entry,
                Kind.inference(1, status),
                "AI answer: " + facts.text(Field.RESULT),
                entry.origin() + "#" + outcome.intent(),
                List.of("ai_operation"));
        json.text("status_detail", facts.text(Field.RESULT));
        if (status == 99) {
            json.text("status", facts.text(Field.RESULT));
        }
        call(json, facts, 2);
        json.number("duration", outcome.millis());
        if (outcome.status() != null) {
            json.object(
                    "http_response",
                    response ->
                            response.number("code", facts.number(Field.STATUS))
                                    .number("length", facts.number(Field.ANSWER_BYTES)));
        }
        json.object(
                "unmapped",
                rest -> {
                    ledger(rest, entry);
                    rest.number("request_index", outcome.intent())
                            .text("stop_reason", outcome.stopReason())
                            .number("answer_bytes", facts.number(Field.ANSWER_BYTES));
                });
    }

    /// Who asked whom for what. The schema requires a source, but the ledger holds no addresses, so
    /// the source is the point that saw the request.
    ///
    /// @param role 1 for the person's side, 2 for the model's
    private static void call(Json json, Facts facts, int role) throws IOException {
        String tool = facts.textOr(Field.TOOL, UNKNOWN);
        String vendor = facts.textOr(Field.VENDOR, UNKNOWN);
        json.object(
                "actor",
                actor -> {
                    actor.text("app_name", tool);
                    user(actor, "user", facts);
                    if (facts.has(Field.SESSION)) {
                        actor.object(
                                "session",
                                session -> session.text("uid", facts.text(Field.SESSION)));
                    }
                });
        json.object(
                "api",
                api ->
                        api.text("operation", facts.textOr(Field.OPERATION, UNKNOWN))
                                .object("service", service -> service.text("name", vendor)));
        json.object(
                "src_endpoint",
                source ->
                        source.text("name", UNKNOWN)
                                .text("svc_name", facts.textOr(Field.SOURCE, UNKNOWN)));
        json.object("dst_endpoint", target -> target.text("svc_name", vendor));
        if (facts.has(Field.MODEL)) {
            json.object(
                    "ai_model",
                    model ->
                            model.text("ai_provider", vendor)
                                    .text("name", facts.text(Field.MODEL)));
        }
        message(json, facts, role, tool, vendor);
        if (facts.has(Field.REPOSITORY)) {
            String repository = facts.text(Field.REPOSITORY);
            json.array(
                    "resources",
                    resources ->
                            resources.item(each ->
                                    each.text("type", "repository")
                                            .text("uid", repository)
                                            .text("name", repository)
                                            .text("version", facts.text(Field.COMMIT))));
        }
    }

    private static void message(Json json, Facts facts, int role, String tool, String vendor)
            throws IOException {
        json.object(
                "message_context",
                message -> {
                    String conversation =
                            facts.has(Field.SESSION) ? facts.text(Field.SESSION) : null;
                    message.text(
                                    "uid",
                                    conversation == null
                                            ? facts.textOr(Field.INTERACTION, UNKNOWN)
                                            : conversation)
                            .number("ai_role_id", (long) role)
                            .object(
                                    "application",
                                    application ->
                                            application
                                                    .text("name", tool)
                                                    .text(
                                                            "version",
                                                            facts.text(Field.TOOL_VERSION)))
                            .object("service", service -> service.text("name", vendor));
                    Long input = facts.number(Field.INPUT_TOKENS);
                    Long output = facts.number(Field.OUTPUT_TOKENS);
                    message.number("prompt_tokens", input).number("completion_tokens", output);
                    if (input != null && output != null) {
                        message.number("total_tokens", input + output);
                    }
                });
    }

    /// The person, by the pseudonymous id; nothing when nobody could be identified.
    static void user(Json json, String name, Facts facts) throws IOException {
        if (facts.has(Field.PERSON)) {
            json.object(
                    name,
                    user ->
                            user.text("uid", facts.text(Field.PERSON))
                                    .text("email_addr", facts.text(Field.EMAIL))
                                    .text("credential_uid", facts.text(Field.TOKEN))
                                    .number("type_id", 1L));
        }
    }

    private static void unknown(Json json, Exported entry, Facts facts) throws IOException {
        base(
                json,
                entry,
                new Kind(0, "Base Event", 0, "Uncategorized", 0, "Unknown", 0, 0),
                "An entry that this version can not read",
                null,
                List.of());
        json.object(
                "unmapped",
                rest -> {
                    ledger(rest, entry);
                    rest.text("type", facts.text(Field.TYPE));
                });
    }
}
