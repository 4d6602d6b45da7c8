// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.ChecklistItem;
import dev.chaperone.policy.ChecklistStanding;
import dev.chaperone.policy.Gate;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.petitions.Oneself;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.tokens.Tokens;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checklists of the tools: what of them is done, and by whom. They come from the policy in force;
/// what was attested counts for as long as the policy asks the same. Whether a list is complete is
/// worked out whenever it is asked, at the gateway too.
public final class Checklists {
    private static final int LONGEST_EVIDENCE = 1_000;

    private final ChecklistStore store;
    private final ChecklistStandings standings;
    private final Registrar registrar;
    private final Oneself oneself;
    private final Database database;
    private final Recorder recorder;
    private final InForce inForce;
    private final People people;
    private final Clock clock;

    /// Lets the register be made with what people have done. Before the first one is put in force.
    public static Checklists start(
            Database database,
            Journal journal,
            InForce inForce,
            People people,
            Tokens tokens,
            Clock clock) {
        Checklists checklists = new Checklists(database, journal, inForce, people, tokens, clock);
        inForce.checklistsBy(checklists.standings::of);
        return checklists;
    }

    private Checklists(
            Database database,
            Journal journal,
            InForce inForce,
            People people,
            Tokens tokens,
            Clock clock) {
        this.store = new ChecklistStore(database);
        this.standings = new ChecklistStandings(store);
        this.registrar = new Registrar(database, journal, inForce);
        this.recorder = new Recorder(store, journal, registrar, clock);
        this.oneself = new Oneself(people, tokens, "attests");
        this.database = database;
        this.inForce = inForce;
        this.people = people;
        this.clock = clock;
    }

    /// What the gate makes of the prompts of those whose list is not complete.
    public Gate.Strictness gate() {
        return inForce.policy().programme().checklist();
    }

    /// The checklists of a person, in the order of the policy.
    ///
    /// @param heard who tells when the person's tools were heard of; null when it is not to be told
    /// @throws RejectedException when there is no such person
    public List<ChecklistState> of(PersonId id, @Nullable Heard heard) {
        Person person = people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
        PolicySnapshot policy = inForce.policy();
        ItemStates states =
                new ItemStates(
                        store.of(id),
                        recorder::isConfirmed,
                        policy.policy().heading().zone(),
                        heard,
                        clock.instant());
        return policy.checklists(person.teams()).stream()
                .map(list -> states.of(list, policy.hash()))
                .toList();
    }

    /// All that somebody attested and the product verified of them, the newest first.
    public List<Attestation> attestations(PersonId id) {
        return store.of(id);
    }

    /// Attests an item of one's own checklist. It counts at the gateway when the call returns.
    ///
    /// @throws RejectedException when the policy in force asks no such item of people, it is
    ///   another than the one that was shown, its evidence is missing, or it may be somebody else
    public Attestation attest(Attesting wanted) {
        oneself.check(wanted.by());
        PolicySnapshot policy = inForce.policy();
        Checklist.Entry entry = entry(policy, wanted);
        check(entry, wanted);
        String token = wanted.by().token();
        Attestation made =
                database.inTransaction(() ->
                        recorder.record(
                                policy,
                                new Recorder.Done(wanted.tool(), wanted.plan(), entry),
                                wanted.by(),
                                new Recorder.Way(
                                        wanted.method(),
                                        token == null ? "session" : "token " + token,
                                        wanted.evidence())));
        registrar.publish();
        return made;
    }

    private Checklist.Entry entry(PolicySnapshot policy, Attesting wanted) {
        Set<String> teams = new HashSet<>();
        people.find(wanted.by().person()).ifPresent(person -> teams.addAll(person.teams()));
        return policy.checklists(teams).stream()
                .filter(list ->
                        list.tool().equals(wanted.tool()) && list.plan().equals(wanted.plan()))
                .findFirst()
                .flatMap(list -> list.find(wanted.item()))
                .orElseThrow(() -> RejectedException.unknown("item of a checklist of yours"));
    }

    private static void check(Checklist.Entry entry, Attesting wanted) {
        ChecklistItem item = entry.item();
        if (item.isByMachine()) {
            throw RejectedException.conflict(
                    "Chaperone verifies '"
                            + item.id()
                            + "' itself: nobody can attest it. Use the tool once, and look again.");
        }
        Digest shown = wanted.digest();
        if (shown != null && !shown.equals(entry.digest())) {
            throw RejectedException.conflict(
                    "That item has changed while you read: the policy in force asks something else"
                            + " now. Read the checklist again, then attest it.");
        }
        String evidence = wanted.evidence();
        if (evidence != null) {
            Text.check("evidence", evidence, LONGEST_EVIDENCE);
        } else if (item.evidence()) {
            throw RejectedException.invalid(
                    "evidence is missing: '"
                            + item.id()
                            + "' asks for some, for example a link or what you saw where.");
        }
    }

    /// Notes that Claude Code follows the settings that are served to somebody: their items that
    /// ask for it are done from now on, at the gateway too.
    ///
    /// @param member as the register knows them, which says what is missing
    public void followsSettings(Register.Member member) {
        ChecklistStanding known = member.standing().checklists();
        if (known == null) {
            return;
        }
        PolicySnapshot policy = inForce.policy();
        List<Recorder.Done> done = new ArrayList<>();
        Instant now = clock.instant();
        for (Checklist list : policy.checklists(member.teams())) {
            List<String> missing = known.missing(list, now);
            for (Checklist.Entry entry : list.awaited()) {
                if (entry.item().by() == ChecklistItem.Check.MANAGED_SETTINGS
                        && missing.contains(entry.item().id())) {
                    done.add(new Recorder.Done(list.tool(), list.plan(), entry));
                }
            }
        }
        if (!done.isEmpty()) {
            Party person = Party.signedIn(member.person());
            Recorder.Way machine = new Recorder.Way(Attestation.MACHINE, "managed settings", null);
            database.inTransaction(() ->
                    done.stream()
                            .map(each -> recorder.record(policy, each, person, machine))
                            .toList());
            registrar.publish();
        }
    }

    /// How far everybody has come with each checklist, in the order of the policy.
    public List<Progress> progress() {
        PolicySnapshot policy = inForce.policy();
        Everybody everybody =
                new Everybody(
                        inForce.register()
                                .people()
                                .sorted(Comparator.comparing(member -> member.person().value()))
                                .toList(),
                        database.inTransaction(() -> standings.of(policy)),
                        clock.instant());
        return policy.checklists().stream().map(list -> everybody.progress(policy, list)).toList();
    }

    /// Those whose prompts do not leave now with any tool that is for them, because no checklist of
    /// theirs is complete. By what is in force at the gateway.
    public Set<PersonId> stopped() {
        Set<PersonId> stopped = new HashSet<>();
        PolicySnapshot policy = inForce.policy();
        if (gate() == Gate.Strictness.BLOCK) {
            Instant now = clock.instant();
            inForce.register()
                    .people()
                    .filter(member -> policy.stopsEveryToolOf(member, now))
                    .forEach(member -> stopped.add(member.person()));
        }
        return stopped;
    }
}
