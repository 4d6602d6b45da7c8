// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.ChecklistStanding;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.Exemption;
import dev.chaperone.policy.Exemptions;
import dev.chaperone.policy.Glob;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// How long a decision takes, and reading a policy, for a company of 100,000 people with a thousand
/// patterns for repositories, a thousand conditions and a thousand exceptions: `bench/policy.sh`.
final class PolicySpeed {
    private static final int PEOPLE = 100_000;
    private static final int MANY = 1_000;
    private static final int TOKENS = 300_000;
    private static final int QUESTIONS = 1_024;
    private static final int ROUNDS = 15;
    private static final int DECISIONS = 200_000;
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private PolicySpeed() {}

    public static void main(String[] arguments) throws PolicyException {
        Scanner.builtIn();
        PolicySnapshot plain = read(text(false));
        PolicySnapshot conditions = read(text(true));
        List<Register.Member> people = people();
        Register register = register(people);
        say("read and compile, 1,000 patterns", milliseconds(() -> unchecked(text(false))), "ms");
        say("the same with 1,000 conditions", milliseconds(() -> unchecked(text(true))), "ms");
        say("arrange 1,000 exceptions", milliseconds(PolicySpeed::exemptions), "ms");
        say("identify one of 300,000 tokens", identify(register), "µs");
        say("decide, allowed", decide(plain, questions(people, register, 0)), "µs");
        say("decide, lifted by an exception", decide(plain, questions(people, register, 1)), "µs");
        say(
                "decide, 1,000 conditions, 1 of them asked",
                decide(conditions, questions(people, register, 0)),
                "µs");
        say(
                "decide, 1,000 conditions, 6 of them asked",
                decide(conditions, questions(people, register, 2)),
                "µs");
    }

    private static void say(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-45s%10.2f %s%n", what, value, unit);
    }

    private static String text(boolean conditions) {
        StringBuilder text =
                new StringBuilder(
                        """
                        apiVersion: chaperone.dev/v1
                        organization: Acme
                        owner: o@acme.example
                        effective: 2026-11-30
                        tools:
                          - {tool: claude-code, plans: [api]}
                          - {tool: codex, plans: [api], teams: [team-1]}
                        content:
                          - {id: no-secrets, detect: [secret], action: block}
                          - {id: people, detect: [personal], action: warn}
                        require:
                          acknowledgment: block
                          training: {gate: block, courses: [ai-coding-safely]}
                          checklist: block
                        repositories:
                        """);
        for (int i = 0; i < MANY; i++) {
            String tools = i % 10 == 1 ? ", tools: []" : "";
            text.append(
                    "  - {match: \"github.com/acme/product-%d-*\", class: class-%d%s}%n"
                            .formatted(i, i % 50, tools));
        }
        if (conditions) {
            text.append("rules:\n");
            for (int i = 0; i < MANY; i++) {
                // Six for everybody in class-0, one for each team.
                String when =
                        i < 6
                                ? "repository.class == 'class-0' && secrets > " + i
                                : "'team-" + i + "' in person.teams && tool == 'cursor'";
                text.append("  - {id: rule-%d, when: \"%s\", then: block}%n".formatted(i, when));
            }
        }
        return text.toString();
    }

    private static PolicySnapshot read(String text) throws PolicyException {
        return PolicyFile.read(text, Catalog.builtIn(), Scanner.builtIn().detectors());
    }

    private static PolicySnapshot unchecked(String text) {
        try {
            return read(text);
        } catch (PolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Register.Member> people() {
        List<Register.Member> people = new ArrayList<>();
        ChecklistStanding checklists = checklistsDone();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(
                    new Register.Member(
                            PersonId.next(),
                            Set.of("team-" + (6 + i % (MANY - 6)), "everybody"),
                            null,
                            new Standing(
                                    NOW.plusSeconds(86_400), NOW.plusSeconds(86_400), checklists)));
        }
        return people;
    }

    /// Everybody's, to lapse tomorrow.
    private static ChecklistStanding checklistsDone() {
        Map<Digest, List<ChecklistStanding.Lapse>> lapses = new HashMap<>();
        for (Checklist each : unchecked(text(false)).checklists()) {
            lapses.put(
                    each.digest(),
                    List.of(new ChecklistStanding.Lapse("account", NOW.plusSeconds(86_400))));
        }
        return new ChecklistStanding(lapses);
    }

    private static Register register(List<Register.Member> people) {
        Map<Digest, Register.Member> byAddress = new HashMap<>();
        for (int i = 0; i < people.size(); i++) {
            byAddress.put(Register.address("p" + i + "@acme.example"), people.get(i));
        }
        Map<Digest, Register.Credential> tokens = new HashMap<>();
        for (int i = 0; i < TOKENS; i++) {
            tokens.put(
                    Digest.of("token " + i),
                    new Register.Credential("token_" + i, people.get(i % PEOPLE), null));
        }
        return new Register(1, tokens, byAddress, exemptions(), "https://chaperone.example");
    }

    /// The digest of the token is part of it. Each look-up is for another token.
    private static double identify(Register register) {
        double[] rounds = new double[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            int found = 0;
            long began = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                String token = "token " + i * 7_919L % TOKENS;
                found += register.identify(token, NOW).isPresent() ? 1 : 0;
            }
            if (round >= 0) {
                rounds[round] = (System.nanoTime() - began) / 1_000.0 / DECISIONS;
            }
            if (found != DECISIONS) {
                throw new IllegalStateException("Not everybody was found");
            }
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static Exemptions exemptions() {
        List<Exemption> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(
                    new Exemption(
                            "exception-" + i,
                            i % 2 == 0 ? "repository-not-allowed" : "plan-not-allowed",
                            null,
                            "everybody",
                            null,
                            null,
                            new Glob("github.com/acme/product-" + i / 2 + "1-*"),
                            NOW.minusSeconds(60),
                            NOW.plusSeconds(60)));
        }
        return new Exemptions(all);
    }

    /// @param kind 0: nothing speaks against it, 1: an exception is needed, 2: many conditions
    private static List<Question> questions(
            List<Register.Member> people, Register register, int kind) {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            int product =
                    switch (kind) {
                        case 1 -> 10 * (1 + i % 40) + 1;
                        case 2 -> 50 * (i % 20);
                        default -> 10 * (i % 100) + 2;
                    };
            questions.add(
                    new Question(
                            register,
                            people.get(i * 97 % PEOPLE),
                            new Question.Use(
                                    new ToolId("claude-code"),
                                    new PlanId("api"),
                                    "github.com/acme/product-" + product + "-site",
                                    "claude-opus",
                                    "gateway"),
                            List.of(
                                    new Question.Detected(
                                            "payment-card", Detector.Kind.PERSONAL, 1)),
                            true,
                            0,
                            NOW));
        }
        return questions;
    }

    /// The median of rounds, after some for the compiler.
    private static double decide(PolicySnapshot policy, List<Question> questions) {
        double[] rounds = new double[ROUNDS];
        int blocked = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long began = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                Decision decision = policy.decide(questions.get(i & (QUESTIONS - 1)));
                blocked += decision instanceof Decision.Block ? 1 : 0;
            }
            if (round >= 0) {
                rounds[round] = (System.nanoTime() - began) / 1_000.0 / DECISIONS;
            }
        }
        if (blocked > 0) {
            throw new IllegalStateException(blocked + " decisions blocked; none should");
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static double milliseconds(Supplier<?> work) {
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            if (work.get() == null) {
                throw new IllegalStateException("Nothing came of it");
            }
            rounds[round] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
