// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonValue;

import dev.chaperone.captures.Captures;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.witness.Outcome;
import dev.chaperone.witness.Standing;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.activity.Agreement;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.activity.Reconciliation;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.policies.Divergence;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.signins.ToolSignIns;
import dev.chaperone.workspace.sources.Overview;
import dev.chaperone.workspace.sources.Sources;
import dev.chaperone.workspace.tokens.Tokens;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What works and what does not, each with the way to mend it. Everything is looked at when asked.
final class Checks {
    private static final int EXAMPLES = 10;
    private static final Duration LONG_WAIT = Duration.ofMinutes(15);

    private final Ledger ledger;
    private final TransparencyLog log;
    private final @Nullable Witnessing witnessing;
    private final Captures captures;
    private final Database database;
    private final Projection projection;
    private final Interactions interactions;
    private final Reconciliation reconciliation;
    private final Clock clock;
    private final People people;
    private final Tokens tokens;
    private final ToolSignIns signIns;
    private final Policies policies;
    private final Deliveries deliveries;
    private final Forwards forwards;
    private final Sources sources;
    private final Place place;

    Checks(Workspace workspace, Outward outward, Forwards forwards, Place place) {
        this.log = outward.log();
        this.witnessing = outward.witnessing();
        this.forwards = forwards;
        this.ledger = workspace.ledger();
        this.captures = workspace.content().store();
        this.database = workspace.database();
        this.projection = workspace.projection();
        this.interactions = workspace.interactions();
        this.reconciliation = workspace.reconciliation();
        this.clock = workspace.clock();
        this.sources = workspace.sources();
        this.people = workspace.people();
        this.tokens = workspace.tokens();
        this.signIns = workspace.toolSignIns();
        this.policies = workspace.policies();
        this.deliveries = workspace.mailroom().deliveries();
        this.place = place;
    }

    /// One thing that was looked at.
    ///
    /// @param repair a command or an edit; null when nothing needs mending
    record Check(String name, State state, String detail, @Nullable String repair) {
        static Check fine(String name, String detail) {
            return new Check(name, State.FINE, detail, null);
        }

        static Check problem(String name, String detail, String repair) {
            return new Check(name, State.PROBLEM, detail, repair);
        }

        static Check unknown(String name, String detail, String repair) {
            return new Check(name, State.UNKNOWN, detail, repair);
        }
    }

    /// What is not known is not fine.
    enum State {
        FINE,
        PROBLEM,
        UNKNOWN;

        @JsonValue
        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    List<Check> all() {
        List<Check> all = new ArrayList<>();
        all.add(ledger());
        all.add(checkpoints());
        all.addAll(witnesses());
        all.add(captures());
        all.add(database());
        all.add(inDatabase("search", this::search));
        all.add(rows());
        all.add(inDatabase("policy", this::policy));
        all.add(upstreams());
        all.add(inDatabase("people", this::people));
        all.add(inDatabase("tokens", this::tokens));
        all.add(inDatabase("messages", this::messages));
        all.add(claudeCodeSignIn());
        all.addAll(canaries());
        forwards.standings().forEach(target -> all.add(forward(target)));
        all.addAll(sources());
        return all;
    }

    Check ledger() {
        return switch (ledger.state()) {
            case Ledger.State.Writing() ->
                    Check.fine(
                            "ledger", Words.count(ledger.size(), "entry", "entries") + " on disk");
            case Ledger.State.Full(var reason) ->
                    Check.problem(
                            "ledger",
                            "nothing can be recorded, so every prompt is refused: " + reason,
                            "make space on the disk of the data directory; the ledger goes on by"
                                    + " itself");
            case Ledger.State.Poisoned(var reason) ->
                    Check.problem(
                            "ledger",
                            "nothing can be recorded, so every prompt is refused: " + reason,
                            "look at the disk, then stop and start Chaperone");
            case Ledger.State.Closed() ->
                    Check.problem("ledger", "closed: the server is stopping", "start it again");
        };
    }

    private Check checkpoints() {
        TransparencyLog.Standing standing = log.standing();
        if (standing.trouble() != null) {
            return Check.problem(
                    "checkpoints",
                    "no new one can be signed: " + standing.trouble(),
                    "look at the disk of the data directory; it goes on by itself");
        }
        String waiting =
                Words.count(standing.waiting(), "entry is", "entries are") + " not covered yet";
        return standing.waiting() > 0 || standing.size() == 0
                ? Check.unknown("checkpoints", waiting, "wait a second and ask again")
                : Check.fine(
                        "checkpoints",
                        "the newest covers " + Words.count(standing.size(), "entry", "entries"));
    }

    /// One check for each witness. The demo's ledger proves nothing to anybody, so it needs none.
    private List<Check> witnesses() {
        Witnessing asked = witnessing;
        if (asked == null) {
            return place.demo()
                    ? List.of()
                    : List.of(
                            Check.unknown(
                                    "witnesses",
                                    "nobody outside watches the ledger, so nobody would notice if"
                                            + " all of it were written anew",
                                    "set up a witness and name it under 'ledger' in config.yaml"
                                            + " (docs/witness.md)"));
        }
        return asked.standings().stream().map(this::witness).toList();
    }

    private Check witness(Standing standing) {
        String name = "witness " + standing.witness();
        long behind = standing.behind(log.standing().size());
        return switch (standing.last().orElse(null)) {
            case null -> Check.unknown(name, "it was not asked yet", "wait a second");
            case Outcome.Cosigned _ ->
                    Check.fine(
                            name,
                            "it vouches for "
                                    + Words.count(standing.size(), "entry", "entries")
                                    + (behind == 0 ? "" : ", " + behind + " behind"));
            case Outcome.Unavailable(String reason) ->
                    Check.problem(
                            name,
                            "it does not answer as it should: " + reason,
                            "start it, or correct its url and keys in config.yaml");
            case Outcome.Ahead(long size, _) ->
                    Check.problem(
                            name,
                            "it holds "
                                    + size
                                    + " entries, more than there are: the ledger was set back",
                            "stop Chaperone and restore the newest backup of the ledger");
            case Outcome.Refused(int status, String reason, _) ->
                    Check.problem(
                            name,
                            "it holds another history of this ledger ("
                                    + status
                                    + " "
                                    + reason
                                    + ")",
                            "stop Chaperone; compare the ledger with a backup by 'chaperone ledger"
                                    + " verify'");
        };
    }

    private Check captures() {
        return captures.trouble()
                .map(reason ->
                        Check.problem(
                                "captures",
                                "prompts that the policy wants kept are refused: " + reason,
                                "look at the disk of the data directory, then stop and start Chaperone"))
                .orElseGet(() -> Check.fine("captures", "what the policy wants kept can be kept"));
    }

    Check database() {
        try {
            String version = database.jdbc().sql("SELECT version()").query(String.class).single();
            return Check.fine("database", version.split(" on ", 2)[0]);
        } catch (DataAccessException e) {
            return Check.problem(
                    "database",
                    "it does not answer; the gateway goes on, pages and API do not",
                    "stop and start Chaperone; with 'database.url' in config.yaml look at that"
                            + " server");
        }
    }

    private Check search() {
        if (projection.isSetBack()) {
            return Check.problem(
                    "search",
                    "it was made from more entries than the ledger holds: the ledger was set back."
                            + " Nothing was changed",
                    "restore the newest backup of the ledger's directory; only if this ledger was"
                            + " begun anew on purpose, have the search made anew: "
                            + rebuild());
        }
        Projection.Progress progress = projection.progress();
        long passedOver = progress.unknown() + progress.unreadable();
        if (progress.faulty()) {
            return Check.problem(
                    "search",
                    "it can not follow the ledger; " + behind(progress.behind()),
                    "the log names the fault; it goes on by itself when that is over");
        }
        if (passedOver > 0) {
            return Check.problem(
                    "search",
                    Words.count(passedOver, "entry", "entries")
                            + " could not be read and can not be searched",
                    "the ledger holds them; start the version of Chaperone that wrote them");
        }
        return progress.behind() == 0
                ? Check.fine("search", "every entry of the ledger can be searched")
                : Check.unknown("search", behind(progress.behind()), "wait a moment and ask again");
    }

    /// Whether the database's rows are what the ledger says.
    private Check rows() {
        Agreement agreement = reconciliation.agreement();
        RowsView view = RowsView.of(agreement, clock.instant());
        return switch (agreement.state(clock.instant())) {
            case AGREES -> Check.fine("rows", view.checked());
            case DIFFERS ->
                    Check.problem(
                            "rows",
                            "the database says something else than the ledger: "
                                    + view.found()
                                    + ". Of changed rows pages show what the ledger says",
                            "find out who writes into the database, then make the rows anew: "
                                    + rebuild());
            case NOT_CHECKED -> {
                reconciliation.hasten();
                yield Check.unknown("rows", view.checked(), "wait a moment and ask again");
            }
        };
    }

    private String rebuild() {
        return "curl -X POST -H \"Authorization: Bearer $(cat "
                + place.adminTokenFile()
                + ")\" "
                + place.workspace().get()
                + "/api/v1/projection/rebuild";
    }

    private static String behind(long entries) {
        return Words.count(entries, "entry is", "entries are") + " not searchable yet";
    }

    private Check policy() {
        return policies.draft().isPresent()
                ? Check.problem(
                        "policy",
                        place.policyFile() + " was edited by hand and is not the policy in force",
                        "publish it: curl -X POST -H \"Authorization: Bearer $(cat "
                                + place.adminTokenFile()
                                + ")\" -H 'content-type: application/yaml' --data-binary @"
                                + place.policyFile()
                                + " "
                                + place.workspace().get()
                                + "/api/v1/policies")
                : divergence();
    }

    /// Whether all who go by the policy go by the same.
    private Check divergence() {
        String differing =
                policies.divergence().differences().stream()
                        .map(Divergence.Point::name)
                        .collect(Collectors.joining(", "));
        return differing.isEmpty()
                ? Check.fine("policy", policies.current().hash().toString())
                : Check.problem(
                        "policy",
                        "it is not the same everywhere: " + differing,
                        "find out who writes into the database, then publish the policy again");
    }

    /// Nobody is told anything by a company that named no channel; that is its choice.
    private Check messages() {
        Deliveries.Counts counts = deliveries.counts();
        Instant oldest = counts.oldest();
        if (counts.givenUp() > 0) {
            return Check.problem(
                    "messages",
                    Words.count(counts.givenUp(), "message was", "messages were") + " given up",
                    "the page Messages names why; mend it there, then try again");
        }
        if (oldest != null && oldest.plus(LONG_WAIT).isBefore(clock.instant())) {
            return Check.problem(
                    "messages",
                    Words.count(counts.waiting(), "message waits", "messages wait")
                            + " since "
                            + Moment.words(oldest),
                    "the page Messages names why: mail server or webhook do not answer");
        }
        return Check.fine(
                "messages",
                Words.count(counts.delivered(), "message", "messages")
                        + " delivered"
                        + (deliveries.mails() ? "" : "; no mail server is named"));
    }

    private Check upstreams() {
        return place.upstreams().isEmpty()
                ? Check.problem(
                        "upstreams",
                        "no model is set up, so every prompt is refused",
                        "add 'upstreams' to " + place.configFile() + " (docs/first-upstream.md)")
                : Check.fine("upstreams", String.join(", ", place.upstreams()));
    }

    private Check people() {
        List<String> unconfirmed = people.unconfirmed();
        if (!unconfirmed.isEmpty()) {
            return Check.problem(
                    "people",
                    "the ledger does not confirm who "
                            + Words.count(unconfirmed.size(), "person is", "people are")
                            + " ("
                            + unconfirmed.stream().limit(EXAMPLES).collect(Collectors.joining(", "))
                            + (unconfirmed.size() > EXAMPLES ? ", …" : "")
                            + "): e-mail, name or role was changed in the database, or the entry can"
                            + " not be read",
                    "find out who writes into the database, then put the rows of the table person"
                            + " back from a backup");
        }
        return people.list(null, 1).items().isEmpty()
                ? Check.problem(
                        "people",
                        "nobody is registered",
                        CommandLines.addPerson(place.dataOption()))
                : Check.fine("people", "somebody is registered");
    }

    private Check tokens() {
        Set<PersonId> known = new HashSet<>(tokens.holders());
        known.addAll(signIns.holders());
        int holders = known.size();
        return holders == 0
                ? Check.problem(
                        "tokens",
                        "nobody has a token, so the gateway knows nobody",
                        CommandLines.makeToken(place.dataOption()))
                : Check.fine(
                        "tokens",
                        Words.count(holders, "person has", "people have") + " a working token");
    }

    /// Nobody needs it, so that it is not offered is no problem of itself.
    private Check claudeCodeSignIn() {
        SignInOffer offer = place.signIn();
        String name = "claude-code sign-in";
        return offer.hindrance() == null || offer.repair() == null
                ? Check.fine(name, "people can sign in to Claude Code at the gateway")
                : Check.unknown(name, offer.hindrance(), offer.repair());
    }

    /// Only when one was found: that none was says nothing where none is planted.
    private List<Check> canaries() {
        try {
            return Canaries.found(interactions, clock.instant())
                    .map(found ->
                            Check.problem(
                                    "canaries",
                                    found
                                            + ": somebody, or some agent, has read what lies where"
                                            + " it was planted",
                                    "see whose requests they are under Activity with the detector"
                                            + " 'canary', find out what else they can read, and"
                                            + " plant a new one (docs/known-secrets.md)"))
                    .stream()
                    .toList();
        } catch (DataAccessException | TransactionException e) {
            // Told by the check of the database.
            return List.of();
        }
    }

    /// Only where somebody reports or is expected to.
    private List<Check> sources() {
        try {
            Overview overview = sources.overview();
            SourcesFigure figure = SourcesFigure.of(overview);
            if (overview.expected() == 0) {
                return List.of();
            }
            return List.of(
                    overview.heard() == overview.expected()
                            ? Check.fine("sources", figure.heard())
                            : Check.problem(
                                    "sources",
                                    figure.heard(),
                                    "see under Sources who is silent, and since when"
                                            + " (docs/telemetry.md)"));
        } catch (DataAccessException | TransactionException e) {
            // Told by the check of the database.
            return List.of();
        }
    }

    private static Check forward(Forwards.Standing target) {
        String name = "forward " + target.name();
        String detail = target.to() + ": " + target.words();
        return switch (target.state()) {
            case FINE -> Check.fine(name, detail);
            case UNKNOWN -> Check.unknown(name, detail, "wait a moment and ask again");
            case PROBLEM ->
                    Check.problem(
                            name,
                            detail
                                    + (target.silentSince() == null
                                            ? "; it never took an entry"
                                            : "; it last took one at " + target.silentSince()),
                            "look at that target; forwarding goes on by itself where it stopped"
                                    + " (docs/exports.md)");
        };
    }

    private static Check inDatabase(String name, Supplier<Check> look) {
        try {
            return look.get();
        } catch (DataAccessException | TransactionException e) {
            return Check.unknown(name, "the database does not answer", "see the database above");
        }
    }
}
