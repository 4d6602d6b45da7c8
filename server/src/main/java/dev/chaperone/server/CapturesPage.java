// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.DrawerFacts;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.erasures.Certificate;
import dev.chaperone.workspace.erasures.Erasure;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts the page about captured content together.
final class CapturesPage {
    private static final int ROWS = 50;

    private final CapturedContent content;
    private final Workspace workspace;

    CapturesPage(Workspace workspace) {
        this.workspace = workspace;
        this.content = workspace.content();
    }

    CapturesView of(SignedIn caller) {
        return new Rows(caller).view();
    }

    /// The page for one reader at one moment.
    private final class Rows {
        private final SignedIn caller;
        private final Instant now = workspace.clock().instant();
        private final People names = new People(workspace);

        Rows(SignedIn caller) {
            this.caller = caller;
        }

        CapturesView view() {
            boolean manage = caller.may(Permission.MANAGE_CAPTURES);
            return new CapturesView(
                    disk(),
                    content.openings().rule().secondPerson()
                            ? "Opening captured content takes two people: one asks with a reason,"
                                    + " another approves. Then the asker may open it for 24 hours."
                            : "The policy in force lets the asker open captured content without a"
                                    + " second person. That is a recorded choice of the policy.",
                    new CapturesView.Rights(manage),
                    waiting(),
                    content.openings().list(null, ROWS).items().stream().map(this::row).toList(),
                    content.holds().list(null, ROWS).items().stream().map(this::row).toList(),
                    content.erasures().list(null, ROWS).items().stream().map(this::row).toList(),
                    content.erasures().certificates(null, ROWS).items().stream()
                            .map(this::row)
                            .toList(),
                    manage ? names.options() : List.of());
        }

        private CapturesView.Disk disk() {
            try {
                long bodies = 0;
                long bytes = 0;
                long drawers = 0;
                for (DrawerFacts facts : content.store().drawers()) {
                    bodies += facts.bodies();
                    bytes += facts.bytes();
                    drawers += facts.bodies() > 0 ? 1 : 0;
                }
                return new CapturesView.Disk(
                        Words.count(bodies, "prompt or answer", "prompts and answers"),
                        Words.count(bytes, "byte", "bytes") + " on disk",
                        Words.count(drawers, "file", "files"),
                        Words.count(content.expiry().due().size(), "file", "files"),
                        content.store().trouble().orElse(null),
                        Moment.of(now, now),
                        bodies == 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<CapturesView.Wish> waiting() {
            List<CapturesView.Wish> waiting = new ArrayList<>();
            for (Opening opening : content.openings().waiting()) {
                waiting.add(
                        wish(
                                opening.id(),
                                "Open",
                                "a request of " + names.name(opening.person()),
                                "/activity/" + opening.interaction(),
                                opening.wish(),
                                "/captures/openings/" + opening.id(),
                                opening.person(),
                                Permission.DECIDE_OPENINGS));
            }
            for (Hold hold : content.holds().binding()) {
                Petition release = hold.release();
                if (hold.state(now) == Hold.State.ASKED) {
                    waiting.add(holding(hold, "Hold", hold.wish(), ""));
                } else if (release != null && hold.state(now) == Hold.State.RELEASE_ASKED) {
                    waiting.add(holding(hold, "Release the hold on", release, "/release"));
                }
            }
            for (Erasure erasure : content.erasures().waiting()) {
                waiting.add(
                        wish(
                                erasure.id(),
                                "Erase",
                                "everything captured of " + names.name(erasure.person()),
                                null,
                                erasure.wish(),
                                "/captures/erasures/" + erasure.id(),
                                erasure.person(),
                                Permission.CONFIRM_CAPTURES));
            }
            return waiting;
        }

        private CapturesView.Wish holding(
                Hold hold, String what, Petition petition, String release) {
            return wish(
                    hold.id(),
                    what,
                    scope(hold),
                    null,
                    petition,
                    "/captures/holds/" + hold.id() + release,
                    hold.person(),
                    Permission.CONFIRM_CAPTURES);
        }

        private String scope(Hold hold) {
            PersonId person = hold.person();
            return "everything captured" + (person == null ? "" : " of " + names.name(person));
        }

        private CapturesView.Wish wish(
                String id,
                String what,
                String about,
                @Nullable String href,
                Petition petition,
                String path,
                @Nullable PersonId concerned,
                Permission needed) {
            return new CapturesView.Wish(
                    id,
                    what,
                    about,
                    href,
                    petition.reason(),
                    names.name(petition.askedBy()),
                    Moment.of(petition.askedAt(), now),
                    Moment.of(petition.lapsesAt(), now),
                    path,
                    hindrance(petition, concerned, needed));
        }

        private @Nullable String hindrance(
                Petition petition, @Nullable PersonId concerned, Permission needed) {
            PersonId me = caller.person();
            if (!caller.may(needed)) {
                return "Somebody with the permission " + needed.written() + " has to decide.";
            }
            if (me == null) {
                return "The administrator token is nobody's name: sign in as a person.";
            }
            if (me.equals(petition.askedBy())) {
                return "You asked for it: another person has to decide.";
            }
            return me.equals(concerned)
                    ? "It is about you: a person whom it does not concern has to decide."
                    : null;
        }

        private CapturesView.OpeningRow row(Opening opening) {
            boolean mine = opening.wish().askedBy().equals(caller.person());
            boolean open = mine && content.openings().isReadable(opening);
            int times = opening.readings().size();
            return new CapturesView.OpeningRow(
                    opening.id(),
                    "/activity/" + opening.interaction(),
                    names.name(opening.person()),
                    opening.wish().reason(),
                    names.name(opening.wish().askedBy()),
                    Moment.of(opening.wish().askedAt(), now),
                    CaptureMarks.of(opening.state(now)),
                    opening.wish().verdict() == null ? "" : names.decided(opening.wish()),
                    times == 0 ? "not opened" : "opened " + Words.count(times, "time", "times"),
                    open ? "/captures/openings/" + opening.id() + "/content" : null);
        }

        private CapturesView.HoldRow row(Hold hold) {
            boolean releasable =
                    hold.state(now) == Hold.State.HELD && caller.may(Permission.MANAGE_CAPTURES);
            return new CapturesView.HoldRow(
                    hold.id(),
                    hold.person() == null ? "Everybody" : names.name(hold.person()),
                    hold.wish().reason(),
                    names.both(hold.wish()),
                    CaptureMarks.of(hold.state(now)),
                    Moment.day(hold.review()),
                    hold.reviewIsDue(now),
                    releasable ? "/captures/holds/" + hold.id() + "/release" : null);
        }

        private CapturesView.ErasureRow row(Erasure erasure) {
            Certificate certificate = erasure.certificate();
            return new CapturesView.ErasureRow(
                    erasure.id(),
                    names.name(erasure.person()),
                    erasure.wish().reason(),
                    names.both(erasure.wish()),
                    CaptureMarks.of(erasure.state(now)),
                    certificate == null ? "" : contents(certificate));
        }

        private CapturesView.CertificateRow row(Certificate certificate) {
            return new CapturesView.CertificateRow(
                    certificate.id(),
                    Moment.of(certificate.at(), now),
                    Words.sentence(
                            certificate.erasure() == null
                                    ? "expired: " + certificate.rule()
                                    : certificate.rule()),
                    contents(certificate),
                    Words.number(certificate.entry()),
                    certificate.digest().toString(),
                    certificate.lines());
        }

        private String contents(Certificate certificate) {
            if (certificate.drawers().isEmpty()) {
                return "nothing was kept";
            }
            return Words.count(certificate.bodies(), "prompt or answer", "prompts and answers")
                    + " in "
                    + Words.count(certificate.drawers().size(), "file", "files")
                    + ", "
                    + Words.count(certificate.bytes(), "byte", "bytes")
                    + "; "
                    + certificate.months()
                    + "; "
                    + certificate.retention();
        }
    }

    /// Names behind ids.
    private record People(Workspace workspace) {
        String name(PersonId id) {
            return workspace
                    .people()
                    .find(id)
                    .map(Person::name)
                    .orElse("a person who is no longer known");
        }

        String decided(Petition petition) {
            Petition.Verdict verdict = petition.verdict();
            return verdict == null
                    ? "not decided yet"
                    : (verdict.approved() ? "approved by " : "refused by ") + name(verdict.by());
        }

        String both(Petition petition) {
            return "asked by " + name(petition.askedBy()) + ", " + decided(petition);
        }

        List<CapturesView.Option> options() {
            return Page.all(workspace.people()::list).stream()
                    .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER))
                    .map(person -> new CapturesView.Option(person.id().value(), person.name()))
                    .toList();
        }
    }
}
