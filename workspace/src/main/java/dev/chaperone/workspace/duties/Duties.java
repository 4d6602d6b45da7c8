// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.training.Standing;
import dev.chaperone.workspace.training.Training;
import dev.chaperone.workspace.violations.Cases;
import dev.chaperone.workspace.violations.ViolationCase;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What people have to do now, derived from dates whenever somebody asks. Pages, the API, the
/// command line and letters all ask here, so that nobody is told two different things.
public final class Duties {
    private static final Duration TIME_TO_ANSWER = Duration.ofDays(7);
    private static final Duration NOTICE = Duration.ofDays(30);

    private final Acknowledgments acknowledgments;
    private final Training training;
    private final Cases cases;
    private final AccessRequests requests;
    private final Oversight oversight;
    private final InForce inForce;
    private final Clock clock;

    public Duties(
            Acknowledgments acknowledgments,
            Training training,
            Cases cases,
            AccessRequests requests,
            Oversight oversight,
            InForce inForce,
            Clock clock) {
        this.acknowledgments = acknowledgments;
        this.training = training;
        this.cases = cases;
        this.requests = requests;
        this.oversight = oversight;
        this.inForce = inForce;
        this.clock = clock;
    }

    /// What somebody has to do, the most urgent first.
    public List<Duty> of(PersonId person) {
        List<Duty> duties = new ArrayList<>();
        if (asksForSignatures()) {
            acknowledgments
                    .duty(person)
                    .filter(this::isOpen)
                    .ifPresent(duty -> duties.add(signature(duty)));
        }
        for (Standing standing : training.standings().asked(person, everybodys())) {
            if (isAsked(standing)) {
                duties.add(course(standing));
            }
        }
        Page.all((cursor, limit) -> cases.list(person, cursor, limit)).stream()
                .filter(Duties::isUnheard)
                .forEach(each -> duties.add(hearing(each)));
        decision(requests.waiting().getOrDefault(person, List.of())).ifPresent(duties::add);
        duties.addAll(oversight.of(person));
        duties.sort(Comparator.comparing(Duty::due));
        return duties;
    }

    /// What everybody has to do, for each the most urgent first. Who has nothing to do is not
    /// there.
    public Map<PersonId, List<Duty>> all() {
        Map<PersonId, List<Duty>> all = new HashMap<>();
        if (asksForSignatures()) {
            acknowledgments
                    .duties()
                    .forEach((person, duty) -> {
                        if (isOpen(duty)) {
                            add(all, person, signature(duty));
                        }
                    });
        }
        training.standings()
                .asked(everybodys())
                .forEach((person, standings) ->
                        standings.stream()
                                .filter(this::isAsked)
                                .forEach(standing -> add(all, person, course(standing))));
        Page.all((cursor, limit) -> cases.list(null, cursor, limit)).stream()
                .filter(Duties::isUnheard)
                .forEach(each -> add(all, each.person(), hearing(each)));
        requests.waiting()
                .forEach(
                        (person, open) -> decision(open).ifPresent(duty -> add(all, person, duty)));
        oversight.all().forEach((person, duties) -> duties.forEach(duty -> add(all, person, duty)));
        all.values().forEach(each -> each.sort(Comparator.comparing(Duty::due)));
        return all;
    }

    private static void add(Map<PersonId, List<Duty>> all, PersonId person, Duty duty) {
        all.computeIfAbsent(person, _ -> new ArrayList<>()).add(duty);
    }

    private boolean asksForSignatures() {
        return inForce.policy().policy().programme().acknowledgment().isOn();
    }

    private boolean isOpen(AcknowledgmentDuty duty) {
        return duty.isOpen(clock.instant());
    }

    private static Duty signature(AcknowledgmentDuty duty) {
        return new Duty(
                Duty.Kind.SIGN,
                "acceptable-use",
                "Read and sign the acceptable use policy",
                because(duty.reason()),
                duty.due(),
                "/acceptable-use");
    }

    private static String because(AcknowledgmentDuty.Reason reason) {
        return switch (reason) {
            case JOINED -> "you have not signed it yet";
            case ANNUAL -> "your last signature was a while ago";
            case MATERIAL_CHANGE -> "it has changed";
            case ROLE_CHANGE -> "you do something else now";
            case VIOLATION -> "it was asked for after a case";
            case RETURN -> "you were away";
        };
    }

    /// Courses that the policy asks of everybody, beside those of the roles.
    private Set<CourseId> everybodys() {
        return inForce.policy().policy().programme().courses().stream()
                .map(CourseId::new)
                .collect(Collectors.toSet());
    }

    /// What expires is asked for when its end comes near.
    private boolean isAsked(Standing standing) {
        return standing.because() != Standing.Because.EXPIRES
                || standing.until().isBefore(clock.instant().plus(NOTICE));
    }

    private Duty course(Standing standing) {
        String id = standing.course().value();
        return new Duty(
                Duty.Kind.TRAIN,
                id,
                "Take the course “%s”"
                        .formatted(training.courses().existing(standing.course()).title()),
                switch (standing.because()) {
                    case NEVER_PASSED -> "you have not passed it yet";
                    case EXPIRES -> "you passed it a while ago";
                    case NEW_VERSION -> "it has changed";
                    case RETRAINING -> "it was assigned to you again";
                },
                standing.until(),
                "/training/courses/" + id);
    }

    private static boolean isUnheard(ViolationCase about) {
        return about.state() == ViolationCase.State.OPEN;
    }

    private static Duty hearing(ViolationCase about) {
        return new Duty(
                Duty.Kind.ANSWER,
                about.id(),
                "Say something to case %d, or decline".formatted(about.number()),
                "nothing is decided before you were heard",
                about.openedAt().plus(TIME_TO_ANSWER),
                "/cases/" + about.id());
    }

    /// One duty for all that waits: it is done on one page.
    private static Optional<Duty> decision(List<AccessRequest> open) {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Duty(
                                Duty.Kind.DECIDE,
                                open.getFirst().id(),
                                "Decide who gets access",
                                open.size() == 1
                                        ? "somebody waits for you"
                                        : open.size() + " requests wait for you",
                                open.getFirst().requestedAt().plus(TIME_TO_ANSWER),
                                "/access"));
    }
}
