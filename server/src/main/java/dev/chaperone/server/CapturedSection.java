// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.erasures.Keeping;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.openings.CapturedBody;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Puts together what the page about a request says about captured content. Who has the permission
/// sees every wish to read; the person concerned sees when it was opened and why, not by whom.
final class CapturedSection {
    private final Openings openings;
    private final People people;
    private final Clock clock;

    CapturedSection(Workspace workspace) {
        this.openings = workspace.content().openings();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    CapturedView of(Interaction interaction, SignedIn caller) {
        try {
            return view(interaction, caller);
        } catch (RejectedException rejected) {
            return new CapturedView(
                    interaction.id(),
                    List.of(),
                    List.of(),
                    false,
                    false,
                    caller.may(Permission.READ_CAPTURES),
                    rejected.getMessage());
        }
    }

    private CapturedView view(Interaction interaction, SignedIn caller) {
        List<CapturedBody> bodies = openings.captured(interaction);
        boolean all = caller.may(Permission.READ_CAPTURES);
        boolean openable = bodies.stream().anyMatch(CapturedBody::isOpenable);
        return new CapturedView(
                interaction.id(),
                bodies.stream().map(this::row).toList(),
                openings.of(interaction).stream()
                        .filter(opening -> all || !opening.readings().isEmpty())
                        .map(opening -> all ? row(opening, caller) : reading(opening))
                        .toList(),
                openable && caller.may(Permission.OPEN_CAPTURES),
                !openings.rule().secondPerson(),
                all,
                null);
    }

    private CapturedView.BodyRow row(CapturedBody body) {
        return new CapturedView.BodyRow(
                Words.sentence(ShownText.word(body.side())),
                level(body.level())
                        + (body.drawer() == null
                                ? ""
                                : "; retention class “" + body.drawer().retention() + "”")
                        + (body.failed()
                                ? "; the policy wanted more, and it could not be stored"
                                : ""),
                CaptureMarks.of(body.keeping()),
                detail(body.keeping()));
    }

    static String level(CaptureLevel level) {
        return switch (level) {
            case METADATA -> "metadata: size, counts and a salted commitment";
            case DIGEST -> "digest: its parts can be recognised, none can be read";
            case REDACTED -> "redacted: the text, with what detectors found masked";
            case FULL -> "full: the exact bytes";
        };
    }

    private String detail(@Nullable Keeping keeping) {
        return switch (keeping) {
            case null -> "No text is kept.";
            case Keeping.Kept(var until, var known) ->
                    "Until "
                            + exact(until)
                            + (known
                                    ? "."
                                    : ", the longest of the policy's classes: it does not name this"
                                            + " one any more.");
            case Keeping.Held(var until, var holds) ->
                    "Kept by a legal hold ("
                            + holds.stream().map(Hold::id).collect(Collectors.joining(", "))
                            + "), also beyond "
                            + exact(until)
                            + ".";
            case Keeping.Erased(var erasure, var at) ->
                    (at == null ? "Being erased" : "On " + exact(at))
                            + ": "
                            + erasure.wish().reason();
            case Keeping.Expired(var destroyed, var rule) ->
                    "By the rule "
                            + rule
                            + (destroyed == null
                                    ? "; it is closed, and its key goes within the hour."
                                    : "; its key was destroyed on " + exact(destroyed) + ".");
        };
    }

    private CapturedView.OpenedRow row(Opening opening, SignedIn caller) {
        Petition wish = opening.wish();
        Petition.Verdict verdict = wish.verdict();
        boolean mine = wish.askedBy().equals(caller.person());
        boolean open = mine && openings.isReadable(opening);
        String decided =
                verdict == null
                        ? ""
                        : (verdict.approved() ? "; approved by " : "; refused by ")
                                + name(verdict.by());
        return new CapturedView.OpenedRow(
                opening.id(),
                CaptureMarks.of(opening.state(clock.instant())),
                "Asked by "
                        + name(wish.askedBy())
                        + " on "
                        + exact(wish.askedAt())
                        + decided
                        + ". "
                        + read(opening),
                wish.reason(),
                open ? "/captures/openings/" + opening.id() + "/content" : null);
    }

    private CapturedView.OpenedRow reading(Opening opening) {
        return new CapturedView.OpenedRow(
                opening.id(),
                new Mark("warned", "eye", "Opened"),
                read(opening),
                opening.wish().reason(),
                null);
    }

    private String read(Opening opening) {
        if (opening.readings().isEmpty()) {
            return "Not opened.";
        }
        return opening.readings().stream()
                .map(reading -> "Opened (" + reading.sides() + ") on " + exact(reading.at()) + ".")
                .collect(Collectors.joining(" "));
    }

    private String name(PersonId id) {
        return people.find(id).map(Person::name).orElse("a person who is no longer known");
    }

    private String exact(Instant at) {
        return Moment.words(at);
    }
}
