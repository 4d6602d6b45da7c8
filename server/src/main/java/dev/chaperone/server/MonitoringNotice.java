// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.CaptureRule;
import dev.chaperone.policy.CaptureTerms;
import dev.chaperone.policy.Policy;
import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What somebody is told about how their work with AI tools is recorded: derived from the policy in
/// force, so that it can not say something else than what happens.
///
/// @param kinds of data, those that are recorded and those that are not
/// @param sentences in their order
/// @param contact whom to ask
record MonitoringNotice(List<Kind> kinds, List<String> sentences, String contact) {
    private static final String READERS =
            "you; administrators, compliance leads and auditors, each look recorded";
    private static final String NOBODY = "nobody";

    MonitoringNotice {
        kinds = List.copyOf(kinds);
        sentences = List.copyOf(sentences);
    }

    /// A kind of data.
    ///
    /// @param what for people
    /// @param recorded whether any of it is
    /// @param how what is kept of it
    /// @param kept for how long
    /// @param who may see it
    record Kind(String what, boolean recorded, String how, String kept, String who) {
        static Kind never(String what, String why) {
            return new Kind(what, false, why, "", NOBODY);
        }
    }

    /// What the policy does not say.
    ///
    /// @param keep how long an entry of the ledger is kept; null for ever
    /// @param receivers names of the systems that get the record
    record Surroundings(@Nullable Duration keep, List<String> receivers) {
        Surroundings {
            receivers = List.copyOf(receivers);
        }

        String kept() {
            return keep == null
                    ? "as long as the company keeps the ledger"
                    : Words.count(keep.toDays(), "day", "days");
        }
    }

    /// For one person: rules that can not concern them are left out.
    static MonitoringNotice of(Policy policy, Person person, Surroundings around) {
        Programme.Incidents incidents = policy.programme().incidents();
        return new MonitoringNotice(
                kinds(policy.capture(), person, around),
                sentences(policy, around),
                incidents.contact() == null ? policy.heading().owner() : incidents.contact());
    }

    private static List<Kind> kinds(CaptureTerms capture, Person person, Surroundings around) {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(
                new Kind(
                        "Each request: when, who, tool, plan, model, repository, commit, session,"
                                + " sizes, tokens, what was decided and by which rule",
                        true,
                        "as it is, in the ledger, which nobody changes unnoticed",
                        around.kept(),
                        READERS));
        kinds.add(
                new Kind(
                        "What detectors found in a prompt or an answer",
                        true,
                        "the kind and how often; a secret of the company's own by its name",
                        around.kept(),
                        READERS));
        kinds.addAll(texts(capture, capture.usual(), ""));
        for (CaptureRule rule : capture.rules()) {
            if (canConcern(rule, person)) {
                kinds.addAll(texts(capture, rule.plan(), where(rule)));
            }
        }
        kinds.add(
                new Kind(
                        "What you sign, learn, ask for and are granted, your tokens and cases",
                        true,
                        "as it is; tokens by a fingerprint",
                        around.kept(),
                        "you; those whose work it is"));
        kinds.add(
                new Kind(
                        "Sessions on these pages: network address, browser, times",
                        true,
                        "as it is, in the database; the ledger holds that a session began and"
                                + " ended, not from where",
                        "90 days",
                        "you; administrators, each look recorded"));
        kinds.add(
                Kind.never(
                        "The values that detectors found: passwords, keys, personal data",
                        "never, whatever the policy says, but as part of a text that is kept in"
                                + " full"));
        kinds.add(
                Kind.never(
                        "The text that tools tell in their telemetry",
                        "it is dropped when it comes in"));
        kinds.add(
                Kind.never(
                        "Keystrokes, screens, files that no prompt holds, other programs",
                        "Chaperone does not see them"));
        return kinds;
    }

    private static boolean canConcern(CaptureRule rule, Person person) {
        return (rule.team() == null || person.teams().contains(rule.team()))
                && (rule.jurisdiction() == null
                        || person.jurisdiction() == null
                        || rule.jurisdiction().equals(person.jurisdiction()));
    }

    private static String where(CaptureRule rule) {
        List<String> words = new ArrayList<>();
        if (rule.tool() != null) {
            words.add("with " + rule.tool().value());
        }
        if (rule.repositoryClass() != null) {
            words.add("in " + rule.repositoryClass() + " repositories");
        }
        if (!rule.repositories().isEmpty()) {
            words.add(
                    "in "
                            + rule.repositories().stream()
                                    .map(glob -> glob.pattern())
                                    .collect(Collectors.joining(", ")));
        }
        if (rule.team() != null) {
            words.add("as one of the team " + rule.team());
        }
        if (rule.jurisdiction() != null) {
            words.add("under the law of " + Country.nameOf(rule.jurisdiction().code()));
        }
        return " " + String.join(", ", words);
    }

    private static List<Kind> texts(CaptureTerms capture, CapturePlan plan, String where) {
        String kept =
                Words.count(capture.classes().getOrDefault(plan.retention(), 0), "day", "days")
                        + " after the end of the month";
        String who =
                "nobody without a recorded reason"
                        + (capture.secondPerson() ? " and a second person" : "");
        return List.of(
                text("The text of prompts" + where, plan.prompt(), kept, who),
                text("The text of answers" + where, plan.answer(), kept, who));
    }

    private static Kind text(String what, CaptureLevel level, String kept, String who) {
        return switch (level) {
            case METADATA ->
                    Kind.never(what, "only its size and a salted commitment (level metadata)");
            case DIGEST ->
                    new Kind(
                            what,
                            true,
                            "a digest of each part, from which nobody reads it (level digest)",
                            kept,
                            who);
            case REDACTED ->
                    new Kind(what, true, "with findings masked (level redacted)", kept, who);
            case FULL -> new Kind(what, true, "as it is (level full)", kept, who);
        };
    }

    private static List<String> sentences(Policy policy, Surroundings around) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "%s records how AI tools are used to protect itself and its customers and to show auditors that its policy is kept. People are not compared or rated by it."
                        .formatted(policy.heading().organization()));
        sentences.add(
                "A request is recorded before it leaves, at the gateway, in a hook of the tool or in the company's proxy. What is kept of it, for how long and who may see it stands in the table of kinds of data.");
        sentences.add(
                "The record is reviewed every %s, and who may use which tool every %s."
                        .formatted(
                                policy.programme().monitoring().logReview().words(),
                                policy.programme().monitoring().accessReview().words()));
        sentences.add(
                around.receivers().isEmpty()
                        ? "The record is not passed on to other systems by itself."
                        : "The record, without texts, is passed on to: %s."
                                .formatted(String.join(", ", around.receivers())));
        sentences.add(
                "Requests that are refused again and again can become a case: %s. You are heard before somebody decides."
                        .formatted(policy.programme().incidents().cases().words()));
        sentences.add(
                "What the law of your country grants you stands above this. The policy that you sign says the same, and its own words are under Acceptable use.");
        return sentences;
    }
}
