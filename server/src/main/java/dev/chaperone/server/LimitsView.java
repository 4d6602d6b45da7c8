// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Allowance;
import dev.chaperone.gateway.Standing;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The page about how much may be used and how much is. Of limits that each person has, whoever
/// sees all limits is told how many people stand how, and of nobody by name: nobody is compared.
///
/// @param own whether it is of one person
/// @param asOf when it was counted
record LimitsView(boolean own, String summary, Moment asOf, List<Row> rows) {
    private static final double NEARLY = 0.75;
    private static final int MILLIONTHS = 6;

    /// What to write to have limits.
    public String example() {
        return """
        limits:
          - {name: tokens-a-day, per: team, tokens: 20000000, each: day}
          - {name: prompts-a-minute, per: person, requests: 60, each: minute}\
        """;
    }

    /// Whose page it is.
    record Reader(PersonId person, Set<String> teams) {}

    /// A limit.
    ///
    /// @param most with its stretch of time
    /// @param who has it
    /// @param resets when it begins anew
    record Row(String name, String most, String who, Moment resets, List<Share> shares) {}

    /// What somebody used of it.
    ///
    /// @param percent to be drawn; below 0 where nothing is
    record Share(String who, String used, int percent, Mark state) {}

    private record Shown(
            Limits limits,
            @Nullable Reader reader,
            Function<ToolId, @Nullable String> tools,
            Instant now) {}

    /// @param reader null for all people's
    static LimitsView of(
            Limits limits,
            @Nullable Reader reader,
            Function<ToolId, @Nullable String> tools,
            Instant now) {
        Shown shown = new Shown(limits, reader, tools, now);
        List<Standing> standings = limits.standings().get();
        List<Row> rows =
                limits.allowances().stream()
                        .filter(each -> reader == null || concerns(each, reader))
                        .map(each -> row(each, standings, shown))
                        .toList();
        long full =
                rows.stream()
                        .filter(row ->
                                row.shares().stream()
                                        .anyMatch(share -> share.state().style().equals("blocked")))
                        .count();
        String summary =
                rows.isEmpty()
                        ? "No limit is set" + (reader == null ? "." : " for you.")
                        : Words.count(rows.size(), "limit", "limits")
                                + (full == 0
                                        ? ", none used up."
                                        : ", "
                                                + Words.number(full)
                                                + (reader == null
                                                        ? " used up by somebody."
                                                        : " used up."));
        return new LimitsView(reader != null, summary, Moment.of(now, now), rows);
    }

    private static boolean concerns(Allowance allowance, Reader reader) {
        boolean everybodys = allowance.teams().isEmpty() && allowance.per() != Allowance.Per.TEAM;
        boolean everyTeams = allowance.teams().isEmpty() && !reader.teams().isEmpty();
        return everybodys
                || everyTeams
                || reader.teams().stream().anyMatch(allowance.teams()::contains);
    }

    private static Row row(Allowance allowance, List<Standing> all, Shown shown) {
        String who = who(allowance, shown);
        List<Standing> standings =
                all.stream().filter(each -> each.allowance().equals(allowance)).toList();
        List<Share> shares = shares(allowance, standings, shown);
        return new Row(
                allowance.name(),
                amount(allowance, allowance.most(), shown) + " a " + allowance.each().written(),
                who,
                Moment.of(allowance.each().next(shown.now()), shown.now()),
                shares.isEmpty()
                        ? List.of(new Share(Words.sentence(who), "nothing", -1, within(true)))
                        : shares);
    }

    private static List<Share> shares(Allowance allowance, List<Standing> standings, Shown shown) {
        Reader reader = shown.reader();
        return switch (allowance.per()) {
            case PERSON ->
                    reader == null
                            ? List.of(people(standings))
                            : List.of(
                                    share(
                                            "You",
                                            reader.person().value(),
                                            allowance,
                                            standings,
                                            shown));
            case TEAM -> teams(allowance, standings, shown);
            case TOOL -> tools(allowance, standings, shown);
            case COMPANY -> List.of(share("The company", "", allowance, standings, shown));
        };
    }

    private static List<Share> teams(Allowance allowance, List<Standing> standings, Shown shown) {
        Set<String> teams = new TreeSet<>(allowance.teams());
        standings.forEach(each -> teams.add(each.sharer()));
        Reader reader = shown.reader();
        if (reader != null) {
            if (allowance.teams().isEmpty()) {
                teams.addAll(reader.teams());
            }
            teams.retainAll(reader.teams());
        }
        return teams.stream()
                .map(team -> share("Team " + team, team, allowance, standings, shown))
                .toList();
    }

    private static List<Share> tools(Allowance allowance, List<Standing> standings, Shown shown) {
        Set<String> tools = new TreeSet<>();
        allowance.tools().forEach(tool -> tools.add(tool.value()));
        standings.forEach(each -> tools.add(each.sharer()));
        return tools.stream()
                .map(tool ->
                        share(name(new ToolId(tool), shown), tool, allowance, standings, shown))
                .toList();
    }

    /// How many people stand how.
    private static Share people(List<Standing> standings) {
        long full = standings.stream().filter(Standing::isUsedUp).count();
        long nearly =
                standings.stream()
                        .filter(each -> !each.isUsedUp() && each.share() >= NEARLY)
                        .count();
        Mark mark;
        if (full > 0) {
            mark = new Mark("blocked", "block", "Used up by " + people(full));
        } else if (nearly > 0) {
            mark = new Mark("warned", "warn", "Nearly used up by " + people(nearly));
        } else {
            mark = within(standings.isEmpty());
        }
        return new Share("Each person", "by " + people(standings.size()), -1, mark);
    }

    private static String people(long number) {
        return Words.count(number, "person", "people");
    }

    private static Share share(
            String who, String sharer, Allowance allowance, List<Standing> standings, Shown shown) {
        Standing standing =
                standings.stream()
                        .filter(each -> each.sharer().equals(sharer))
                        .findFirst()
                        .orElse(new Standing(allowance, sharer, 0, shown.now()));
        Mark mark;
        if (standing.isUsedUp()) {
            mark = new Mark("blocked", "block", "Used up");
        } else if (standing.share() >= NEARLY) {
            mark = new Mark("warned", "warn", "Nearly used up");
        } else {
            mark = within(standing.used() == 0);
        }
        String used =
                amount(allowance, standing.used(), shown)
                        + " of "
                        + number(allowance, allowance.most())
                        + " ("
                        + percent(standing)
                        + " %)";
        return new Share(who, used, (int) (standing.share() * 100), mark);
    }

    private static String percent(Standing standing) {
        int whole = (int) (standing.share() * 100);
        return whole == 0 && standing.used() > 0 ? "< 1" : Integer.toString(whole);
    }

    private static Mark within(boolean nothing) {
        return nothing
                ? new Mark("", "check", "Nothing used yet")
                : new Mark("allowed", "check", "Within");
    }

    private static String who(Allowance allowance, Shown shown) {
        List<String> words = new ArrayList<>();
        words.add(
                switch (allowance.per()) {
                    case PERSON -> "each person";
                    case TEAM -> "each team";
                    case TOOL -> "each tool";
                    case COMPANY -> "the company together";
                });
        if (!allowance.teams().isEmpty() && allowance.per() != Allowance.Per.TEAM) {
            words.add("of " + String.join(", ", new TreeSet<>(allowance.teams())));
        }
        if (!allowance.tools().isEmpty() && allowance.per() != Allowance.Per.TOOL) {
            words.add(
                    "with "
                            + String.join(
                                    ", ",
                                    allowance.tools().stream()
                                            .map(tool -> name(tool, shown))
                                            .sorted()
                                            .toList()));
        }
        return String.join(" ", words);
    }

    private static String name(ToolId tool, Shown shown) {
        return Objects.requireNonNullElse(shown.tools().apply(tool), tool.value());
    }

    private static String amount(Allowance allowance, long amount, Shown shown) {
        return number(allowance, amount)
                + " "
                + switch (allowance.measure()) {
                    case REQUESTS -> amount == 1 ? "request" : "requests";
                    case TOKENS -> amount == 1 ? "token" : "tokens";
                    case SPEND -> shown.limits().currency();
                };
    }

    private static String number(Allowance allowance, long amount) {
        return allowance.measure() == Allowance.Measure.SPEND
                ? BigDecimal.valueOf(amount, MILLIONTHS)
                        .setScale(2, RoundingMode.HALF_UP)
                        .toPlainString()
                : Words.number(amount);
    }
}
