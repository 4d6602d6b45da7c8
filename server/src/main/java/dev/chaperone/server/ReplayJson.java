// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Effect;
import dev.chaperone.policy.Replayed;
import dev.chaperone.policy.Share;
import dev.chaperone.policy.Unjudged;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.replays.NewReplay;
import dev.chaperone.workspace.replays.ReplayRun;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A replay.
///
/// @param state `running`, `done` or `failed`
/// @param policy hash of the text that is tried
/// @param done how many requests were read
/// @param of how many there are; null while they are not counted
/// @param problem why it failed; null when it did not
/// @param result null until it is done
record ReplayJson(
        String id,
        String state,
        String policy,
        Instant since,
        Instant until,
        long done,
        @Nullable Long of,
        @Nullable String problem,
        @Nullable ResultJson result) {
    private static final String SEARCH = "/api/v1/interactions";
    private static final int IDLE = 200;

    /// What would have been decided.
    ///
    /// @param requests recorded in the period
    /// @param judged those of which it can be said
    /// @param changed of the judged, those that would have been decided otherwise
    /// @param otherRule of the judged, those decided alike by another rule
    /// @param decided the judged, by what was decided and what would have been
    /// @param recorded all, by what was decided
    /// @param unjudged the others, by reason
    /// @param idle what of the policy was about no request: the first 200
    /// @param idleInAll how many there are
    /// @param notes what the figures take for granted
    record ResultJson(
            long requests,
            long judged,
            long changed,
            long otherRule,
            List<DecidedJson> decided,
            List<RecordedJson> recorded,
            List<UnjudgedJson> unjudged,
            List<Replayed.RuleShare> rules,
            SharesJson people,
            SharesJson repositories,
            SharesJson tools,
            List<IdleJson> idle,
            int idleInAll,
            List<Replayed.Unsearched> unsearched,
            List<String> notes) {}

    /// So many that were decided like this and would have been decided like that.
    record DecidedJson(String recorded, String replayed, long requests) {}

    /// @param query the search that finds them
    record RecordedJson(String decision, long requests, String query) {}

    record UnjudgedJson(String reason, String words, long requests) {}

    /// Of whom or what something changes.
    ///
    /// @param all how many there are; not all are listed
    /// @param untold requests of further ones that were not told apart
    record SharesJson(List<ShareJson> items, long all, long untold) {}

    /// @param person when the list is one of people
    /// @param name of the repository or tool; null in a list of people
    /// @param query the search that finds `requests`
    record ShareJson(
            InteractionJson.@Nullable Who person,
            @Nullable String name,
            long requests,
            long unjudged,
            long changed,
            long blocked,
            long freed,
            String query) {}

    /// @param part `content`, `condition` or `repository`
    /// @param doubt why it is not certain; null when it is
    record IdleJson(String part, String name, @Nullable String doubt) {}

    static ReplayJson of(ReplayRun run, Directory directory) {
        NewReplay wanted = run.wanted();
        ReplayRun.State state = run.state();
        return new ReplayJson(
                run.id(),
                switch (state) {
                    case ReplayRun.State.Running() -> "running";
                    case ReplayRun.State.Done(_) -> "done";
                    case ReplayRun.State.Failed(_) -> "failed";
                },
                wanted.policy().hash().toString(),
                wanted.since(),
                wanted.until(),
                run.done(),
                run.total() < 0 ? null : (Long) run.total(),
                state instanceof ReplayRun.State.Failed(var why) ? why : null,
                state instanceof ReplayRun.State.Done(var result)
                        ? result(result, wanted, directory)
                        : null);
    }

    private static ResultJson result(Replayed result, NewReplay wanted, Directory directory) {
        return new ResultJson(
                result.requests(),
                result.judged(),
                result.changed(),
                result.otherRule(),
                decided(result),
                recorded(result, wanted),
                unjudged(result),
                result.rules(),
                people(result.people(), wanted, directory),
                shares(result.repositories(), wanted, "repository"),
                shares(result.tools(), wanted, "tool"),
                result.idle().stream()
                        .limit(IDLE)
                        .map(each -> new IdleJson(each.part().written(), each.name(), each.doubt()))
                        .toList(),
                result.idle().size(),
                result.unsearched(),
                ReplayWords.notes(result));
    }

    private static List<DecidedJson> decided(Replayed result) {
        List<DecidedJson> decided = new ArrayList<>();
        for (Effect before : Effect.values()) {
            for (Effect after : Effect.values()) {
                long number = result.decided(before, after);
                if (number > 0) {
                    decided.add(new DecidedJson(before.written(), after.written(), number));
                }
            }
        }
        return decided;
    }

    private static List<RecordedJson> recorded(Replayed result, NewReplay wanted) {
        return Arrays.stream(Effect.values())
                .filter(result.recorded()::containsKey)
                .map(effect ->
                        new RecordedJson(
                                effect.written(),
                                result.recorded().getOrDefault(effect, 0L),
                                ReplayWords.search(SEARCH, wanted, "decision", effect.written())))
                .toList();
    }

    private static List<UnjudgedJson> unjudged(Replayed result) {
        return Arrays.stream(Unjudged.values())
                .filter(result.unjudged()::containsKey)
                .map(reason ->
                        new UnjudgedJson(
                                reason.written(),
                                reason.words(),
                                result.unjudged().getOrDefault(reason, 0L)))
                .toList();
    }

    /// By name, as people are listed everywhere.
    private static SharesJson people(
            Replayed.Listed people, NewReplay wanted, Directory directory) {
        Directory.Names names = directory.names(ids(people));
        return new SharesJson(
                byName(people, names).stream()
                        .map(each ->
                                share(
                                        each,
                                        new InteractionJson.Who(
                                                each.key(), names.email(new PersonId(each.key()))),
                                        null,
                                        ReplayWords.search(SEARCH, wanted, "person", each.key())))
                        .toList(),
                people.all(),
                people.untold());
    }

    /// Who is listed.
    static Set<PersonId> ids(Replayed.Listed people) {
        Set<PersonId> ids = new HashSet<>();
        people.items().forEach(each -> ids.add(new PersonId(each.key())));
        return ids;
    }

    /// By name.
    static List<Share> byName(Replayed.Listed people, Directory.Names names) {
        return people.items().stream()
                .sorted(Comparator.comparing(each -> names.shown(new PersonId(each.key()))))
                .toList();
    }

    private static SharesJson shares(Replayed.Listed shares, NewReplay wanted, String filter) {
        return new SharesJson(
                shares.items().stream()
                        .map(each ->
                                share(
                                        each,
                                        null,
                                        each.key(),
                                        ReplayWords.search(SEARCH, wanted, filter, each.key())))
                        .toList(),
                shares.all(),
                shares.untold());
    }

    private static ShareJson share(
            Share share,
            InteractionJson.@Nullable Who person,
            @Nullable String name,
            String query) {
        return new ShareJson(
                person,
                name,
                share.requests(),
                share.unjudged(),
                share.changed(),
                share.blocked(),
                share.freed(),
                query);
    }
}
