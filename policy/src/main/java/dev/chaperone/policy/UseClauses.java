// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static dev.chaperone.documents.Mark.Enforcement.BEHAVIOURAL;
import static dev.chaperone.documents.Mark.Enforcement.TECHNICAL;

import dev.chaperone.documents.Block;
import dev.chaperone.documents.Inline;
import dev.chaperone.documents.Mark;
import dev.chaperone.documents.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The sentences of the document that bind, each with what sees to it. A clause names only what
/// this policy really has: without a rule that blocks secrets, no clause says that secrets are
/// blocked.
final class UseClauses {
    private static final Mark NOT_ENFORCED =
            new Mark(BEHAVIOURAL, Text.of("behavioural, not technically enforced"));

    private final Policy policy;
    private final Programme programme;

    UseClauses(Policy policy) {
        this.policy = policy;
        this.programme = policy.programme();
    }

    /// Whom to tell.
    String contact() {
        String contact = programme.incidents().contact();
        return contact == null ? policy.heading().owner() : contact;
    }

    List<Block> purpose(String organization) {
        return List.of(
                Block.Paragraph.of(
                        organization
                                + " uses AI coding assistants and keeps its code, its customers'"
                                + " data and its promises safe while it does. This policy says"
                                + " which assistants may be used, for what and how, and what"
                                + " happens with what is sent."),
                Block.Paragraph.of(
                        "It holds for employees, contractors and the agents that act for them, on"
                                + " every surface: editors, command lines, chats, the web and"
                                + " agents in the cloud."));
    }

    List<Block> approvedTools() {
        return List.of(
                clause(
                        "use-approved",
                        "You must use the tools of this list only, each under one of its plans and"
                                + " with a company account.",
                        byRule("tool-not-allowed"),
                        byRule("plan-not-allowed")),
                clause(
                        "keep-settings",
                        "You must leave the required settings as they stand here.",
                        NOT_ENFORCED));
    }

    List<Block> prohibitedUses() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                clause(
                        "no-consumer-plans",
                        "You must not use consumer or free plans for work, not even of an approved"
                                + " tool.",
                        byRule("plan-not-allowed")));
        blocks.add(
                clause(
                        "no-secrets",
                        "You must not send passwords, keys or tokens.",
                        byContent(ContentRule.SECRET)));
        blocks.add(
                clause(
                        "no-customer-data",
                        "You must not send data about customers or other people that the work does"
                                + " not need.",
                        byContent(ContentRule.PERSONAL)));
        blocks.add(
                clause(
                        "no-marked",
                        "You must not send what is marked as not for everybody.",
                        byContent(ContentRule.MARKER)));
        boolean limited = policy.repositories().stream().anyMatch(each -> each.tools() != null);
        if (limited) {
            blocks.add(
                    clause(
                            "no-such-repositories",
                            "You must not use a tool in repositories whose class does not list it.",
                            byRule("repository-not-allowed")));
        }
        for (ConditionRule rule : policy.rules()) {
            if (rule.section() == Programme.Section.PROHIBITED_USES) {
                blocks.add(ofRule(rule));
            }
        }
        blocks.add(
                clause(
                        "no-self-approval",
                        "You must not let an agent approve or merge its own changes.",
                        NOT_ENFORCED));
        blocks.add(
                clause(
                        "no-bypass",
                        "You must not run agents in modes that ask nobody before they act.",
                        NOT_ENFORCED));
        return blocks;
    }

    private static Block ofRule(ConditionRule rule) {
        return new Block.Clause(
                "rule-" + rule.id(),
                Text.of(rule.because()),
                List.of(
                        new Mark(
                                TECHNICAL,
                                Text.of(
                                        new Inline.Plain(
                                                rule.blocks()
                                                        ? "blocked by the rule "
                                                        : "marked by the rule "),
                                        new Inline.Code(rule.id())))));
    }

    List<Block> requiredPractices() {
        List<Block> blocks =
                new ArrayList<>(
                        List.of(
                                clause(
                                        "review",
                                        "You must review AI-assisted code like code of a colleague"
                                                + " whom you do not know yet, and have it reviewed"
                                                + " by another person before it is merged.",
                                        NOT_ENFORCED),
                                clause(
                                        "scan",
                                        "Every prompt must be scanned before it leaves.",
                                        byRule("not-scanned")),
                                clause(
                                        "attribute",
                                        "You must leave the marks of assistants on commits.",
                                        NOT_ENFORCED),
                                clause(
                                        "dependencies",
                                        "You must check that a dependency that an assistant"
                                                + " proposes exists, is the one that is meant, and"
                                                + " is maintained.",
                                        NOT_ENFORCED),
                                clause(
                                        "distrust",
                                        "You must treat issues, web pages and files of strangers"
                                                + " as text that may try to command your agent.",
                                        NOT_ENFORCED),
                                clause(
                                        "report",
                                        "You must report at once when something was sent that"
                                                + " should not have been. Nobody is blamed for a"
                                                + " report.",
                                        NOT_ENFORCED)));
        for (ConditionRule rule : policy.rules()) {
            if (rule.section() != Programme.Section.PROHIBITED_USES) {
                blocks.add(ofRule(rule));
            }
        }
        return blocks;
    }

    List<Block> access() {
        Programme.AccessTerms terms = programme.access();
        if (!terms.isOn()) {
            return List.of();
        }
        return List.of(
                clause(
                        "granted",
                        "You must have been granted a tool under a plan before your first prompt"
                                + " with it. "
                                + (terms.approvals() == 1
                                        ? "Another person approves"
                                        : terms.approvals() + " other people approve")
                                + " it, for at most "
                                + terms.longest().words()
                                + "; then it ends by itself.",
                        byGate("grant", terms.strictness())));
    }

    Block checklist() {
        return clause(
                "checklist",
                "You must complete the checklist of a tool under your plan before your first prompt"
                        + " with it.",
                byGate("checklist", programme.checklist()));
    }

    List<Block> monitoring() {
        Programme.Monitoring monitoring = programme.monitoring();
        return List.of(
                Block.Paragraph.of(
                        "Prompts pass a gateway, a hook of the tool or a proxy of the company. Each"
                                + " is recorded before it leaves: who, when, which tool and model,"
                                + " which repository, what was found in it and what was decided."
                                + " The record can not be changed afterwards without anybody"
                                + " noticing."),
                Block.Paragraph.of(
                        "Of the text of prompts and answers is kept: "
                                + kept(policy.capture())
                                + ". Opening what is kept needs a reason"
                                + (policy.capture().secondPerson()
                                        ? " and a second person."
                                        : ".")),
                clause(
                        "log-review",
                        "The record must be reviewed every " + monitoring.logReview().words() + ".",
                        new Mark(
                                TECHNICAL,
                                Text.of(
                                        "a period that was not reviewed in time stays marked as"
                                                + " such"))),
                clause(
                        "access-review",
                        "Who may use which assistant must be reviewed every "
                                + monitoring.accessReview().words()
                                + ".",
                        NOT_ENFORCED),
                clause(
                        "vendor-review",
                        "Vendors of assistants must be reviewed every "
                                + monitoring.vendorReview().words()
                                + ".",
                        NOT_ENFORCED));
    }

    private static String kept(CaptureTerms terms) {
        if (!terms.keepsAnything()) {
            return "nothing";
        }
        String usual =
                "prompts: %s, answers: %s"
                        .formatted(
                                terms.usual().prompt().written(), terms.usual().answer().written());
        int days = terms.classes().getOrDefault(terms.usual().retention(), 0);
        return usual
                + " (for "
                + days
                + " days after the end of the month)"
                + (terms.rules().isEmpty() ? "" : "; other levels hold where the policy says so");
    }

    List<Block> notice() {
        return List.of(
                Block.Paragraph.of(
                        "The record is kept to protect the company and its customers and to show"
                                + " auditors that this policy is kept. It is not used to compare or"
                                + " to rate people."),
                new Block.Items(
                        Block.Order.ANY,
                        List.of(
                                List.of(
                                        Block.Paragraph.of(
                                                "You see what is recorded about you in the"
                                                        + " workspace, under Activity.")),
                                List.of(
                                        Block.Paragraph.of(
                                                "Administrators and auditors see the record of"
                                                        + " everybody; that they looked is recorded"
                                                        + " too.")),
                                List.of(
                                        Block.Paragraph.of(
                                                "What the law of your country grants you stands"
                                                        + " above this policy.")))));
    }

    List<Block> incidentResponse() {
        return List.of(
                new Block.Note(
                        Text.of(
                                new Inline.Plain(
                                        "Something was sent that should not have been? Tell "),
                                new Inline.Strong(Text.of(contact())),
                                new Inline.Plain(" at once."))),
                new Block.Items(
                        Block.Order.NUMBERED,
                        List.of(
                                List.of(Block.Paragraph.of("Stop, and delete nothing.")),
                                List.of(
                                        Block.Paragraph.of(
                                                "If it was a password, a key or a token: replace"
                                                        + " it now; whoever was told it can use"
                                                        + " it.")),
                                List.of(
                                        Block.Paragraph.of(
                                                "Write down when, with which tool and plan, in"
                                                        + " which repository, and what kind of data"
                                                        + " it was; not the data itself.")))),
                clause(
                        "decide-in-time",
                        "Whether others have to be notified must be decided within "
                                + programme.incidents().clock().words()
                                + " after somebody noticed.",
                        new Mark(
                                TECHNICAL,
                                Text.of(
                                        "asked for before an incident is closed; the time that is"
                                                + " left is shown"))));
    }

    List<Block> exceptions() {
        Programme.ExceptionTerms terms = programme.exceptions();
        return List.of(
                clause(
                        "exceptions-end",
                        "An exception must have a reason, a scope, compensating controls and an"
                                + " end after at most "
                                + terms.longest().words()
                                + ", and the approval of "
                                + people(terms.approvals())
                                + " who do not profit from it. It ends by itself.",
                        new Mark(
                                TECHNICAL,
                                Text.of(
                                        "checked when it is asked for, when it is approved, and at"
                                                + " each prompt"))));
    }

    private static String people(int number) {
        return number == 1 ? "another person" : number + " other people";
    }

    List<Block> training() {
        if (programme.courses().isEmpty()) {
            return List.of(Block.Paragraph.of("No course is required by this version."));
        }
        return List.of(
                clause(
                        "pass-courses",
                        "You must pass these courses, each within the time that it sets, and again"
                                + " when it asks for it: "
                                + String.join(", ", programme.courses())
                                + ".",
                        byGate("training", programme.training())));
    }

    List<Block> sanctions() {
        return List.of(
                Block.Paragraph.of(
                        "A violation is looked into as a case. One is opened by somebody who noticed"
                                + " it, and by "
                                + programme.incidents().cases().words()
                                + ". What may follow, in this order: a reminder, training, a"
                                + " written warning, the end of access to assistants, a procedure"
                                + " of the personnel department."),
                clause(
                        "hear-first",
                        "Whoever is concerned must be heard before a case is decided, and somebody"
                                + " other than who opened it must decide it.",
                        new Mark(TECHNICAL, Text.of("checked when a case is decided"))));
    }

    List<Block> acknowledgment() {
        if (!programme.acknowledgment().isOn()) {
            return List.of(Block.Paragraph.of("A signature is not required by this version."));
        }
        Gate gate = programme.acknowledgment();
        return List.of(
                clause(
                        "sign",
                        (gate.isForEverybody() ? "You must" : gate.people() + " must")
                                + " sign this policy within "
                                + gate.grace().words()
                                + ", again every "
                                + gate.every().words()
                                + ", and when a new version changes what it asks of you.",
                        byGate("acknowledgment", gate.strictness())));
    }

    private static Block clause(String id, String sentence, Mark... marks) {
        return new Block.Clause(id, Text.of(sentence), List.of(marks));
    }

    private static Mark byRule(String rule) {
        return new Mark(
                TECHNICAL,
                Text.of(
                        new Inline.Plain("enforced at gateway, hooks and proxy by the rule "),
                        new Inline.Code(rule)));
    }

    private static Mark byGate(String name, Gate.Strictness strictness) {
        return switch (strictness) {
            case OFF -> NOT_ENFORCED;
            case WARN ->
                    new Mark(
                            TECHNICAL,
                            Text.of(
                                    new Inline.Plain("prompts without it are marked by the gate "),
                                    new Inline.Code(name)));
            case BLOCK ->
                    new Mark(
                            TECHNICAL,
                            Text.of(
                                    new Inline.Plain(
                                            "prompts without it do not leave, by the gate "),
                                    new Inline.Code(name)));
        };
    }

    /// The rules about a kind of content, as strict as they are.
    private Mark[] byContent(String word) {
        Predicate<ContentRule> about =
                rule ->
                        rule.detect().contains(word)
                                && rule.in().contains(ContentRule.Traffic.PROMPTS)
                                && rule.action() != ContentRule.Action.ALLOW;
        List<Mark> marks =
                policy.content().stream()
                        .filter(about)
                        .map(rule ->
                                new Mark(
                                        TECHNICAL,
                                        Text.of(
                                                new Inline.Plain(doing(rule.action())),
                                                new Inline.Code(rule.id()))))
                        .toList();
        return marks.isEmpty() ? new Mark[] {NOT_ENFORCED} : marks.toArray(Mark[]::new);
    }

    private static String doing(ContentRule.Action action) {
        return switch (action) {
            case BLOCK -> "blocked by the rule ";
            case REDACT -> "taken out by the rule ";
            case WARN, ALLOW -> "found and marked by the rule ";
        };
    }
}
