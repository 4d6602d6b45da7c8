// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.services.ServiceScope;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a route may ask of whoever calls it.
enum Permission {
    /// Be signed in.
    ENTER,
    /// Read requests: one's own, at least.
    READ_ACTIVITY,
    READ_EVERYBODYS_ACTIVITY,
    READ_PEOPLE,
    MANAGE_PEOPLE,
    MANAGE_TOKENS,
    READ_POLICY,
    PUBLISH_POLICY,
    /// Enter and confirm signatures on paper, and ask somebody to sign again.
    KEEP_SIGNATURES,
    /// Ask for access to a tool, and see one's own.
    ASK_ACCESS,
    /// Approve or reject what others ask for.
    DECIDE_ACCESS,
    /// See who was granted what.
    READ_ACCESS,
    /// End what was granted, and prove accounts at vendors.
    MANAGE_ACCESS,
    /// Ask for an exception from a rule.
    ASK_EXCEPTION,
    /// Approve, reject and revoke exceptions that others asked for.
    DECIDE_EXCEPTION,
    /// Report what was sent and should not have been.
    REPORT_INCIDENT,
    /// See reports: one's own, at least.
    SEE_INCIDENTS,
    /// See everybody's reports.
    READ_INCIDENTS,
    /// State what is known of an incident, and close it.
    HANDLE_INCIDENTS,
    /// See cases about oneself, and say something to them.
    ANSWER_CASES,
    /// See that there are cases, and how they ended; not about whom.
    READ_CASES,
    /// Open cases, see about whom they are, and decide them.
    DECIDE_CASES,
    /// See which periods of the record were reviewed, with what result, and what there is to look
    /// at.
    READ_LOG_REVIEWS,
    /// Review the record and conclude.
    REVIEW_LOGS,
    /// See what people and systems are told.
    READ_DELIVERIES,
    /// Try again what could not be delivered.
    MANAGE_DELIVERIES,
    /// See what the company's own secrets are called.
    READ_SECRETS,
    /// Add and remove them, and have the key of their fingerprints.
    MANAGE_SECRETS,
    READ_LEDGER,
    /// See who opened, held and erased captured content, and why; not the content.
    READ_CAPTURES,
    /// Ask to read captured content, and read it when the policy's rule is met.
    OPEN_CAPTURES,
    /// Be the second person when somebody asks to read captured content.
    DECIDE_OPENINGS,
    /// Ask for legal holds, their release, and erasures.
    MANAGE_CAPTURES,
    /// Be the second person for legal holds, their release, and erasures.
    CONFIRM_CAPTURES,
    /// Read courses and take their quizzes, each for themselves.
    TAKE_TRAINING,
    /// See how everybody stands with the training.
    READ_TRAINING,
    /// Ask somebody to take a course again.
    ASSIGN_TRAINING,
    /// See what works and what does not.
    READ_CHECKS,
    /// Keep people in step with the company's directory.
    PROVISION,
    /// Empty the tables of the activity and let them fill again from the ledger.
    REBUILD_SEARCH;

    /// The spelling in messages and in the API's description.
    String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What everybody may do who uses AI tools.
    private static final Set<Permission> OWN =
            EnumSet.of(
                    ENTER,
                    READ_ACTIVITY,
                    READ_POLICY,
                    ASK_ACCESS,
                    ASK_EXCEPTION,
                    REPORT_INCIDENT,
                    SEE_INCIDENTS,
                    ANSWER_CASES,
                    TAKE_TRAINING);

    /// What an auditor may do: read, and of what is asked of everybody the part that nobody else
    /// can do for them (say something to a case about oneself, take a course, sign).
    private static final Set<Permission> AUDITING =
            EnumSet.of(
                    ENTER,
                    READ_ACTIVITY,
                    READ_EVERYBODYS_ACTIVITY,
                    READ_PEOPLE,
                    READ_ACCESS,
                    READ_POLICY,
                    SEE_INCIDENTS,
                    READ_INCIDENTS,
                    ANSWER_CASES,
                    READ_CASES,
                    READ_LOG_REVIEWS,
                    READ_DELIVERIES,
                    READ_SECRETS,
                    READ_LEDGER,
                    READ_CAPTURES,
                    TAKE_TRAINING,
                    READ_TRAINING,
                    READ_CHECKS);

    /// What only those do who set the product up.
    private static final Set<Permission> SETTING_UP =
            EnumSet.of(
                    MANAGE_PEOPLE,
                    MANAGE_TOKENS,
                    MANAGE_SECRETS,
                    MANAGE_DELIVERIES,
                    PROVISION,
                    REBUILD_SEARCH);

    /// What a token of a program may do. None may make people or tokens that could do more than
    /// itself.
    static Set<Permission> of(ServiceScope scope) {
        return switch (scope) {
            case SCIM -> EnumSet.of(PROVISION);
            case READ ->
                    EnumSet.of(
                            ENTER,
                            READ_ACTIVITY,
                            READ_EVERYBODYS_ACTIVITY,
                            READ_PEOPLE,
                            READ_POLICY,
                            SEE_INCIDENTS,
                            READ_INCIDENTS,
                            READ_CASES,
                            READ_DELIVERIES,
                            READ_TRAINING,
                            READ_CHECKS);
            case EXPORT -> EnumSet.of(READ_LEDGER);
        };
    }

    /// What a role may do.
    static Set<Permission> of(Role role) {
        return switch (role) {
            case ADMINISTRATOR -> EnumSet.allOf(Permission.class);
            case COMPLIANCE_LEAD -> EnumSet.complementOf(EnumSet.copyOf(SETTING_UP));
            case APPROVER -> with(OWN, READ_PEOPLE, READ_ACCESS, DECIDE_ACCESS, DECIDE_EXCEPTION);
            case TEAM_LEAD -> with(OWN, READ_PEOPLE, DECIDE_ACCESS);
            case DEVELOPER -> OWN;
            case AUDITOR -> AUDITING;
            case READ_ONLY ->
                    EnumSet.of(
                            ENTER,
                            READ_ACTIVITY,
                            READ_POLICY,
                            REPORT_INCIDENT,
                            SEE_INCIDENTS,
                            ANSWER_CASES,
                            READ_CASES,
                            READ_DELIVERIES,
                            TAKE_TRAINING,
                            READ_TRAINING,
                            READ_CHECKS);
        };
    }

    private static Set<Permission> with(Set<Permission> some, Permission... more) {
        Set<Permission> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }
}
