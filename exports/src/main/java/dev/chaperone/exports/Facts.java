// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// What an entry states, laid flat. On an outcome the facts of the request are repeated, so that
/// each event alone says who, with what and where.
final class Facts {
    private final Map<Field, Object> values = new EnumMap<>(Field.class);
    private final Emails emails;

    private Facts(Emails emails) {
        this.emails = emails;
    }

    static Facts of(Exported entry, Emails emails) throws IOException {
        Facts facts = new Facts(emails);
        facts.put(Field.INDEX, entry.index());
        facts.put(Field.UID, entry.uid());
        facts.put(Field.TIME, entry.at());
        facts.put(Field.LEAF_HASH, entry.leafHash());
        switch (entry.event()) {
            case Event.Intent intent -> {
                facts.put(Field.TYPE, "request");
                facts.putRequest(intent);
            }
            case Event.Outcome outcome -> {
                facts.put(Field.TYPE, "outcome");
                if (entry.request() != null) {
                    facts.putRequest(entry.request());
                }
                facts.putOutcome(outcome);
            }
            case Event.Administered administered -> {
                facts.put(Field.TYPE, "change");
                facts.putChange(administered);
            }
            case null -> facts.put(Field.TYPE, "unknown");
        }
        return facts;
    }

    /// A fact as text; null when the entry does not state it.
    @Nullable String text(Field field) {
        Object value = values.get(field);
        return value == null ? null : value.toString();
    }

    /// A fact as text, for formats that must say something.
    String textOr(Field field, String otherwise) {
        String text = text(field);
        return text == null ? otherwise : text;
    }

    @Nullable Long number(Field field) {
        return values.get(field) instanceof Long number ? number : null;
    }

    boolean has(Field field) {
        return values.containsKey(field);
    }

    private void putRequest(Event.Intent intent) throws IOException {
        put(Field.INTERACTION, intent.id());
        put(Field.SOURCE, intent.source().written());
        Event.Caller caller = intent.caller();
        if (caller != null) {
            putPerson(caller.person());
            put(Field.TOKEN, caller.token());
        }
        putUse(intent.use());
        Event.Verdict verdict = intent.verdict();
        put(Field.DECISION, verdict.effect().written());
        put(Field.RULE, verdict.rule());
        put(Field.FINDINGS, findings(verdict.findings()));
        put(
                Field.FINDING_COUNT,
                verdict.findings().stream().mapToLong(Event.FindingCount::count).sum());
        put(Field.SECRET_NAMES, secretNames(verdict.findings()));
        put(Field.SCAN, verdict.scan().written());
        put(Field.POLICY, verdict.policy());
        put(Field.REGISTER, verdict.register());
        Event.Body prompt = intent.prompt();
        put(Field.PROMPT_BYTES, prompt == null ? null : prompt.bytes());
    }

    private void putUse(Event.Use use) {
        put(Field.OPERATION, use.operation());
        put(Field.TOOL, use.tool());
        put(Field.TOOL_VERSION, use.toolVersion());
        put(Field.TOOL_DECLARED, use.tool() == null ? null : use.declared());
        put(Field.PLAN, use.plan());
        put(Field.ACCOUNT, use.account().written());
        put(Field.VENDOR, use.vendor());
        put(Field.MODEL, use.model());
        put(Field.UPSTREAM, use.upstream());
        put(Field.STREAM, use.stream());
        put(Field.REPOSITORY, use.repository());
        put(Field.SESSION, use.session());
        put(Field.COMMIT, use.commit());
    }

    private void putOutcome(Event.Outcome outcome) {
        put(Field.REQUEST, outcome.intent());
        put(Field.RESULT, outcome.result().written());
        put(Field.STATUS, outcome.status() == null ? null : outcome.status().longValue());
        Event.Body answer = outcome.answer();
        put(Field.ANSWER_BYTES, answer == null ? null : answer.bytes());
        put(Field.INPUT_TOKENS, outcome.tokens().input());
        put(Field.OUTPUT_TOKENS, outcome.tokens().output());
        put(Field.STOP_REASON, outcome.stopReason());
        if (outcome.upstream() != null) {
            put(Field.UPSTREAM, outcome.upstream());
        }
        put(Field.MILLIS, outcome.millis());
    }

    private void putChange(Event.Administered change) throws IOException {
        put(Field.ACTION, change.action());
        put(Field.ACTOR, change.actor());
        put(Field.SUBJECT, change.subject());
        put(Field.DETAILS, change.details().isEmpty() ? null : Json.object(change.details()));
        PersonId actor = person(change.actor());
        if (actor != null) {
            putPerson(actor);
        }
    }

    private void putPerson(PersonId person) throws IOException {
        put(Field.PERSON, person.value());
        put(Field.EMAIL, emails.of(person));
    }

    /// The person whose id a text is; null when it is none.
    static @Nullable PersonId person(String text) {
        try {
            return new PersonId(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String findings(List<Event.FindingCount> findings) {
        return findings.isEmpty()
                ? null
                : findings.stream()
                        .map(each -> each.detector() + ":" + each.confidence() + ":" + each.count())
                        .collect(Collectors.joining("; "));
    }

    /// Which of the company's own secrets they were, so that somebody can revoke them.
    private static @Nullable String secretNames(List<Event.FindingCount> findings) {
        String names =
                findings.stream()
                        .map(Event.FindingCount::name)
                        .filter(Objects::nonNull)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return names.isEmpty() ? null : names;
    }

    private void put(Field field, @Nullable Object value) {
        if (value != null) {
            values.put(field, value);
        }
    }
}
