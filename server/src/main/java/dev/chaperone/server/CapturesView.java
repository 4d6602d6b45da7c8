// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The page about captured content: what waits for a decision, who opened what, what is held and
/// what was destroyed.
///
/// @param rule what the policy in force says about opening, in a sentence
/// @param waiting wishes that nobody has decided about, the oldest first
record CapturesView(
        Disk disk,
        String rule,
        Rights rights,
        List<Wish> waiting,
        List<OpeningRow> openings,
        List<HoldRow> holds,
        List<ErasureRow> erasures,
        List<CertificateRow> certificates,
        List<Option> people) {
    CapturesView {
        waiting = List.copyOf(waiting);
        openings = List.copyOf(openings);
        holds = List.copyOf(holds);
        erasures = List.copyOf(erasures);
        certificates = List.copyOf(certificates);
        people = List.copyOf(people);
    }

    /// What the reader may do.
    record Rights(boolean manage) {}

    /// What is on the disk.
    ///
    /// @param trouble why nothing is captured now; null when all is well
    record Disk(
            String bodies,
            String bytes,
            String drawers,
            String due,
            @Nullable String trouble,
            Moment asOf,
            boolean empty) {}

    /// Somebody who can be chosen in a form.
    record Option(String id, String name) {}

    /// What somebody asked for.
    ///
    /// @param about in words
    /// @param href page of what it is about; null when there is none
    /// @param path of the forms that decide, without their last word
    /// @param hindrance why this reader can not decide; null when they can
    record Wish(
            String id,
            String what,
            String about,
            @Nullable String href,
            String reason,
            String askedBy,
            Moment asked,
            Moment lapses,
            String path,
            @Nullable String hindrance) {}

    /// A wish to read.
    ///
    /// @param decided who decided, in words
    /// @param readings how often it was opened, in words
    /// @param path of the form that opens it; null when this reader can not
    record OpeningRow(
            String id,
            String href,
            String person,
            String reason,
            String askedBy,
            Moment asked,
            Mark state,
            String decided,
            String readings,
            @Nullable String path) {}

    /// A hold.
    ///
    /// @param release path of the form that asks for its end; null when this reader can not
    record HoldRow(
            String id,
            String scope,
            String reason,
            String people,
            Mark state,
            String review,
            boolean reviewDue,
            @Nullable String release) {}

    /// An erasure.
    record ErasureRow(
            String id, String person, String reason, String people, Mark state, String result) {}

    /// A certificate.
    record CertificateRow(
            String id,
            Moment at,
            String ground,
            String contents,
            String entry,
            String digest,
            String lines) {}

    public String summary() {
        return disk.empty()
                ? "Nothing is kept now"
                : disk.bodies() + " kept in " + disk.drawers() + ", " + disk.bytes();
    }
}
