// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

import java.util.List;
import java.util.Set;

/// A workspace with a policy in force and people who write and approve the next one.
public final class PolicySite {
    public static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools:
              - {tool: claude-code, plans: [api]}
            require:
              acknowledgment: {gate: block, grace: 0h}
            """;

    /// A change that people have to sign.
    public static final String MATERIAL = POLICY.replace("[api]", "[api, team]");

    /// One that they have not.
    public static final String MINOR = POLICY.replace("Northwind", "Northwind Robotics");

    private final TestWorkspace workspace;
    private final Policies policies;
    private final Proposals proposals;
    private final People people;
    private final Actor grace;
    private final Actor lena;

    public PolicySite(TestWorkspace workspace) {
        this.workspace = workspace;
        this.policies =
                Policies.start(
                        workspace.database(),
                        workspace.journal(),
                        new Terms(Catalog.builtIn(), Set.of()),
                        new Beginning(null, POLICY, _ -> {}),
                        workspace.clock());
        this.proposals =
                new Proposals(
                        workspace.database(), workspace.journal(), policies, workspace.clock());
        this.people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        policies.inForce(),
                        workspace.clock());
        this.grace = administrator("grace");
        this.lena = administrator("lena");
    }

    private Actor administrator(String name) {
        return Actor.of(
                people.create(
                                new NewPerson(
                                        name + "@northwind.example",
                                        name,
                                        Role.ADMINISTRATOR,
                                        List.of()),
                                Actor.SYSTEM)
                        .id());
    }

    public TestWorkspace workspace() {
        return workspace;
    }

    public Policies policies() {
        return policies;
    }

    public Proposals proposals() {
        return proposals;
    }

    public People people() {
        return people;
    }

    /// An administrator.
    public Actor grace() {
        return grace;
    }

    /// Another administrator.
    public Actor lena() {
        return lena;
    }
}
