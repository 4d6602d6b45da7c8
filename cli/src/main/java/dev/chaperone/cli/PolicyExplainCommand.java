// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `chaperone policy explain`.
@Command(
        name = "explain",
        description = {
            "What a policy file would decide on a prompt, by which rule, and how to go on.",
            "It goes by the file and the options alone; signatures, courses and exceptions of the",
            "person are what the page Policy of the workspace goes by as well."
        })
final class PolicyExplainCommand extends ChaperoneCommand {
    @Parameters(paramLabel = "FILE", description = "the policy file")
    private Path file = Path.of("");

    @Option(names = "--person", paramLabel = "P", description = "who asks: a name for the answer")
    private @Nullable String person;

    @Option(names = "--team", paramLabel = "TEAM", description = "a team of the person; repeatable")
    private List<String> teams = new ArrayList<>();

    @Option(names = "--country", paramLabel = "CC", description = "the person's country, as in DE")
    private @Nullable String country;

    @Option(names = "--tool", paramLabel = "T", required = true, description = "for example codex")
    private String tool = "";

    @Option(names = "--plan", paramLabel = "P", required = true, description = "for example api")
    private String plan = "";

    @Option(
            names = "--repository",
            paramLabel = "R",
            description = "for example github.com/acme/shop; left out: not known")
    private @Nullable String repository;

    @Option(names = "--model", paramLabel = "M", description = "the model; left out: not known")
    private @Nullable String model;

    @Option(names = "--text", paramLabel = "FILE", description = "what the prompt holds")
    private @Nullable Path text;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "when, as in 2026-12-24T18:00:00Z (default: now)")
    private @Nullable String at;

    @Option(names = "--json", description = "one object for programs")
    private boolean json;

    PolicyExplainCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        PolicySnapshot policy = PolicyText.review(file).snapshot();
        Decision decision = policy.decide(question(policy, surroundings));
        Explanation explanation = Explanation.of(decision, policy);
        surroundings.out().println(json ? explanation.json() : explanation.words(person));
        return decision instanceof Decision.Block ? ExitCode.NOT_FINE : ExitCode.FINE;
    }

    private Question question(PolicySnapshot policy, Surroundings surroundings)
            throws CommandFailure {
        try {
            return new Question(
                    Register.EMPTY,
                    new Register.Member(
                            PersonId.next(),
                            Set.copyOf(teams),
                            country == null ? null : new Jurisdiction(country),
                            Standing.NOTHING_REQUIRED),
                    new Question.Use(
                            new ToolId(tool), new PlanId(plan), repository, model, "gateway"),
                    detected(policy),
                    true,
                    0,
                    at == null ? surroundings.clock().instant() : Instant.parse(at));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--at is not a time like 2026-12-24T18:00:00Z");
        }
    }

    private List<Question.Detected> detected(PolicySnapshot policy) throws CommandFailure {
        if (text == null) {
            return List.of();
        }
        try {
            byte[] bytes = Files.readAllBytes(text);
            Scanner scanner = Scanner.with(KnownSecrets.NONE, policy.phrases());
            Map<String, Integer> counts = new TreeMap<>();
            for (Finding finding : scanner.scan(bytes, 0, bytes.length)) {
                counts.merge(finding.detector(), 1, Integer::sum);
            }
            return counts.entrySet().stream()
                    .map(each ->
                            new Question.Detected(
                                    each.getKey(), scanner.kind(each.getKey()), each.getValue()))
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, text + " can not be read: " + e.getMessage());
        }
    }

    /// A decision in the form that outsiders rely on.
    private record Explanation(
            String decision,
            Decision.@Nullable Ground ground,
            @Nullable String exception,
            String policy) {
        static Explanation of(Decision decision, PolicySnapshot policy) {
            String hash = policy.hash().toString();
            return switch (decision) {
                case Decision.Allow(var exception) ->
                        new Explanation("allowed", null, exception, hash);
                case Decision.Warn(var ground, var exception) ->
                        new Explanation("warned", ground, exception, hash);
                case Decision.Redact(var ground, _, _, var exception) ->
                        new Explanation("redacted", ground, exception, hash);
                case Decision.Block(var ground) -> new Explanation("blocked", ground, null, hash);
            };
        }

        String words(@Nullable String person) {
            String whose = person == null ? "" : " (" + person + ")";
            if (ground == null) {
                return decision + whose + ": nothing in the policy speaks against it.";
            }
            return decision
                    + whose
                    + ". "
                    + ground.explain()
                    + "\nSection of the policy: "
                    + ground.section().written();
        }

        String json() {
            StringWriter written = new StringWriter();
            try (JsonGenerator out = new JsonFactory().createGenerator(written)) {
                out.writeStartObject();
                out.writeStringField("decision", decision);
                out.writeStringField("rule", ground == null ? null : ground.rule());
                out.writeStringField("section", ground == null ? null : ground.section().written());
                out.writeStringField("found", ground == null ? null : ground.found());
                out.writeStringField("because", ground == null ? null : ground.because());
                out.writeStringField("exception", exception);
                out.writeStringField("policy", policy);
                out.writeStringField("proceed", ground == null ? null : ground.proceed());
                out.writeEndObject();
            } catch (IOException e) {
                throw new IllegalStateException("A text in memory can not fail to be written", e);
            }
            return written.toString();
        }
    }
}
