// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Edition;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.acknowledgments.Signing;
import dev.chaperone.workspace.checklists.Attesting;
import dev.chaperone.workspace.checklists.ChecklistState;
import dev.chaperone.workspace.checklists.ItemState;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.policies.PolicyVersion;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// The invented company of the demo: people, teams, and a gateway token for each developer.
///
/// The workspace keeps only fingerprints of tokens, so the demo's are kept beside it, in a file
/// that only its owner can read: a demo must be able to show them again.
final class DemoCompany {
    static final String NAME = "Northwind Robotics";
    static final String OWNER = "ai-governance@northwind.example";

    /// Everybody; the first of each role is offered on the sign-in page.
    static final List<Member> MEMBERS =
            List.of(
                    new Member(
                            "ada", "Ada Moreau", Role.DEVELOPER, List.of("Firmware", "Platform")),
                    new Member("tomasz", "Tomasz Lindqvist", Role.DEVELOPER, List.of("Cloud")),
                    new Member(
                            "priya", "Priya Raman", Role.DEVELOPER, List.of("Cloud", "Platform")),
                    new Member("grace", "Grace Okafor", Role.ADMINISTRATOR, List.of("Security")),
                    new Member("ines", "Ines Baptista", Role.AUDITOR, List.of("Internal audit")),
                    new Member("lena", "Lena Fischer", Role.ADMINISTRATOR, List.of("Legal")));

    /// Whoever approves what the first administrator proposes.
    static final Member SECOND = MEMBERS.getLast();

    /// Those who have signed the policy when the demo begins.
    private static final Set<String> SIGNED = Set.of("ada", "tomasz", "grace");

    /// Those whose checklist of the first tool is done when the demo begins.
    private static final Set<String> ATTESTED = Set.of("ada");

    private static final String FILE = "demo-tokens.properties";

    private final Properties secrets;

    private DemoCompany(Properties secrets) {
        this.secrets = secrets;
    }

    /// A person of the company.
    record Member(String account, String name, Role role, List<String> teams) {
        String email() {
            return account + "@northwind.example";
        }
    }

    /// Founds the company, or finds it again; what is missing of it is added.
    static DemoCompany in(DataDirectory data, Workspace workspace) throws IOException {
        Properties secrets = new Properties();
        if (Files.exists(data.file(FILE))) {
            secrets.load(new StringReader(Files.readString(data.file(FILE))));
        }
        for (Member member : MEMBERS) {
            Person person =
                    workspace
                            .people()
                            .find(member.email())
                            .orElseGet(
                                    () -> workspace.people().create(person(member), Actor.SYSTEM));
            if (SIGNED.contains(member.account())
                    && workspace.acknowledgments().newest(person.id()).isEmpty()) {
                sign(person, workspace);
            }
            if (ATTESTED.contains(member.account())
                    && workspace.checklists().attestations(person.id()).isEmpty()) {
                attest(person, workspace);
            }
            if (member.role() == Role.DEVELOPER && !works(secrets, member, workspace)) {
                Token.Created made =
                        workspace
                                .tokens()
                                .create(
                                        new NewToken(
                                                person.id(), "laptop", Token.Kind.GATEWAY, null),
                                        Actor.SYSTEM);
                secrets.setProperty(member.email(), made.secret());
                secrets.setProperty(member.email() + ".id", made.token().id());
            }
        }
        StringWriter text = new StringWriter();
        secrets.store(text, "Gateway tokens of the demo's developers");
        data.writePrivate(FILE, text.toString());
        return new DemoCompany(secrets);
    }

    private static void sign(Person person, Workspace workspace) {
        PolicyVersion version = workspace.policies().current();
        Digest document = version.document();
        if (document != null) {
            workspace
                    .acknowledgments()
                    .sign(
                            new Signing(
                                    person.id(),
                                    document,
                                    null,
                                    Edition.consent(version.version()),
                                    "demo",
                                    "invented with the demo"));
        }
    }

    /// What of the first tool's checklist only the person can say.
    private static void attest(Person person, Workspace workspace) {
        for (ChecklistState list :
                workspace.checklists().of(person.id(), null).stream().limit(1).toList()) {
            for (ItemState item : list.items()) {
                if (!item.entry().item().isByMachine()) {
                    workspace
                            .checklists()
                            .attest(
                                    new Attesting(
                                            Party.signedIn(person.id()),
                                            list.checklist().tool(),
                                            list.checklist().plan(),
                                            item.entry().item().id(),
                                            item.entry().digest(),
                                            "invented with the demo",
                                            "demo"));
                }
            }
        }
    }

    /// Whether the token that is kept here is one that the workspace knows.
    private static boolean works(Properties secrets, Member member, Workspace workspace) {
        String id = secrets.getProperty(member.email() + ".id");
        return id != null && workspace.tokens().find(id).isPresent();
    }

    private static NewPerson person(Member member) {
        return new NewPerson(member.email(), member.name(), member.role(), member.teams());
    }

    /// The people whom the sign-in page offers.
    static List<Member> doors() {
        return List.of(door(Role.ADMINISTRATOR), door(Role.DEVELOPER), door(Role.AUDITOR), SECOND);
    }

    private static Member door(Role role) {
        return MEMBERS.stream().filter(member -> member.role() == role).findFirst().orElseThrow();
    }

    /// The token of a developer.
    Optional<String> token(Member member) {
        return Optional.ofNullable(secrets.getProperty(member.email()));
    }

    /// The token to try the demo with.
    String firstToken() {
        return token(MEMBERS.getFirst()).orElseThrow();
    }
}
