// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a policy commits the company to beside the rules that decide on prompts.
///
/// @param acknowledgment of the policy's document
/// @param training what becomes of prompts of people who have not passed the courses
/// @param courses that everybody who may use a tool has to pass, by id; each says by when
/// @param checklist the same of a tool's checklist before the first prompt
/// @param access who may use a tool at all, beyond what is allowed
/// @param sections the company's own text for sections of the document, by their names, in Markdown
public record Programme(
        Gate acknowledgment,
        Gate.Strictness training,
        List<String> courses,
        Gate.Strictness checklist,
        AccessTerms access,
        ExceptionTerms exceptions,
        Monitoring monitoring,
        Incidents incidents,
        Approval approval,
        Map<Section, String> sections) {
    public Programme {
        courses = List.copyOf(courses);
        sections = Map.copyOf(sections);
    }

    /// How people are granted a tool.
    ///
    /// @param strictness what becomes of prompts of people who were not granted it
    /// @param approvals of people other than who it is for
    /// @param approvers roles whose holders may approve; team leads for people of their own teams
    /// @param longest from the approval of a grant to its end
    /// @param removal from somebody's leaving to the proof that everything of theirs is gone
    public record AccessTerms(
            Gate.Strictness strictness,
            int approvals,
            Set<String> approvers,
            Interval longest,
            Interval removal) {
        public AccessTerms {
            approvers = Set.copyOf(approvers);
        }

        /// Whether somebody has to be granted a tool.
        public boolean isOn() {
            return strictness != Gate.Strictness.OFF;
        }
    }

    /// What may be excepted from the policy.
    ///
    /// @param longest from the approval of an exception to its end
    /// @param approvals of people other than who asks
    public record ExceptionTerms(Interval longest, int approvals) {}

    /// How often somebody looks.
    public record Monitoring(Interval logReview, Interval accessReview, Interval vendorReview) {}

    /// Whom to tell when something was sent that should not have been.
    ///
    /// @param contact an address or a number, shown in every refusal; null when none is named
    /// @param clock from noticing to the decision on whom to notify
    /// @param cases when refused prompts become a case that somebody decides
    public record Incidents(@Nullable String contact, Interval clock, Cases cases) {}

    /// When a person's refused prompts are looked into.
    ///
    /// @param blocks so many refusals within the interval open a case; 0: none does by its number
    /// @param severe rules of which one refusal is enough
    public record Cases(int blocks, Interval within, Set<String> severe) {
        public Cases {
            severe = Set.copyOf(severe);
        }

        /// For people.
        public String words() {
            String number =
                    blocks == 0
                            ? "no number of refusals"
                            : blocks + " refusals within " + within.words();
            return severe.isEmpty()
                    ? number
                    : number
                            + ", one by "
                            + severe.stream().sorted().collect(Collectors.joining(" or "));
        }
    }

    /// How the next version of this policy comes into force.
    ///
    /// @param approvals of people other than its author
    /// @param stated whether the policy says so itself, or it is the usual
    public record Approval(int approvals, boolean stated) {}

    /// A section of the document for which a company can write its own text.
    public enum Section {
        PURPOSE("purpose"),
        ROLES("roles"),
        APPROVED_TOOLS("approved-tools"),
        PROHIBITED_USES("prohibited-uses"),
        REQUIRED_PRACTICES("required-practices"),
        MONITORING("monitoring"),
        INCIDENT_RESPONSE("incident-response"),
        EXCEPTIONS("exceptions"),
        TRAINING("training"),
        SANCTIONS("sanctions"),
        NOTICE("notice");

        private final String written;

        Section(String written) {
            this.written = written;
        }

        /// As policies and decisions name it.
        public String written() {
            return written;
        }
    }
}
