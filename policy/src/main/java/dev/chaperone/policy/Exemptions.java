// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The approved exceptions, so arranged that a request looks only at those for its rule, its person
/// and their teams, and its repository.
public final class Exemptions {
    /// None.
    public static final Exemptions NONE = new Exemptions(List.of());

    private final List<Exemption> all;
    private final Map<Key, Group> groups = new HashMap<>();

    /// A rule and whom it is lifted for.
    ///
    /// @param kind of people
    /// @param who the person or the team; empty for everybody
    private record Key(String rule, Kind kind, String who) {
        static Key of(Exemption exemption) {
            if (exemption.person() != null) {
                return new Key(exemption.rule(), Kind.PERSON, exemption.person().value());
            }
            return exemption.team() != null
                    ? new Key(exemption.rule(), Kind.TEAM, exemption.team())
                    : new Key(exemption.rule(), Kind.EVERYBODY, "");
        }
    }

    private enum Kind {
        PERSON,
        TEAM,
        EVERYBODY
    }

    /// @param place among all
    private record Placed(int place, Exemption exemption) {
        Glob repository() {
            return Objects.requireNonNull(exemption.repository());
        }
    }

    /// Those of one key, in their order.
    private record Group(List<Placed> anywhere, GlobIndex<Placed> somewhere) {
        static Group of(List<Placed> all) {
            return new Group(
                    all.stream().filter(each -> each.exemption.repository() == null).toList(),
                    new GlobIndex<>(
                            all.stream()
                                    .filter(each -> each.exemption.repository() != null)
                                    .toList(),
                            Placed::repository));
        }

        /// The first that permits a request; null when none does.
        @Nullable Placed permitting(Question question) {
            Placed here =
                    somewhere.first(
                            question.repository(),
                            each ->
                                    each.exemption.isFor(
                                            question.asker(), question.use(), question.at()));
            for (Placed each : anywhere) {
                if (here != null && here.place < each.place) {
                    return here;
                }
                if (each.exemption.permits(question)) {
                    return each;
                }
            }
            return here;
        }
    }

    public Exemptions(Collection<Exemption> exemptions) {
        this.all = List.copyOf(exemptions);
        Map<Key, List<Placed>> byKey = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            byKey.computeIfAbsent(Key.of(all.get(i)), _ -> new ArrayList<>())
                    .add(new Placed(i, all.get(i)));
        }
        byKey.forEach((key, placed) -> groups.put(key, Group.of(placed)));
    }

    /// The id of an exception that permits what a rule speaks against: the first of the person's
    /// own, else the first of those for their teams and for everybody. Null when there is none.
    @Nullable String permitting(String rule, Question question) {
        if (groups.isEmpty()) {
            return null;
        }
        String person = question.person().value();
        Placed found = permitting(new Key(rule, Kind.PERSON, person), question);
        if (found == null) {
            found = permitting(new Key(rule, Kind.EVERYBODY, ""), question);
            for (String team : question.teams()) {
                Placed other = permitting(new Key(rule, Kind.TEAM, team), question);
                found = found == null || other != null && other.place < found.place ? other : found;
            }
        }
        return found == null ? null : found.exemption.id();
    }

    private @Nullable Placed permitting(Key key, Question question) {
        Group group = groups.get(key);
        return group == null ? null : group.permitting(question);
    }

    /// Whether an exception could permit what a rule speaks against, as far as can be told before a
    /// request is read.
    ///
    /// @param repositoryFollows whether the request will be decided on with its repository; if not,
    ///   an exception for a repository permits nothing
    public boolean couldPermit(
            String rule,
            Register.Member asker,
            Question.Use use,
            Instant at,
            boolean repositoryFollows) {
        return keys(rule, asker).stream()
                .map(groups::get)
                .filter(Objects::nonNull)
                .flatMap(group ->
                        repositoryFollows
                                ? Stream.concat(
                                        group.anywhere.stream(), group.somewhere.things().stream())
                                : group.anywhere.stream())
                .anyMatch(each -> each.exemption.isFor(asker, use, at));
    }

    private static List<Key> keys(String rule, Register.Member asker) {
        List<Key> keys = new ArrayList<>();
        keys.add(new Key(rule, Kind.PERSON, asker.person().value()));
        keys.add(new Key(rule, Kind.EVERYBODY, ""));
        asker.teams().forEach(team -> keys.add(new Key(rule, Kind.TEAM, team)));
        return keys;
    }

    /// Two are the same when they say the same in the same order.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exemptions those && all.equals(those.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
