// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Policy;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Looks;
import dev.chaperone.workspace.activity.OwnUse;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// What is recorded about whoever asks, put together from all domains. It takes the caller and
/// nothing else: nobody asks for somebody else's.
final class MyRecords {
    private static final Duration LATELY = Duration.ofDays(30);

    private final Workspace workspace;
    private final Directory directory;
    private final MonitoringNotice.Surroundings surroundings;

    MyRecords(
            Workspace workspace, Directory directory, MonitoringNotice.Surroundings surroundings) {
        this.workspace = workspace;
        this.directory = directory;
        this.surroundings = surroundings;
    }

    /// A piece of the looks.
    record LooksJson(List<MyRecordJson.LookJson> items, @Nullable String next, int unbacked) {}

    MyRecordJson of(SignedIn caller) {
        PersonId id = caller.themselves().person();
        Person person = person(id);
        Instant now = workspace.clock().instant();
        OwnUse use = workspace.interactions().ownUse(id, now.minus(LATELY));
        Policy policy = workspace.inForce().policy().policy();
        return new MyRecordJson(
                now,
                MyRecordJson.WhoJson.of(person),
                use.requests(),
                use.tools().stream().map(MyRecordJson.ToolUseJson::of).toList(),
                use.refusals().stream().map(this::refusal).toList(),
                workspace.looks().count(id),
                MonitoringNotice.of(policy, person, surroundings),
                Page.all((at, limit) -> workspace.grants().list(id, at, limit)).stream()
                        .map(each -> AccessJson.GrantJson.of(each, now))
                        .toList(),
                Page.all((at, limit) -> workspace.accessRequests().list(id, at, limit)).stream()
                        .map(each -> AccessJson.RequestJson.of(each, now))
                        .toList(),
                exceptions(id, now),
                Page.all((at, limit) -> workspace.acknowledgments().list(id, at, limit)).stream()
                        .map(AcknowledgmentsApi.AcknowledgmentJson::of)
                        .toList(),
                training(id, policy, now),
                Page.all((at, limit) -> workspace.tokens().list(id, at, limit)).stream()
                        .map(each -> MyRecordJson.OwnTokenJson.of(each, now))
                        .toList(),
                workspace.admittance().sessions().remembered(id).stream()
                        .map(each -> MyRecordJson.OwnSessionJson.of(each, now))
                        .toList());
    }

    /// Who looked, the newest first.
    ///
    /// @param named whether those are asked for whose entry names the caller; else those at
    ///   everybody's
    LooksJson looks(SignedIn caller, boolean named, @Nullable String cursor, int limit) {
        PersonId id = caller.themselves().person();
        Looks.Listed found =
                named
                        ? workspace.looks().at(id, cursor, limit)
                        : workspace.looks().atEverybody(cursor, limit);
        Directory.Names names = directory.names(LookWords.readers(found.items()));
        return new LooksJson(
                found.items().stream()
                        .filter(each -> !each.reader().equals(id.value()))
                        .map(each -> MyRecordJson.LookJson.of(each, names))
                        .toList(),
                found.next(),
                found.unbacked());
    }

    private Person person(PersonId id) {
        return workspace.people().find(id).orElseThrow(() -> RejectedException.unknown("person"));
    }

    private MyRecordJson.RefusalJson refusal(OwnUse.OfRule each) {
        Refused why = Refused.explain(each.rule(), "", workspace.inForce().policy());
        return new MyRecordJson.RefusalJson(
                each.rule(),
                why.because() == null ? why.what() : why.because(),
                each.requests(),
                each.last());
    }

    private List<MyRecordJson.OwnExceptionJson> exceptions(PersonId id, Instant now) {
        return Page.all((at, limit) -> workspace.exceptions().list(null, at, limit)).stream()
                .filter(each -> concerns(each, id))
                .map(each -> MyRecordJson.OwnExceptionJson.of(each, id.value(), now))
                .toList();
    }

    private static boolean concerns(RuleException each, PersonId id) {
        return each.requester().equals(id.value()) || id.equals(each.wish().scope().person());
    }

    private List<MyRecordJson.CourseStandingJson> training(
            PersonId id, Policy policy, Instant now) {
        return workspace
                .training()
                .standings()
                .asked(
                        id,
                        policy.programme().courses().stream()
                                .map(CourseId::new)
                                .collect(Collectors.toSet()))
                .stream()
                .map(each ->
                        MyRecordJson.CourseStandingJson.of(
                                each,
                                workspace.training().courses().existing(each.course()).title(),
                                now))
                .toList();
    }
}
