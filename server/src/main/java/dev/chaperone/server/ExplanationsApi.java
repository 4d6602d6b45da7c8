// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.policies.Policies;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What a policy would decide on a prompt of somebody, as they stand now: teams, country,
/// signatures, courses, exceptions. No text of a prompt is taken, only what was found in it.
@RestController
class ExplanationsApi {
    private final Policies policies;
    private final People people;
    private final Clock clock;

    ExplanationsApi(Workspace workspace) {
        this.policies = workspace.policies();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// @param text a policy file; the policy in force when it is missing. Signatures and courses
    ///   are those that the policy in force asks for either way
    /// @param person id or e-mail address; oneself when it is missing
    /// @param found what the detectors found in the prompt
    /// @param at when; now when it is missing
    record ExplanationRequest(
            @Nullable String text,
            @Nullable String person,
            @Nullable String tool,
            @Nullable String plan,
            @Nullable String repository,
            @Nullable String model,
            @Nullable List<FoundJson> found,
            @Nullable String at) {}

    /// How often a detector fired.
    record FoundJson(@Nullable String detector, @Nullable Integer count) {}

    /// @param exception the approved exception that permits it; null when it needs none
    /// @param policy hash of the text that decided
    record ExplanationJson(
            InteractionJson.Who person,
            String decision,
            @Nullable String rule,
            @Nullable String section,
            @Nullable String found,
            @Nullable String because,
            @Nullable String exception,
            String policy,
            @Nullable String proceed) {}

    @Needs(Permission.READ_POLICY)
    @PostMapping("/api/v1/policy-explanations")
    ExplanationJson explain(@RequestBody ExplanationRequest asked, SignedIn caller) {
        Person person = person(asked.person(), caller);
        PolicySnapshot policy =
                asked.text() == null
                        ? policies.inForce().policy()
                        : policies.check(Given.text("text", asked.text()));
        Decision decision = policy.decide(question(asked, person));
        return switch (decision) {
            case Decision.Allow(var exception) ->
                    json(person, policy, Event.Effect.ALLOWED, null, exception);
            case Decision.Warn(var ground, var exception) ->
                    json(person, policy, Event.Effect.WARNED, ground, exception);
            case Decision.Redact(var ground, _, _, var exception) ->
                    json(person, policy, Event.Effect.REDACTED, ground, exception);
            case Decision.Block(var ground) ->
                    json(person, policy, Event.Effect.BLOCKED, ground, null);
        };
    }

    /// How others stand is for those who see everybody's requests.
    private Person person(@Nullable String named, SignedIn caller) {
        Person person =
                named == null && caller.person() != null
                        ? people.find(caller.person()).orElse(null)
                        : people.find(Given.text("person", named)).orElse(null);
        boolean self = person != null && person.id().equals(caller.person());
        if (!self && !caller.may(Permission.READ_EVERYBODYS_ACTIVITY)) {
            throw new ForbiddenException(
                    "You can ask for yourself only: leave out 'person', or name yourself.");
        }
        if (person == null) {
            throw RejectedException.unknown("person");
        }
        return person;
    }

    private Question question(ExplanationRequest asked, Person person) {
        Register register = policies.inForce().register();
        Register.Member member =
                register.find(person.email())
                        .orElseThrow(() ->
                                RejectedException.conflict(
                                        "This person is not active, so nothing of theirs passes."));
        Instant at = Given.moment("at", asked.at());
        return new Question(
                register,
                member,
                new Question.Use(
                        id("tool", asked.tool(), ToolId::new),
                        id("plan", asked.plan(), PlanId::new),
                        asked.repository(),
                        asked.model(),
                        Event.Source.GATEWAY.written()),
                detected(asked.found()),
                true,
                0,
                at == null ? clock.instant() : at);
    }

    private static <T> T id(String field, @Nullable String value, Function<String, T> made) {
        try {
            return made.apply(Given.text(field, value));
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid("The field '" + field + "' is no id.");
        }
    }

    private static List<Question.Detected> detected(@Nullable List<FoundJson> found) {
        List<Question.Detected> detected = new ArrayList<>();
        for (FoundJson each : found == null ? List.<FoundJson>of() : found) {
            String detector = Given.text("detector", each.detector());
            if (!Scanner.builtIn().detectors().contains(detector)) {
                throw RejectedException.invalid("There is no detector '" + detector + "'.");
            }
            detected.add(
                    new Question.Detected(
                            detector,
                            Scanner.builtIn().kind(detector),
                            each.count() == null ? 1 : Math.max(1, each.count())));
        }
        return detected;
    }

    private static ExplanationJson json(
            Person person,
            PolicySnapshot policy,
            Event.Effect effect,
            Decision.@Nullable Ground ground,
            @Nullable String exception) {
        return new ExplanationJson(
                new InteractionJson.Who(person.id().value(), person.email()),
                effect.written(),
                ground == null ? null : ground.rule(),
                ground == null ? null : ground.section().written(),
                ground == null ? null : ground.found(),
                ground == null ? null : ground.because(),
                exception,
                policy.hash().toString(),
                ground == null ? null : ground.proceed());
    }
}
