// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `chaperone policy explain`.
@Command(
        name = "explain",
        description = {
            "What a policy file would decide on a prompt, by which rule, and how to go on.",
            "It goes by the file and the options alone. With --server or --data a server is asked,",
            "which goes by the person's teams, country, signatures, courses and exceptions as well."
        })
final class PolicyExplainCommand extends ChaperoneCommand {
    @Parameters(paramLabel = "FILE", description = "the policy file")
    private Path file = Path.of("");

    @Option(
            names = "--person",
            paramLabel = "P",
            description =
                    "who asks: a name for the answer; for a server an id or e-mail address (default:"
                            + " yourself)")
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

    @Mixin private final ServerOptions options = new ServerOptions();

    PolicyExplainCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        Explanation explanation =
                options.nameAServer() ? byServer(surroundings) : byFile(surroundings);
        surroundings
                .out()
                .println(Printable.text(json ? explanation.json() : explanation.words(person)));
        return explanation.isBlocked() ? ExitCode.NOT_FINE : ExitCode.FINE;
    }

    private Explanation byFile(Surroundings surroundings) throws CommandFailure {
        PolicySnapshot policy = PolicyText.review(file).snapshot();
        return Explanation.of(policy.decide(question(policy, surroundings)), policy);
    }

    /// What the prompt holds is found here: the text itself does not go to the server.
    private Explanation byServer(Surroundings surroundings) throws CommandFailure {
        if (!teams.isEmpty() || country != null) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "the server knows the person's teams and country: leave out --team and"
                            + " --country");
        }
        String written = PolicyText.read(file);
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("text", written);
        wanted.put("person", person);
        wanted.put("tool", tool);
        wanted.put("plan", plan);
        wanted.put("repository", repository);
        wanted.put("model", model);
        wanted.put("at", at);
        List<JsonObject> found = new ArrayList<>();
        for (Question.Detected each : detected(PolicyText.review(file).snapshot())) {
            found.add(JsonObject.of("detector", each.detector(), "count", each.count()));
        }
        wanted.put("found", found);
        try (Api api = options.connect(surroundings)) {
            return Explanation.read(
                    new Creation(api, "/api/v1/policy-explanations")
                            .send(new JsonObject(wanted), "decision"));
        }
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
}
