// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.Edition;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.acknowledgments.Acknowledgment;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.acknowledgments.Progress;
import dev.chaperone.workspace.policies.PolicyVersion;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page on which people read and sign the acceptable use policy.
///
/// @param state what is asked of the reader, as a mark
/// @param sentence the same in words
/// @param signable whether the reader is somebody who can sign
/// @param progress null for those who see their own signature only
/// @param overdue names of those who should have signed; empty for those who may not see them
record AcceptableUseView(
        int version,
        String href,
        String digest,
        String policy,
        Moment published,
        Mark state,
        String sentence,
        boolean signable,
        String consent,
        List<Signature> signatures,
        @Nullable Standing progress,
        List<Late> overdue) {
    /// The most names on one page.
    private static final int MOST = 100;

    private static final int OWN = 20;

    /// A signature that was made.
    record Signature(
            String id, int version, Moment at, String reason, String document, long entry) {}

    /// How many have signed.
    record Standing(String current, String open, String overdue, Moment asOf) {}

    /// Somebody who should have signed.
    record Late(String name, Moment since, String reason) {}

    static AcceptableUseView of(
            PolicyVersion version,
            Acknowledgments acknowledgments,
            Directory directory,
            SignedIn caller,
            Instant now) {
        PersonId person = caller.person();
        AcknowledgmentDuty duty = person == null ? null : acknowledgments.duty(person).orElse(null);
        boolean everybody = caller.may(Permission.READ_EVERYBODYS_ACTIVITY);
        return new AcceptableUseView(
                version.version(),
                AcceptableUseController.PATH + "/" + version.version(),
                String.valueOf(version.document()),
                version.hash().toString(),
                Moment.of(version.publishedAt(), now),
                mark(duty, now),
                sentence(duty, person, now),
                person != null,
                Edition.consent(version.version()),
                person == null
                        ? List.of()
                        : acknowledgments.list(person, null, OWN).items().stream()
                                .map(each -> signature(each, now))
                                .toList(),
                everybody ? standing(acknowledgments.progress(), now) : null,
                everybody ? late(acknowledgments.duties(), directory, now) : List.of());
    }

    private static Mark mark(@Nullable AcknowledgmentDuty duty, Instant now) {
        if (duty == null) {
            return new Mark("", "question", "No signature is asked for");
        }
        if (duty.isOverdue(now)) {
            return new Mark("blocked", "block", "Overdue");
        }
        return duty.isOpen(now)
                ? new Mark("warned", "warn", "To be signed")
                : new Mark("allowed", "check", "Signed");
    }

    private static String sentence(
            @Nullable AcknowledgmentDuty duty, @Nullable PersonId person, Instant now) {
        if (person == null) {
            return "The administrator token is nobody's name: people sign when they are signed in"
                    + " themselves.";
        }
        if (duty == null) {
            return "The policy in force asks nobody to sign it. You can read it here.";
        }
        String why =
                switch (duty.reason()) {
                    case JOINED -> "You have not signed the policy yet";
                    case ANNUAL -> "Your signature has to be renewed";
                    case MATERIAL_CHANGE ->
                            "A version came into force that changes what is asked of you";
                    case ROLE_CHANGE -> "Your work has changed";
                    case VIOLATION -> "You were asked to read and sign it again";
                    case RETURN -> "Welcome back: you were away for long";
                };
        if (duty.isOverdue(now)) {
            return why + ". It was due on " + Moment.words(duty.due()) + ".";
        }
        return duty.isOpen(now)
                ? why + ". It is due by " + Moment.words(duty.due()) + "."
                : "Your signature holds until " + Moment.words(duty.due()) + ".";
    }

    private static Signature signature(Acknowledgment made, Instant now) {
        return new Signature(
                made.id(),
                made.version(),
                Moment.of(made.acknowledgedAt(), now),
                made.reason(),
                made.document().toString(),
                made.entry());
    }

    private static Standing standing(Progress progress, Instant now) {
        return new Standing(
                Words.share(progress.current(), progress.people()),
                Words.share(progress.open(), progress.people()),
                Words.share(progress.overdue(), progress.people()),
                Moment.of(progress.asOf(), now));
    }

    /// By name: this is no ranking.
    private static List<Late> late(
            Map<PersonId, AcknowledgmentDuty> duties, Directory directory, Instant now) {
        List<PersonId> ids =
                duties.entrySet().stream()
                        .filter(each -> each.getValue().isOverdue(now))
                        .map(Map.Entry::getKey)
                        .limit(MOST)
                        .toList();
        Directory.Names names = directory.names(Set.copyOf(ids));
        return ids.stream()
                .map(id -> {
                    AcknowledgmentDuty duty = duties.get(id);
                    return duty == null
                            ? new Late(names.shown(id), Moment.of(now, now), "")
                            : new Late(
                                    names.shown(id),
                                    Moment.of(duty.due(), now),
                                    duty.reason().written());
                })
                .sorted(Comparator.comparing(Late::name))
                .toList();
    }
}
