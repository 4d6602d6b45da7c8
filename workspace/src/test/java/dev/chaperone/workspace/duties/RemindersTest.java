// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.channels.Channels;
import dev.chaperone.channels.MailServer;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.accessreviews.AccessReviews;
import dev.chaperone.workspace.accessreviews.ReviewRow;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Delivery;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.deliveries.Preference;
import dev.chaperone.workspace.exceptions.NewException;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.exceptions.Scope;
import dev.chaperone.workspace.offboardings.Offboarding;
import dev.chaperone.workspace.offboardings.Offboardings;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.reviews.LogReviews;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.SeatTraces;
import dev.chaperone.workspace.tokens.Tokens;
import dev.chaperone.workspace.training.CourseShelf;
import dev.chaperone.workspace.training.Training;
import dev.chaperone.workspace.violations.Cases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RemindersTest {
    @TempDir Path directory;

    private TestWorkspace workspace;
    private PersonId ada;
    private Duties duties;
    private Deliveries deliveries;
    private Reminders reminders;
    private RuleExceptions exceptions;
    private PolicySite site;
    private final Set<PersonId> reviewers = new HashSet<>();
    private final Set<PersonId> removers = new HashSet<>();

    @BeforeEach
    void open() throws Exception {
        workspace = TestWorkspace.open(directory.resolve("ledger"));
        site = new PolicySite(workspace);
        InForce inForce = site.policies().inForce();
        ada =
                site.people()
                        .create(
                                new NewPerson(
                                        "ada@northwind.example", "Ada", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
        Training training =
                Training.start(
                        workspace.database(),
                        workspace.journal(),
                        CourseShelf.with(directory.resolve("courses")),
                        site.people(),
                        new Tokens(
                                workspace.database(),
                                workspace.journal(),
                                inForce,
                                workspace.clock()),
                        inForce,
                        workspace.clock());
        deliveries =
                new Deliveries(
                        workspace.database(),
                        workspace.journal(),
                        new Channels(
                                new MailServer(
                                        new MailServer.Settings(
                                                "127.0.0.1",
                                                1,
                                                MailServer.Security.NONE,
                                                null,
                                                null,
                                                "chaperone@northwind.example")),
                                List.of()),
                        workspace.clock());
        AccessRequests requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        inForce,
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        duties =
                new Duties(
                        new Acknowledgments(
                                workspace.database(),
                                workspace.journal(),
                                site.policies(),
                                site.people(),
                                workspace.clock()),
                        training,
                        new Cases(
                                workspace.database(),
                                workspace.journal(),
                                deliveries,
                                inForce,
                                (_, _, _) -> {},
                                workspace.clock()),
                        requests,
                        new Oversight(
                                new LogReviews(
                                        workspace.database(),
                                        workspace.journal(),
                                        site.policies(),
                                        workspace.clock()),
                                accessReviews(),
                                offboardings(),
                                new Oversight.People(() -> reviewers, () -> removers),
                                workspace.clock()),
                        inForce,
                        workspace.clock());
        exceptions =
                new RuleExceptions(
                        workspace.database(),
                        workspace.journal(),
                        inForce,
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        reminders =
                new Reminders(
                        duties,
                        exceptions,
                        grants(),
                        deliveries,
                        workspace.database(),
                        workspace.journal(),
                        site.people(),
                        inForce,
                        LeadTimes.USUAL,
                        workspace.clock());
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private List<String> letters(String recipient) {
        return deliveries.list(null, null, 500).items().stream()
                .filter(each -> each.recipient().equals(recipient))
                .map(Delivery::subject)
                .toList();
    }

    @Test
    void knowsWhatSomebodyHasToDoTheMostUrgentFirst() {
        assertThat(duties.of(ada))
                .extracting(Duty::kind)
                .containsExactly(Duty.Kind.SIGN, Duty.Kind.TRAIN);
        assertThat(duties.all()).containsEntry(ada, duties.of(ada));
    }

    @Test
    void writesOneLetterForEachStageHoweverOftenItRuns() throws IOException {
        reminders.run();
        reminders.run();
        // The signature is due at once in this policy, the course in some weeks.
        assertThat(letters(ada.value()))
                .containsExactlyInAnyOrder(
                        "Overdue: Read and sign the acceptable use policy",
                        "Please: Take the course “Using AI coding assistants safely”");
        assertThat(workspace.changes("reminder.written"))
                .filteredOn(entry -> entry.subject().equals(ada.value()))
                .hasSize(2);

        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(7)));
        reminders.run();
        assertThat(letters(ada.value()))
                .filteredOn(subject -> subject.startsWith("Overdue: Read"))
                .hasSize(2);
    }

    @Test
    void tellsTheOwnerOfThePolicyOnceAWeekWhoIsLate() {
        reminders.run();
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(1)));
        reminders.run();
        assertThat(letters("security@northwind.example")).hasSize(1);
        assertThat(
                        deliveries.list(null, null, 500).items().stream()
                                .filter(each ->
                                        each.recipient().equals("security@northwind.example"))
                                .findFirst()
                                .orElseThrow()
                                .body())
                .contains("- Ada <ada@northwind.example>: Read and sign");
    }

    @Test
    void tellsWhoDecidesAndWhoseAccessEnds() {
        PersonId lena = new PersonId(site.lena().value());
        AccessRequests requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        AccessRequest wanted =
                requests.request(
                        new Wish(
                                ada,
                                new ToolId("claude-code"),
                                new PlanId("api"),
                                Set.of(),
                                "The shop is moved.",
                                TestWorkspace.NOON.plus(Duration.ofDays(20))),
                        ada);
        assertThat(duties.of(lena)).extracting(Duty::kind).contains(Duty.Kind.DECIDE);
        assertThat(duties.of(ada)).extracting(Duty::kind).doesNotContain(Duty.Kind.DECIDE);
        assertThat(duties.all()).containsEntry(lena, duties.of(lena));
        reminders.run();
        assertThat(letters(lena.value())).contains("Please: Decide who gets access");

        requests.approve(wanted.id(), lena);
        reminders.run();
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(14)));
        reminders.run();
        reminders.run();
        assertThat(letters(ada.value()))
                .filteredOn(subject -> subject.equals("Your access to claude-code ends soon"))
                .hasSize(2);
    }

    @Test
    void tellsManagersOfTheirOwnPeople() {
        PersonId grace = new PersonId(site.grace().value());
        site.people().employ(ada, before -> managedBy(grace), site.lena());
        reminders.run();
        reminders.run();

        assertThat(letters(grace.value()))
                .containsOnlyOnce("1 of your people late with the policy for AI coding assistants");
        assertThat(letters(site.lena().value()))
                .noneMatch(subject -> subject.contains("of your people"));
    }

    private static Employment managedBy(PersonId manager) {
        return new Employment(null, null, null, manager, null, null);
    }

    @Test
    void tellsBeforeAnExceptionEnds() {
        Instant noon = TestWorkspace.NOON;
        RuleException wanted =
                exceptions.request(
                        new NewException(
                                new Scope("no-secrets", ada, null, null, null, null),
                                "The token of a demo is public.",
                                "A real one could be sent.",
                                List.of("Ada checks each prompt."),
                                noon,
                                noon.plus(Duration.ofDays(20))),
                        site.grace());
        exceptions.approve(wanted.id(), site.lena());
        reminders.run();
        workspace.clock().set(noon.plus(Duration.ofDays(14)));
        reminders.run();
        reminders.run();
        assertThat(letters(ada.value()))
                .filteredOn(subject -> subject.contains("ends soon"))
                .hasSize(2);
        workspace.clock().set(noon.plus(Duration.ofDays(21)));
        reminders.run();
        assertThat(letters(ada.value()))
                .filteredOn(subject -> subject.contains("ends soon"))
                .hasSize(2);
    }

    /// A grant that comes with an account at the vendor.
    private void grant(PersonId whom, PersonId by) {
        site.policies().publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);
        AccessRequests requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        requests.approve(
                requests.request(
                                new Wish(
                                        whom,
                                        new ToolId("claude-code"),
                                        new PlanId("team"),
                                        Set.of(),
                                        "The shop is moved.",
                                        workspace.clock().instant().plus(Duration.ofDays(300))),
                                whom)
                        .id(),
                by);
    }

    @Test
    void asksForProofsOfWhatALeaverHadBeforeAndAfterTheDeadline() {
        PersonId lena = new PersonId(site.lena().value());
        removers.add(lena);
        grant(ada, lena);
        assertThat(kinds(lena)).doesNotContain(Duty.Kind.OFFBOARD);

        site.people().deactivate(ada, site.lena());
        Duty duty =
                duties.of(lena).stream()
                        .filter(each -> each.kind() == Duty.Kind.OFFBOARD)
                        .findFirst()
                        .orElseThrow();
        assertThat(duty.about()).isEqualTo(ada.value());
        assertThat(duty.path()).isEqualTo("/offboardings/" + ada.value());
        assertThat(duty.because()).contains("Account for claude-code under the plan team");
        reminders.run();
        workspace.clock().set(duty.due().minus(Duration.ofHours(23)));
        reminders.run();
        workspace.clock().set(duty.due().plus(Duration.ofHours(1)));
        reminders.run();
        workspace.clock().set(duty.due().plus(Duration.ofDays(8)));
        reminders.run();
        reminders.run();
        String title = "Show that what somebody had who left is gone";
        assertThat(letters(lena.value()))
                .filteredOn(subject -> subject.equals("Overdue: " + title))
                .hasSize(2);
        assertThat(letters(lena.value())).contains("Please: " + title);
        assertThat(letters("security@northwind.example")).isNotEmpty();

        Offboardings offboardings = offboardings();
        for (Offboarding.Item item : offboardings.find(ada).orElseThrow().missing()) {
            offboardings.prove(
                    ada, item.id(), "list of members", workspace.clock().instant(), lena);
        }
        assertThat(kinds(lena)).doesNotContain(Duty.Kind.OFFBOARD);
    }

    private Grants grants() {
        return new Grants(
                workspace.database(),
                workspace.journal(),
                site.policies().inForce(),
                workspace.clock());
    }

    private Offboardings offboardings() {
        return new Offboardings(
                workspace.database(),
                workspace.journal(),
                site.policies().inForce(),
                grants(),
                new SeatTraces(workspace.database()),
                workspace.clock());
    }

    private AccessReviews accessReviews() {
        return new AccessReviews(
                workspace.database(),
                workspace.journal(),
                site.policies(),
                grants(),
                site.people(),
                new SeatReadings(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        Catalog.builtIn(),
                        workspace.clock()),
                workspace.clock());
    }

    private List<Duty.Kind> kinds(PersonId person) {
        return duties.of(person).stream().map(Duty::kind).toList();
    }

    @Test
    void asksReviewersForEntriesThatWaitAndForNoneOfTheirOwn() {
        PersonId lena = new PersonId(site.lena().value());
        PersonId grace = new PersonId(site.grace().value());
        reviewers.addAll(Set.of(lena, grace));
        grant(ada, lena);
        Instant over = TestWorkspace.NOON.plus(Duration.ofDays(95));
        workspace.clock().set(over);
        assertThat(kinds(lena)).contains(Duty.Kind.REVIEW_ACCESS);

        AccessReviews reviews = accessReviews();
        Instant from = reviews.periods().getLast().from();
        reviews.open(from, lena);
        Duty duty = accessReview(lena);
        assertThat(duty.because()).isEqualTo("one entry waits for a reviewer");
        assertThat(duties.all().get(grace)).contains(duty);
        workspace.clock().set(duty.due().minus(Duration.ofHours(20)));
        reminders.run();
        workspace.clock().set(duty.due().plus(Duration.ofDays(8)));
        reminders.run();
        assertThat(letters(lena.value()))
                .contains("Please: Review who may use what", "Overdue: Review who may use what");

        reviews.decide(from, Set.of(1), ReviewRow.Decision.KEEP, "", grace);
        assertThat(accessReview(lena).because()).isEqualTo("everything is decided: conclude it");
        reviews.complete(from, "All is well.", grace);
        assertThat(duties.of(lena))
                .noneMatch(each ->
                        each.kind() == Duty.Kind.REVIEW_ACCESS
                                && each.about().equals(from.toString()));
    }

    private Duty accessReview(PersonId person) {
        return duties.of(person).stream()
                .filter(each -> each.kind() == Duty.Kind.REVIEW_ACCESS)
                .reduce((_, oldest) -> oldest)
                .orElseThrow();
    }

    private Digests digests() {
        return new Digests(
                duties,
                deliveries,
                workspace.database(),
                workspace.journal(),
                site.policies().inForce(),
                workspace.clock());
    }

    private void prefer(PersonId person, NoticeKind kind, Preference.Rhythm rhythm) {
        deliveries
                .notices()
                .prefer(person, Map.of(kind, new Preference(true, false, true, rhythm)));
    }

    private List<Delivery> gathered(PersonId person) {
        return deliveries.list(null, null, 500).items().stream()
                .filter(each -> each.recipient().equals(person.value()))
                .filter(each -> each.subject().startsWith("Chaperone: "))
                .toList();
    }

    @Test
    void gathersWhatIsToDoInOneLetterADayHoweverOftenItRuns() throws IOException {
        prefer(ada, NoticeKind.DUTY, Preference.Rhythm.DAILY);
        reminders.run();
        assertThat(letters(ada.value())).isEmpty();
        assertThat(deliveries.notices().unread(ada)).isEqualTo(2);

        assertThat(digests().run()).isEqualTo(1);
        // Another process, as after a restart.
        assertThat(digests().run()).isZero();
        assertThat(gathered(ada)).hasSize(1);
        assertThat(gathered(ada).getFirst().subject()).isEqualTo("Chaperone: 2 to do, 1 late");
        assertThat(gathered(ada).getFirst().body())
                .contains(
                        "- Read and sign the acceptable use policy",
                        "/acceptable-use",
                        "Take the course");
        assertThat(workspace.changes("digest.written")).hasSize(1);

        // Before seven in the morning it is still yesterday.
        workspace.clock().set(Instant.parse("2026-11-25T06:59:00Z"));
        assertThat(digests().run()).isZero();
        workspace.clock().set(Instant.parse("2026-11-25T07:01:00Z"));
        assertThat(digests().run()).isEqualTo(1);
    }

    @Test
    void writesNoLetterWithNothingInIt() {
        prefer(ada, NoticeKind.DECISION, Preference.Rhythm.DAILY);
        assertThat(digests().run()).isZero();
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(3)));
        assertThat(digests().run()).isZero();
        assertThat(gathered(ada)).isEmpty();
    }

    @Test
    void tellsWhatBecameOfARequestAtOnceOrGathered() {
        PersonId lena = new PersonId(site.lena().value());
        AccessRequests requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        Decisions decisions =
                new Decisions(
                        requests,
                        exceptions,
                        deliveries,
                        site.policies().inForce(),
                        workspace.clock());
        String first = wish(requests, 20);
        assertThat(decisions.run()).isZero();
        requests.approve(first, lena);
        assertThat(decisions.run()).isEqualTo(1);
        assertThat(decisions.run()).isZero();
        assertThat(letters(ada.value())).contains("Granted: claude-code under the plan api");

        prefer(ada, NoticeKind.DECISION, Preference.Rhythm.WEEKLY);
        String second = wish(requests, 30);
        requests.reject(second, lena);
        assertThat(decisions.run()).isEqualTo(1);
        assertThat(letters(ada.value())).noneMatch(subject -> subject.startsWith("Rejected"));
        assertThat(digests().run()).isEqualTo(1);
        assertThat(gathered(ada).getFirst().body())
                .contains("News:", "- Rejected: claude-code under the plan api");
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(7)));
        assertThat(digests().run()).isZero();
    }

    private String wish(AccessRequests requests, int days) {
        return requests.request(
                        new Wish(
                                ada,
                                new ToolId("claude-code"),
                                new PlanId("api"),
                                Set.of(),
                                "The shop is moved.",
                                TestWorkspace.NOON.plus(Duration.ofDays(days))),
                        ada)
                .id();
    }

    @Test
    void goesByTheLeadTimesOfTheConfiguration() {
        LeadTimes often = new LeadTimes(List.of(2, 14, 2, 60));
        Instant due = TestWorkspace.NOON;
        assertThat(often.days()).containsExactly(60, 14, 2);
        assertThat(often.stage(due, due.minus(Duration.ofDays(61)))).isEqualTo("asked");
        assertThat(often.stage(due, due.minus(Duration.ofDays(60)))).isEqualTo("60d");
        assertThat(often.stage(due, due.minus(Duration.ofDays(14)))).isEqualTo("14d");
        assertThat(often.stage(due, due.minus(Duration.ofHours(1)))).isEqualTo("2d");
        assertThatIllegalArgumentException().isThrownBy(() -> new LeadTimes(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeadTimes(List.of(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeadTimes(List.of(366)));
    }
}
