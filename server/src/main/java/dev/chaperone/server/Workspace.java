// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.chaperone.captures.Captures;
import dev.chaperone.catalog.Catalog;
import dev.chaperone.channels.Channels;
import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Refusals;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.accessreviews.AccessReviews;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Looks;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.activity.Reconciliation;
import dev.chaperone.workspace.activity.Sightings;
import dev.chaperone.workspace.activity.TokenUses;
import dev.chaperone.workspace.activity.Traffic;
import dev.chaperone.workspace.checklists.Checklists;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.duties.Decisions;
import dev.chaperone.workspace.duties.Digests;
import dev.chaperone.workspace.duties.Duties;
import dev.chaperone.workspace.duties.LeadTimes;
import dev.chaperone.workspace.duties.Oversight;
import dev.chaperone.workspace.duties.Reminders;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.offboardings.Offboardings;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.Beginning;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.Proposals;
import dev.chaperone.workspace.policies.Terms;
import dev.chaperone.workspace.replays.Replays;
import dev.chaperone.workspace.reviews.LogReviews;
import dev.chaperone.workspace.secrets.ListedSecrets;
import dev.chaperone.workspace.settings.ManagedSettings;
import dev.chaperone.workspace.signins.ToolSignIns;
import dev.chaperone.workspace.sources.Expected;
import dev.chaperone.workspace.sources.Sources;
import dev.chaperone.workspace.tokens.Tokens;
import dev.chaperone.workspace.training.CourseShelf;
import dev.chaperone.workspace.training.Training;

import org.flywaydb.core.Flyway;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The domains of the control plane, put together on one database and one ledger.
record Workspace(
        HikariDataSource pool,
        Ledger ledger,
        Clock clock,
        Database database,
        Journal journal,
        Policies policies,
        Proposals proposals,
        Acknowledgments acknowledgments,
        RuleExceptions exceptions,
        AccessRequests accessRequests,
        Grants grants,
        Vendors vendors,
        Offboardings offboardings,
        AccessReviews accessReviews,
        People people,
        Tokens tokens,
        ListedSecrets secrets,
        ToolSignIns toolSignIns,
        ManagedSettings managedSettings,
        Interactions interactions,
        TokenUses tokenUses,
        Projection projection,
        Reconciliation reconciliation,
        Sources sources,
        Reads reads,
        Looks looks,
        Refusals refusals,
        CapturedContent content,
        Training training,
        Checklists checklists,
        Replays replays,
        Conduct conduct,
        LogReviews reviews,
        Duties duties,
        LeadTimes leads,
        Mailroom mailroom,
        Admittance admittance,
        CompanyDirectory directory)
        implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final long PATIENCE_MILLIS = 2_000;

    /// What lies ready when the product starts.
    ///
    /// @param secretsKey the key of the fingerprints of the company's secrets
    /// @param expected who is to be heard
    /// @param courses what is taught
    /// @param channels on which messages leave
    /// @param leads how long before something is due people are reminded
    /// @param signInKey with which secrets of second factors are encrypted
    record Ready(
            Beginning policy,
            String secretsKey,
            Expected expected,
            ClaudeCodeSettings claudeCode,
            CourseShelf courses,
            Channels channels,
            LeadTimes leads,
            String signInKey) {
        @Override
        public String toString() {
            return "Ready[not shown]";
        }
    }

    /// Brings the database's tables up to date, puts policy, secrets and tokens in force and begins
    /// to follow the ledger.
    static Workspace open(
            DatabaseAddress address, Ledger ledger, Captures captures, Ready ready, Clock clock) {
        HikariDataSource pool = pool(address);
        boolean opened = false;
        try {
            Flyway.configure().dataSource(pool).load().migrate();
            Database database = new Database(pool);
            Journal journal = new Journal(ledger, clock);
            Terms terms = new Terms(Catalog.builtIn(), Scanner.builtIn().detectors());
            Policies policies = Policies.start(database, journal, terms, ready.policy(), clock);
            Tokens tokens = new Tokens(database, journal, policies.inForce(), clock);
            ListedSecrets secrets =
                    new ListedSecrets(
                            database, journal, policies.inForce(), ready.secretsKey(), clock);
            secrets.publish();
            ToolSignIns toolSignIns =
                    new ToolSignIns(
                            database,
                            journal,
                            policies.inForce(),
                            ready.claudeCode().lifetimes(),
                            clock);
            ManagedSettings managedSettings =
                    ManagedSettings.start(database, journal, ready.claudeCode().managed(), clock);
            People people = new People(database, journal, policies.inForce(), clock);
            Projection projection = Projection.start(ledger, database);
            Reconciliation reconciliation =
                    Reconciliation.start(ledger, database, projection, journal, clock);
            Interactions interactions = new Interactions(database, projection, reconciliation);
            CapturedContent.Ground ground =
                    new CapturedContent.Ground(
                            database, journal, ledger, policies.inForce(), clock);
            CapturedContent content =
                    CapturedContent.of(captures, ground, people, tokens, interactions);
            Training training =
                    Training.start(
                            database,
                            journal,
                            ready.courses(),
                            people,
                            tokens,
                            policies.inForce(),
                            clock);
            policies.checkCourses(
                    training.courses().list().stream()
                            .map(course -> course.id().value())
                            .collect(Collectors.toSet()));
            RuleExceptions exceptions =
                    new RuleExceptions(
                            database, journal, policies.inForce(), people, terms.catalog(), clock);
            AccessRequests accessRequests =
                    new AccessRequests(
                            database, journal, policies.inForce(), people, terms.catalog(), clock);
            Grants grants = new Grants(database, journal, policies.inForce(), clock);
            Vendors vendors =
                    Vendors.of(
                            database, journal, policies.inForce(), terms.catalog(), people, clock);
            Reads reads = new Reads(journal, clock);
            Replays replays =
                    new Replays(new Traffic(database), reads, people, exceptions, policies, clock);
            Checklists checklists =
                    Checklists.start(database, journal, policies.inForce(), people, tokens, clock);
            policies.servesManagedSettings(!ready.claudeCode().managed().isEmpty());
            // The first register: it tells until when people have signed, are trained and attested.
            tokens.publish();
            Acknowledgments acknowledgments =
                    new Acknowledgments(database, journal, policies, people, clock);
            Deliveries deliveries = new Deliveries(database, journal, ready.channels(), clock);
            Conduct conduct =
                    Conduct.of(
                            ground,
                            deliveries,
                            projection,
                            new Conduct.Domains(acknowledgments, training, people));
            LogReviews reviews = new LogReviews(database, journal, policies, clock);
            Offboardings offboardings =
                    new Offboardings(
                            database, journal, policies.inForce(), grants, vendors.traces(), clock);
            AccessReviews accessReviews =
                    new AccessReviews(
                            database, journal, policies, grants, people, vendors.readings(), clock);
            Duties duties =
                    new Duties(
                            acknowledgments,
                            training,
                            conduct.cases(),
                            accessRequests,
                            new Oversight(
                                    reviews,
                                    accessReviews,
                                    offboardings,
                                    new Oversight.People(
                                            () ->
                                                    Set.copyOf(
                                                            people.with(
                                                                    Role.ADMINISTRATOR,
                                                                    Role.COMPLIANCE_LEAD)),
                                            () -> removers(people, policies)),
                                    clock),
                            policies.inForce(),
                            clock);
            Admittance admittance =
                    Admittance.of(
                            database,
                            journal,
                            people,
                            new Admittance.Letterbox(deliveries, ready.channels()),
                            ready.signInKey(),
                            clock);
            Workspace workspace =
                    new Workspace(
                            pool,
                            ledger,
                            clock,
                            database,
                            journal,
                            policies,
                            new Proposals(database, journal, policies, clock),
                            acknowledgments,
                            exceptions,
                            accessRequests,
                            grants,
                            vendors,
                            offboardings,
                            accessReviews,
                            people,
                            tokens,
                            secrets,
                            toolSignIns,
                            managedSettings,
                            interactions,
                            new TokenUses(ledger, database, projection),
                            projection,
                            reconciliation,
                            new Sources(
                                    new Sightings(ledger, database, projection),
                                    people,
                                    ready.expected(),
                                    clock),
                            reads,
                            new Looks(ledger, database),
                            Refusals.start(journal, clock),
                            content,
                            training,
                            checklists,
                            replays,
                            conduct,
                            reviews,
                            duties,
                            ready.leads(),
                            Mailroom.open(
                                    deliveries,
                                    ready.channels(),
                                    ground,
                                    people,
                                    conduct.incidents()),
                            admittance,
                            CompanyDirectory.of(
                                    database,
                                    journal,
                                    policies.inForce(),
                                    people,
                                    admittance.sessions(),
                                    clock));
            opened = true;
            return workspace;
        } finally {
            if (!opened) {
                pool.close();
            }
        }
    }

    /// Administrators, and whoever the policy names as its owner when that is somebody who works
    /// here.
    private static Set<PersonId> removers(People people, Policies policies) {
        Set<PersonId> removers = new HashSet<>(people.administrators());
        people.find(policies.inForce().policy().owner())
                .filter(Person::active)
                .ifPresent(owner -> removers.add(owner.id()));
        return removers;
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("workspace");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        return new HikariDataSource(config);
    }

    /// What the gateway decides by.
    InForce inForce() {
        return policies.inForce();
    }

    /// Writes letters about what people have to do.
    Reminders reminders() {
        return new Reminders(
                duties,
                exceptions,
                grants,
                mailroom.deliveries(),
                database,
                journal,
                people,
                inForce(),
                leads,
                clock);
    }

    /// Gathers what people have to do in one letter, for those who want it so.
    Digests digests() {
        return new Digests(duties, mailroom.deliveries(), database, journal, inForce(), clock);
    }

    /// Tells people what became of what they asked for.
    Decisions decisions() {
        return new Decisions(accessRequests, exceptions, mailroom.deliveries(), inForce(), clock);
    }

    @Override
    public void close() {
        mailroom.close();
        conduct.close();
        replays.close();
        refusals.close();
        reconciliation.close();
        projection.close();
        pool.close();
    }
}
