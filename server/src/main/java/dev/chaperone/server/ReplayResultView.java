// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Effect;
import dev.chaperone.policy.Replayed;
import dev.chaperone.policy.Share;
import dev.chaperone.policy.Unjudged;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.replays.NewReplay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// What a text would have decided on recorded traffic, on the page of its proposal.
///
/// @param period in words
/// @param mark whether decisions change
/// @param charts the same picture for a wide and a narrow screen; none when nothing was judged
/// @param moves what changes into what
/// @param hash of the text
record ReplayResultView(
        String period,
        String hash,
        Mark mark,
        String summary,
        List<ReplayChart> charts,
        List<Move> moves,
        List<Figure> recorded,
        List<Reason> unjudged,
        List<Rule> rules,
        Table repositories,
        Table people,
        Table tools,
        List<Idle> idle,
        String moreIdle,
        List<String> notes) {
    private static final String SEARCH = "/activity";
    private static final int IDLE = 50;

    /// Requests that would have been decided otherwise.
    record Move(Mark before, Mark after, String requests) {}

    /// A number that a search confirms.
    record Figure(Mark mark, String requests, String href) {}

    /// Why some were not judged.
    record Reason(String words, String requests) {}

    /// How often a rule decided.
    record Rule(String name, String before, String after, String href) {}

    /// Of whom or what something changes.
    ///
    /// @param more what is not listed, in words; empty when all is
    record Table(List<Row> rows, String more) {}

    /// One of them.
    record Row(
            String name,
            String changed,
            String blocked,
            String freed,
            String requests,
            String href) {}

    /// A part of the policy that was about no request.
    record Idle(String part, String name, String doubt) {}

    /// @param names of those who are listed
    static ReplayResultView of(Replayed result, NewReplay wanted, Directory.Names names) {
        return new ReplayResultView(
                Moment.words(wanted.since()) + " to " + Moment.words(wanted.until()),
                result.policy().toString(),
                mark(result),
                summary(result),
                result.judged() == 0
                        ? List.of()
                        : List.of(
                                ReplayChart.of(result, ReplayChart.WIDE),
                                ReplayChart.of(result, ReplayChart.NARROW)),
                moves(result),
                recorded(result, wanted),
                unjudged(result),
                result.rules().stream()
                        .map(each ->
                                new Rule(
                                        each.rule(),
                                        Words.number(each.before()),
                                        Words.number(each.after()),
                                        ReplayWords.search(SEARCH, wanted, "q", each.rule())))
                        .toList(),
                table(result.repositories(), wanted, "repository", Share::key),
                new Table(
                        ReplayJson.byName(result.people(), names).stream()
                                .map(each ->
                                        row(
                                                each,
                                                names.shown(new PersonId(each.key())),
                                                wanted,
                                                "person"))
                                .toList(),
                        more(result.people())),
                table(result.tools(), wanted, "tool", Share::key),
                idle(result),
                result.idle().size() > IDLE
                        ? "… and " + Words.number(result.idle().size() - (long) IDLE) + " more."
                        : "",
                ReplayWords.notes(result));
    }

    /// Green only where something was judged, all of it, and nothing changes.
    private static Mark mark(Replayed result) {
        if (result.requests() == 0) {
            return new Mark("", "question", "No data");
        }
        if (result.changed() > 0) {
            return new Mark(
                    "warned",
                    "warn",
                    Words.count(result.changed(), "decision changes", "decisions change"));
        }
        boolean whole = result.judged() == result.requests() && result.unsearched().isEmpty();
        return whole
                ? new Mark("allowed", "check", "No decision changes")
                : new Mark("", "question", "No change in what can be judged");
    }

    private static String summary(Replayed result) {
        if (result.requests() == 0) {
            return "No request was recorded in this time, so nothing can be said about the text.";
        }
        String rest =
                result.otherRule() == 0
                        ? ""
                        : " "
                                + Words.count(
                                        result.otherRule(),
                                        "more would have been decided alike, by another rule.",
                                        "more would have been decided alike, by another rule.");
        return "%s of %s judged would have been decided otherwise; %s recorded.%s"
                .formatted(
                        Words.number(result.changed()),
                        Words.number(result.judged()),
                        Words.count(result.requests(), "request is", "requests are"),
                        rest);
    }

    private static List<Move> moves(Replayed result) {
        record Counted(Effect before, Effect after, long number) {}
        List<Counted> moves = new ArrayList<>();
        for (Effect before : Effect.values()) {
            for (Effect after : Effect.values()) {
                long number = before == after ? 0 : result.decided(before, after);
                if (number > 0) {
                    moves.add(new Counted(before, after, number));
                }
            }
        }
        moves.sort(Comparator.comparingLong(Counted::number).reversed());
        return moves.stream()
                .map(each ->
                        new Move(
                                mark(each.before()),
                                mark(each.after()),
                                Words.number(each.number())))
                .toList();
    }

    private static Mark mark(Effect effect) {
        return Mark.of(Event.Effect.valueOf(effect.name()));
    }

    private static List<Figure> recorded(Replayed result, NewReplay wanted) {
        return Arrays.stream(Effect.values())
                .filter(result.recorded()::containsKey)
                .map(effect ->
                        new Figure(
                                mark(effect),
                                Words.number(result.recorded().getOrDefault(effect, 0L)),
                                ReplayWords.search(SEARCH, wanted, "decision", effect.written())))
                .toList();
    }

    private static List<Reason> unjudged(Replayed result) {
        return Arrays.stream(Unjudged.values())
                .filter(result.unjudged()::containsKey)
                .map(reason ->
                        new Reason(
                                Words.sentence(reason.words()),
                                Words.number(result.unjudged().getOrDefault(reason, 0L))))
                .toList();
    }

    private static Table table(
            Replayed.Listed shares, NewReplay wanted, String filter, Function<Share, String> name) {
        return new Table(
                shares.items().stream()
                        .map(each -> row(each, name.apply(each), wanted, filter))
                        .toList(),
                more(shares));
    }

    private static Row row(Share share, String name, NewReplay wanted, String filter) {
        return new Row(
                name,
                Words.number(share.changed()),
                Words.number(share.blocked()),
                Words.number(share.freed()),
                Words.number(share.requests()),
                ReplayWords.search(SEARCH, wanted, filter, share.key()));
    }

    private static String more(Replayed.Listed shares) {
        long hidden = shares.all() - shares.items().size();
        String words = hidden == 0 ? "" : "… and " + Words.number(hidden) + " more.";
        return shares.untold() == 0
                ? words
                : words
                        + " "
                        + Words.count(shares.untold(), "request", "requests")
                        + " of further ones not told apart.";
    }

    private static List<Idle> idle(Replayed result) {
        return result.idle().stream()
                .limit(IDLE)
                .map(each ->
                        new Idle(
                                switch (each.part()) {
                                    case REPOSITORY -> "Repositories";
                                    case CONDITION -> "Condition";
                                    case CONTENT -> "Content";
                                },
                                each.name(),
                                each.doubt() == null ? "never" : "not known: " + each.doubt()))
                .toList();
    }
}
