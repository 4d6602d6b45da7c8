// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is stated about an incident, in the order in which it is worked through. Every field that
/// is needed has to be stated before the incident can be closed; some are needed only after another
/// was answered in one way.
@SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of
public enum Field {
    NOTICED(Stage.REPORTED, "noticed", "When it was noticed", Kind.MOMENT),
    SUBMITTED(Stage.REPORTED, "submitted", "When it was sent", Kind.MOMENT),
    DESCRIPTION(
            Stage.REPORTED, "description", "What happened, without the secret itself", Kind.TEXT),
    TOOL(Stage.TRIAGED, "tool", "Tool", Kind.LINE),
    PLAN(Stage.TRIAGED, "plan", "Plan", Kind.LINE),
    SURFACE(Stage.TRIAGED, "surface", "Where in the tool", Kind.LINE),
    ACCOUNT(Stage.TRIAGED, "account", "Whose account", "corporate", "personal", "unknown"),
    REPOSITORY(Stage.TRIAGED, "repository", "Repository, or none", Kind.LINE),
    DATA(Stage.TRIAGED, "data-classes", "What kind of data", Kind.LINE),
    RETENTION(
            Stage.TRIAGED,
            "retention",
            "How long the vendor keeps it, from which source",
            Kind.TEXT),
    CREDENTIAL(
            Stage.CONTAINED,
            "credential",
            "A credential that was in it",
            "rotated",
            "none-involved",
            "can-not-be-rotated"),
    ROTATED(Stage.CONTAINED, "rotated", "When it was rotated", Kind.MOMENT, CREDENTIAL, "rotated"),
    ROTATION_PROOF(
            Stage.CONTAINED,
            "rotation-proof",
            "How one sees that the old one is dead",
            Kind.TEXT,
            CREDENTIAL,
            "rotated"),
    CONTAINMENT(
            Stage.CONTAINED,
            "containment",
            "What limits the damage instead",
            Kind.TEXT,
            CREDENTIAL,
            "can-not-be-rotated"),
    DELETION(
            Stage.CONTAINED,
            "deletion",
            "Deletion by the vendor",
            "requested",
            "not-needed",
            "not-offered"),
    DELETION_SENT(
            Stage.CONTAINED,
            "deletion-sent",
            "When the vendor was asked",
            Kind.MOMENT,
            DELETION,
            "requested"),
    DELETION_REFERENCE(
            Stage.CONTAINED,
            "deletion-reference",
            "The vendor's reference",
            Kind.LINE,
            DELETION,
            "requested"),
    DELETION_ANSWER(
            Stage.CONTAINED,
            "deletion-answer",
            "What the vendor answered",
            Kind.TEXT,
            DELETION,
            "requested"),
    DELETION_REASON(
            Stage.CONTAINED,
            "deletion-reason",
            "Why the vendor is not asked",
            Kind.TEXT,
            DELETION,
            "not-needed",
            "not-offered"),
    PERSONAL_DATA(Stage.ASSESSED, "personal-data", "Data about people", "yes", "no"),
    ASSESSMENT(Stage.ASSESSED, "assessment", "What it can lead to", Kind.TEXT),
    CUSTOMERS(Stage.ASSESSED, "customers", "Customers concerned, or none", Kind.TEXT),
    CUSTOMER_HOURS(
            Stage.ASSESSED,
            "customer-hours",
            "Hours within which a contract wants them told, or none",
            Kind.LINE),
    NOTIFICATION(
            Stage.NOTIFIED,
            "notification",
            "Authorities, people or customers",
            "told",
            "not-required"),
    NOTIFIED(Stage.NOTIFIED, "notified", "When they were told", Kind.MOMENT, NOTIFICATION, "told"),
    NOTIFICATION_REASON(Stage.NOTIFIED, "notification-reason", "Why this was decided", Kind.TEXT),
    ROOT_CAUSE(Stage.CLOSED, "root-cause", "Why it could happen", Kind.TEXT),
    CORRECTIVE_ACTION(
            Stage.CLOSED, "corrective-action", "What changes so that it does not", Kind.TEXT),
    LESSONS(Stage.CLOSED, "lessons", "What others can learn", Kind.TEXT);

    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_TEXT = 4_000;

    private final Stage stage;
    private final String written;
    private final String label;
    private final Kind kind;
    private final List<String> choices;
    private final @Nullable Field other;
    private final List<String> answers;

    Field(Stage stage, String written, String label, Kind kind) {
        this(stage, written, label, kind, List.of(), null, List.of());
    }

    Field(Stage stage, String written, String label, String... choices) {
        this(stage, written, label, Kind.CHOICE, List.of(choices), null, List.of());
    }

    Field(Stage stage, String written, String label, Kind kind, Field other, String... answers) {
        this(stage, written, label, kind, List.of(), other, List.of(answers));
    }

    Field(
            Stage stage,
            String written,
            String label,
            Kind kind,
            List<String> choices,
            @Nullable Field other,
            List<String> answers) {
        this.stage = stage;
        this.written = written;
        this.label = label;
        this.kind = kind;
        this.choices = choices;
        this.other = other;
        this.answers = answers;
    }

    /// What is written into it.
    public enum Kind {
        /// A moment in ISO 8601.
        MOMENT,
        /// One of its choices.
        CHOICE,
        LINE,
        TEXT
    }

    /// The stage that is reached when it is stated with all others of its stage.
    public Stage stage() {
        return stage;
    }

    /// Its name in the API.
    public String written() {
        return written;
    }

    /// For people.
    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    /// Empty unless it is a choice.
    public List<String> choices() {
        return choices;
    }

    /// Whether it has to be stated, as far as the others are.
    public boolean isNeeded(Map<Field, String> facts) {
        return other == null || answers.contains(facts.getOrDefault(other, ""));
    }

    public static Optional<Field> of(String written) {
        return Arrays.stream(values()).filter(each -> each.written.equals(written)).findFirst();
    }

    /// Refuses what can not be stated here.
    ///
    /// @return the value without white space around it, and lines ending in one way
    String check(String value) {
        String given = value.strip().replace("\r\n", "\n");
        switch (kind) {
            case MOMENT -> checkMoment(given);
            case CHOICE -> {
                if (!choices.contains(given)) {
                    throw RejectedException.invalid(
                            "%s is one of: %s.".formatted(written, String.join(", ", choices)));
                }
            }
            case LINE -> Text.check(written, given, LONGEST_LINE);
            case TEXT -> Text.checkLines(written, given, LONGEST_TEXT);
        }
        return given;
    }

    private void checkMoment(String given) {
        try {
            Instant.parse(given);
        } catch (DateTimeParseException e) {
            throw RejectedException.invalid(
                    written + " is '" + given + "', not a time such as 2026-11-24T14:00:00Z.");
        }
    }
}
