// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Drawer;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.HookCall;
import dev.chaperone.protocols.WireText;
import dev.chaperone.protocols.Workplace;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/// What is known of one request so far, and what its record says. It grows along the walk of the
/// [Exchange].
final class Facts {
    private final HttpServerRequest request;
    private final Client client;
    private final PolicySnapshot policy;
    private final Register register;
    private final String id;
    private final Names names;
    private final Clock clock;
    private final Workplaces workplaces;
    private Asked asked;
    private @Nullable HookCall hook;
    private @Nullable PlanId toldPlan;

    private Register.@Nullable Credential caller;
    private @Nullable Upstream upstream;
    private byte @Nullable [] received;
    private byte @Nullable [] body;
    private @Nullable Inspection inspection;
    private byte @Nullable [] redacted;
    private Event.@Nullable Body sent;
    private @Nullable Question question;
    private @Nullable Instant at;
    private Event.@Nullable Account account;
    private @Nullable String model;
    private @Nullable Workplace workplace;
    private Event.Capture capture = Event.Capture.METADATA;
    private List<String> offered = List.of();
    private boolean shortened;

    Facts(
            HttpServerRequest request,
            Asked asked,
            Client client,
            PolicySnapshot policy,
            Register register,
            String id,
            Site site) {
        this.request = request;
        this.asked = asked;
        this.client = client;
        this.policy = policy;
        this.register = register;
        this.id = id;
        this.names = site.names();
        this.clock = site.clock();
        this.workplaces = site.senders().workplaces();
    }

    void called(Register.@Nullable Credential by, @Nullable Upstream to) {
        caller = by;
        upstream = to;
    }

    /// A hook has no upstream; what plan the tool works under is told beside it.
    void calledByHook(Register.@Nullable Credential by, @Nullable PlanId plan) {
        caller = by;
        toldPlan = plan;
    }

    /// What a hook is about, and what its tool tells.
    void told(HookCall call, Asked now) {
        hook = call;
        asked = now;
    }

    /// @param whole the body as it came
    /// @param plain the same, unpacked
    void received(byte[] whole, byte[] plain) {
        received = whole;
        body = plain;
    }

    void inspected(Inspection result) {
        inspection = result;
    }

    /// The prompt offers the model what was read of MCP servers.
    void offers(ServersSeen seen) {
        List<String> servers = inspection().servers();
        if (!servers.isEmpty()) {
            offered = seen.unseen(caller().person(), tool(), session(), servers);
        }
    }

    /// What was read is in no form that is known, so nobody can say that all of it was.
    void notUnderstood() {
        inspection = inspection().notScanned();
    }

    /// What goes to the model instead of what came.
    void redacted(byte[] instead, Inspection of) {
        redacted = instead;
        sent = of.body();
    }

    void captured(Event.Capture stated) {
        capture = stated;
    }

    /// What is large and not needed any more.
    void forgetBody() {
        received = null;
        body = null;
        redacted = null;
        inspection = null;
        question = null;
    }

    /// Leaves out of the record what strangers or the configuration put in; false when that was
    /// done before.
    boolean shorten() {
        boolean longer = !shortened;
        shortened = true;
        return longer;
    }

    /// Of the interaction.
    String id() {
        return id;
    }

    /// Whether the caller is known.
    boolean hasCaller() {
        return caller != null;
    }

    Register.Credential caller() {
        return known(caller, "the caller");
    }

    Upstream upstream() {
        return known(upstream, "the upstream");
    }

    byte[] body() {
        return known(body, "the body");
    }

    /// What goes to the model.
    byte[] outgoing() {
        return redacted == null ? known(received, "the body") : redacted;
    }

    /// Whether something else goes to the model than what came.
    boolean isRewritten() {
        return redacted != null;
    }

    /// What all requests of a conversation share: the person, and the session where one is told, as
    /// it is told; so it may not be recorded.
    String conversation() {
        return caller().person() + " " + toldSession();
    }

    Inspection inspection() {
        return known(inspection, "the inspection");
    }

    /// What the policy is asked.
    Question question() {
        if (question == null) {
            question = question(inspection());
        }
        return question;
    }

    /// What the policy is asked when the body is read like this.
    Question question(Inspection read) {
        return new Question(
                register,
                caller().member(),
                new Question.Use(
                        tool(),
                        known(plan(), "the plan"),
                        knownRepository(),
                        model(),
                        asked.source().written()),
                read.detected().stream().map(Inspection.Detected::asked).toList(),
                read.scanned(),
                read.attachments(),
                at());
    }

    /// Where bodies of this request are kept: both in the month of its record, even when the answer
    /// comes in the next one, so that whoever has the record finds them.
    Drawer drawer(String retention) {
        return new Drawer(
                caller().person(), YearMonth.from(at().atOffset(ZoneOffset.UTC)), retention);
    }

    /// What the record says.
    ///
    /// @param exception the one that permitted it; null when it needed none
    Event.Intent intent(Event.Effect effect, @Nullable String rule, @Nullable String exception) {
        return new Event.Intent(
                id,
                at(),
                asked.source(),
                caller == null ? null : new Event.Caller(caller.person(), caller.id()),
                use(),
                new Event.Verdict(
                        effect,
                        rule,
                        findings(),
                        scan(),
                        policy.hash(),
                        register.number(),
                        exception),
                prompt(),
                effect == Event.Effect.REDACTED ? sent : null,
                reported());
    }

    /// What a hook or a prompt tells of its tool beside what it asks about.
    private Event.@Nullable Reported reported() {
        String server = hook == null ? null : hook.server();
        List<String> servers = server == null ? offered : List.of(server);
        String permissions = hook == null ? null : hook.permissions();
        if (shortened || (servers.isEmpty() && permissions == null)) {
            return null;
        }
        List<String> named =
                servers.stream().map(names::word).filter(Objects::nonNull).distinct().toList();
        return new Event.Reported(0, 0, 0, 0, named, names.word(permissions));
    }

    private Instant at() {
        if (at == null) {
            at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
        return at;
    }

    private Event.@Nullable Body prompt() {
        if (inspection != null) {
            return inspection.body().with(capture);
        }
        return body == null ? null : Commitment.to(body).with(capture);
    }

    private Event.Use use() {
        return new Event.Use(
                asked.word(),
                recordedTool(),
                shortened ? null : names.version(client.version()),
                client.declared(),
                plan(),
                upstream == null ? null : upstream.vendor(),
                shortened ? null : model(),
                asked.streams() || (inspection != null && inspection.prompt().stream()),
                shortened ? null : repository(),
                shortened ? null : session(),
                shortened || upstream == null ? null : upstream.name(),
                account(),
                shortened || hook == null ? null : names.session(hook.turn()),
                shortened ? null : names.commit(workplace().commit()));
    }

    private @Nullable PlanId plan() {
        return upstream == null ? toldPlan : upstream.plan();
    }

    /// Whose the caller's own sign-in is.
    void belongsTo(Event.Account whose) {
        account = whose;
    }

    private Event.Account account() {
        if (account != null) {
            return account;
        }
        if (hook != null && hook.account() != null) {
            // The address itself is nothing for a record that can not be erased.
            return register.find(hook.account()).isPresent()
                    ? Event.Account.CORPORATE
                    : Event.Account.PERSONAL;
        }
        if (upstream == null || caller == null) {
            return Event.Account.UNKNOWN;
        }
        return Upstreams.passesThrough(upstream, request)
                ? Event.Account.UNKNOWN
                : Event.Account.CORPORATE;
    }

    private List<Event.FindingCount> findings() {
        if (inspection == null || shortened) {
            return List.of();
        }
        return inspection.detected().stream().map(Inspection.Detected::recorded).toList();
    }

    private Event.Scan scan() {
        if (inspection == null || shortened || !inspection.scanned()) {
            return Event.Scan.NONE;
        }
        return inspection.attachments() > 0 ? Event.Scan.PARTIAL : Event.Scan.COMPLETE;
    }

    /// The tool, as far as policies and records go by it.
    ToolId tool() {
        return known(recordedTool(), "the tool");
    }

    private @Nullable ToolId recordedTool() {
        ToolId told = client.tool();
        return told != null && client.declared() ? names.tool(told) : told;
    }

    /// The model, as records call it; null when it is not known.
    @Nullable String model() {
        if (model == null) {
            model = names.model(toldModel());
        }
        return model;
    }

    private @Nullable String toldModel() {
        String named = asked.model();
        if (named == null && hook != null) {
            named = hook.model();
        }
        if (named == null && inspection != null) {
            named = inspection.prompt().model();
        }
        return named;
    }

    private @Nullable String repository() {
        return names.repository(workplace().name());
    }

    /// Where it is asked from: as the request tells, and what it does not tell as its session was
    /// told last. The same for the decision and the record.
    private Workplace workplace() {
        if (workplace != null) {
            return workplace;
        }
        Workplace told = toldWorkplace();
        if (caller == null || inspection == null) {
            return told;
        }
        Workplace known = told.or(workplaces.of(caller.person(), session()));
        workplace = known;
        return known;
    }

    private Workplace toldWorkplace() {
        Workplace told = Workplace.told(request::getHeader);
        if (inspection == null) {
            return told;
        }
        String folder = hook == null ? inspection.workingDirectory() : hook.folder();
        return new Workplace(
                folder == null ? told.folder() : folder, told.repository(), told.commit());
    }

    /// Lets later requests of the session know where it works.
    void noteWorkplace() {
        workplaces.note(caller().person(), session(), toldWorkplace());
    }

    /// What policies go by: one that is not told in the form of a name is not known.
    private @Nullable String knownRepository() {
        String repository = repository();
        return WireText.UNREADABLE.equals(repository) ? null : repository;
    }

    private @Nullable String session() {
        return names.session(toldSession());
    }

    private @Nullable String toldSession() {
        String told = hook == null ? client.session() : hook.session();
        return told == null && inspection != null ? inspection.prompt().session() : told;
    }

    private static <T> T known(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("A step of the walk ran before " + what + " was known");
        }
        return value;
    }
}
