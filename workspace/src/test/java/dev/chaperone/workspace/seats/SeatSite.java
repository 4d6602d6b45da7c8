// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A company whose vendors' lists are handed in.
public final class SeatSite {
    public static final SourceId LIST = new SourceId("claude-members");
    public static final ToolId TOOL = new ToolId("claude-code");

    private final TestWorkspace workspace;
    private final PolicySite site;
    private final SeatReadings readings;
    private final Seats seats;
    private final SeatFindings findings;
    private final SeatTraces traces;

    public SeatSite(PolicySite site) {
        this.site = site;
        this.workspace = site.workspace();
        this.readings =
                new SeatReadings(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        Catalog.builtIn(),
                        workspace.clock());
        this.seats =
                new Seats(
                        workspace.database(),
                        workspace.journal(),
                        site.people(),
                        workspace.clock());
        this.findings =
                new SeatFindings(
                        workspace.database(), site.policies().inForce(), workspace.clock());
        this.traces = new SeatTraces(workspace.database());
    }

    public SeatReadings readings() {
        return readings;
    }

    public Seats seats() {
        return seats;
    }

    public SeatFindings findings() {
        return findings;
    }

    public SeatTraces traces() {
        return traces;
    }

    public Instant now() {
        return workspace.clock().instant();
    }

    public void tick(Duration time) {
        workspace.clock().set(now().plus(time));
    }

    public PersonId person(String name) {
        return site.people()
                .create(
                        new NewPerson(name + "@northwind.example", name, Role.DEVELOPER, List.of()),
                        Actor.SYSTEM)
                .id();
    }

    /// A list of accounts read now, a second after whatever was before.
    public SeatReadings.Outcome read(String... lines) {
        tick(Duration.ofSeconds(1));
        return hand(list(), String.join("\n", lines), false);
    }

    public NewReading list() {
        return new NewReading(LIST, TOOL, new PlanId("team"), AccessKind.SEAT, now(), false);
    }

    public SeatReadings.Outcome hand(NewReading told, String text, boolean tried) {
        return hand(told, text.getBytes(StandardCharsets.UTF_8), tried);
    }

    public SeatReadings.Outcome hand(NewReading told, byte[] bytes, boolean tried) {
        try {
            return readings.hand(told, new ByteArrayInputStream(bytes), tried, site.grace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Seat> listed() {
        return seats.list(new Seats.Filter(null, null), null, 100).items();
    }

    public Seat listed(String account) {
        return listed().stream()
                .filter(each -> each.account().equals(account))
                .findFirst()
                .orElseThrow();
    }

    public List<SeatFinding> found() {
        return findings.list(new SeatFindings.Filter(null, null), null, 100).items();
    }
}
