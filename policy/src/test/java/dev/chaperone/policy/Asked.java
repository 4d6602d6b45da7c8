// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A question in the making: what a test does not say is harmless.
final class Asked {
    static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    static final PersonId ANNA = PersonId.next();

    private final ToolId tool;
    private PlanId plan = new PlanId("api");
    private @Nullable String repository;
    private @Nullable String model;
    private Register.Member asker = new Register.Member(ANNA);
    private Register register = Register.EMPTY;
    private List<Question.Detected> detected = List.of();
    private int attachments;
    private boolean scanned = true;
    private Instant at = NOON;

    private Asked(ToolId tool) {
        this.tool = tool;
    }

    static Asked with(String tool) {
        return new Asked(new ToolId(tool));
    }

    Asked under(String name) {
        plan = new PlanId(name);
        return this;
    }

    Asked in(@Nullable String name) {
        repository = name;
        return this;
    }

    Asked of(String name) {
        model = name;
        return this;
    }

    Asked by(Register.Member member) {
        asker = member;
        return this;
    }

    Asked by(Set<String> teams, @Nullable Jurisdiction country) {
        return by(new Register.Member(ANNA, teams, country, Standing.NOTHING_REQUIRED));
    }

    Asked holding(List<Question.Detected> found, int binaries) {
        detected = found;
        attachments = binaries;
        return this;
    }

    Asked notScanned() {
        scanned = false;
        return this;
    }

    Asked at(Instant moment) {
        at = moment;
        return this;
    }

    /// With approved exceptions.
    Asked despite(Exemption... exemptions) {
        register =
                new Register(
                        1,
                        Map.of(),
                        Map.of(),
                        new Exemptions(List.of(exemptions)),
                        "https://chaperone.example");
        return this;
    }

    Question question() {
        return new Question(
                register,
                asker,
                new Question.Use(tool, plan, repository, model, "gateway"),
                detected,
                scanned,
                attachments,
                at);
    }
}
