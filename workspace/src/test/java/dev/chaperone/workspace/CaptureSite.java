// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Piece;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;
import dev.chaperone.workspace.accounts.Handovers;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.activity.Reconciliation;
import dev.chaperone.workspace.erasures.Erasures;
import dev.chaperone.workspace.erasures.Expiry;
import dev.chaperone.workspace.erasures.Retention;
import dev.chaperone.workspace.erasures.RetentionClasses;
import dev.chaperone.workspace.holds.Holds;
import dev.chaperone.workspace.openings.OpeningRule;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Petitions;
import dev.chaperone.workspace.tokens.Tokens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// A workspace with captured content: two administrators, a compliance lead, and developers whose
/// prompts are kept.
public final class CaptureSite implements AutoCloseable {
    public static final String REASON = "Incident 4711: a key may have leaked.";

    private final TestWorkspace workspace;
    private final FakeCaptures captures;
    private final Projection projection;
    private final Reconciliation reconciliation;
    private final People people;
    private final PersonId ada;
    private final PersonId grace;
    private final PersonId ines;
    private final PersonId omar;
    private volatile boolean secondPerson = true;
    private volatile Map<String, Integer> classes = Map.of("standard", 90, "short", 30);

    private CaptureSite(TestWorkspace workspace) {
        this.workspace = workspace;
        this.captures = new FakeCaptures(workspace.clock());
        this.projection = Projection.start(workspace.ledger(), workspace.database());
        this.reconciliation =
                Reconciliation.start(
                        workspace.ledger(),
                        workspace.database(),
                        projection,
                        workspace.journal(),
                        workspace.clock());
        this.people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        this.ada = person("ada", Role.DEVELOPER);
        this.grace = person("grace", Role.ADMINISTRATOR);
        this.omar = person("omar", Role.ADMINISTRATOR);
        this.ines = person("ines", Role.COMPLIANCE_LEAD);
    }

    public static CaptureSite open(Path directory) throws IOException {
        return new CaptureSite(TestWorkspace.open(directory));
    }

    public PersonId person(String name, Role role) {
        return people.create(
                        new NewPerson(name + "@example.com", name, role, List.of()), Actor.SYSTEM)
                .id();
    }

    public PersonId ada() {
        return ada;
    }

    public PersonId grace() {
        return grace;
    }

    public PersonId omar() {
        return omar;
    }

    public PersonId ines() {
        return ines;
    }

    public TestWorkspace workspace() {
        return workspace;
    }

    public FakeCaptures captures() {
        return captures;
    }

    public People people() {
        return people;
    }

    public void relaxSecondPerson() {
        secondPerson = false;
    }

    public void restoreSecondPerson() {
        secondPerson = true;
    }

    public void keepFor(Map<String, Integer> days) {
        classes = days;
    }

    public Tokens tokens() {
        return new Tokens(
                workspace.database(), workspace.journal(), workspace.inForce(), workspace.clock());
    }

    public Petitions petitions() {
        return new Petitions(
                people, tokens(), new Handovers(workspace.database()), workspace.clock());
    }

    public Holds holds() {
        return new Holds(
                workspace.database(),
                workspace.ledger(),
                workspace.journal(),
                petitions(),
                workspace.clock());
    }

    private RetentionClasses classes() {
        return new RetentionClasses(classes, Digest.of("policy").toString());
    }

    public Retention retention() {
        return new Retention(workspace.database(), holds(), this::classes, workspace.clock());
    }

    public Erasures erasures() {
        return new Erasures(
                workspace.database(),
                workspace.journal(),
                holds(),
                petitions(),
                captures,
                workspace.clock());
    }

    public Expiry expiry() {
        return new Expiry(
                workspace.database(),
                workspace.journal(),
                holds(),
                captures,
                this::classes,
                workspace.clock());
    }

    public Openings openings() {
        return new Openings(
                workspace.database(),
                workspace.journal(),
                petitions(),
                new Openings.Sources(
                        workspace.ledger(),
                        captures,
                        retention(),
                        new Interactions(workspace.database(), projection, reconciliation)),
                () -> new OpeningRule(secondPerson, Digest.of("policy").toString()),
                workspace.clock());
    }

    /// What the ledger says about captured content, oldest first.
    public List<Event.Administered> leaves() throws IOException {
        return workspace.changes().stream()
                .filter(change -> change.action().startsWith("capture"))
                .toList();
    }

    public List<String> actions() throws IOException {
        return leaves().stream().map(Event.Administered::action).toList();
    }

    /// The drawer of a moment.
    public static Drawer drawer(PersonId person, Instant at, String retention) {
        return new Drawer(person, YearMonth.from(at.atOffset(ZoneOffset.UTC)), retention);
    }

    /// A prompt that was kept completely.
    public String prompt(PersonId person, String text) throws InterruptedException {
        return prompt(person, text, workspace.clock().instant(), CaptureLevel.FULL, "standard");
    }

    /// A prompt of which the gateway kept what the level says; its id.
    public String prompt(
            PersonId person, String text, Instant at, CaptureLevel level, String retention)
            throws InterruptedException {
        String id = OpaqueId.next("interaction");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] salt = new byte[Commitment.SALT_BYTES];
        Commitment commitment = new Commitment();
        commitment.saw(body, 0, body.length);
        byte[] sum = commitment.cut();
        Event.Body recorded = commitment.end(salt);
        if (level != CaptureLevel.METADATA) {
            List<Capture.Masked> masked =
                    level == CaptureLevel.REDACTED ? List.of(new Capture.Masked(0, 3)) : List.of();
            captures.keep(
                            new Capture(
                                    drawer(person, at, retention),
                                    id,
                                    Side.PROMPT,
                                    level,
                                    salt,
                                    body,
                                    body.length,
                                    List.of(new Piece(0, body.length, sum)),
                                    masked))
                    .join();
        }
        append(intent(id, person, at, recorded.with(Event.Capture.of(level, retention))));
        assertThat(projection.awaitPosition(workspace.ledger().size(), Duration.ofSeconds(20)))
                .isTrue();
        return id;
    }

    private void append(Event.Intent intent) throws InterruptedException {
        try {
            workspace.ledger().append(Leaves.write(intent)).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static Event.Intent intent(String id, PersonId person, Instant at, Event.Body prompt) {
        return new Event.Intent(
                id,
                at,
                Event.Source.GATEWAY,
                new Event.Caller(person, "token_of_the_person"),
                new Event.Use(
                        "messages",
                        new ToolId("claude-code"),
                        "2.1.0",
                        false,
                        new PlanId("team"),
                        new VendorId("anthropic"),
                        "claude-sonnet",
                        true,
                        null,
                        null,
                        "anthropic",
                        Event.Account.CORPORATE),
                new Event.Verdict(
                        Event.Effect.ALLOWED,
                        null,
                        List.of(),
                        Event.Scan.COMPLETE,
                        Digest.of("policy"),
                        7),
                prompt);
    }

    @Override
    public void close() throws IOException {
        reconciliation.close();
        projection.close();
        workspace.close();
    }
}
