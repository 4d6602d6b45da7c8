// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.detection.Confidence;
import dev.chaperone.sweep.Outcome;
import dev.chaperone.sweep.Request;
import dev.chaperone.sweep.Streams;
import dev.chaperone.sweep.Sweep;
import dev.chaperone.sweep.SweepException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// `chaperone detect`.
@Command(
        name = "detect",
        description = {
            "Looks for secrets in files, folders, standard input, or in what git is about to commit,"
                    + " and never shows one.",
            "Exit code: 0 nothing found, 1 something found, 2 bad usage, 3 something could not be"
                    + " read."
        })
final class DetectCommand extends ChaperoneCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "files, folders, or - for standard input (default: this folder)")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--staged", description = "the lines that the next commit adds")
    private boolean staged;

    @Option(
            names = "--range",
            paramLabel = "A..B",
            description = "the lines that each of these commits adds, as git names them")
    private @Nullable String range;

    @Option(names = "--json", description = "an array for programs")
    private boolean json;

    @Option(names = "--sarif", description = "SARIF 2.1.0, for code-scanning services")
    private boolean sarif;

    @Option(
            names = "--config",
            paramLabel = "gitleaks.toml",
            description = "rules of gitleaks to use too; what is not honoured is named")
    private @Nullable Path gitleaks;

    @Option(
            names = "--min-confidence",
            paramLabel = "C",
            description =
                    "proven, shaped, contextual (usual) or generic: leave weaker findings out")
    private String least = Confidence.CONTEXTUAL.written();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "findings of before, which are counted but not told again")
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "write all findings of now into FILE, and end with 0")
    private @Nullable Path newBaseline;

    @Option(
            names = "--no-markers",
            description = "remarks in the text, like gitleaks:allow, allow nothing")
    private boolean noMarkers;

    DetectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        Request request =
                new Request(
                        subject(),
                        Path.of("").toAbsolutePath(),
                        format(),
                        confidence(),
                        new Request.Known(!noMarkers, baseline, newBaseline),
                        gitleaks);
        OutputFile.require(newBaseline);
        Streams streams =
                new Streams(
                        surroundings.in(),
                        surroundings.out(),
                        surroundings.err(),
                        surroundings.progress());
        try {
            return code(Sweep.run(request, streams));
        } catch (SweepException e) {
            throw new CommandFailure(
                    e.isWrongRequest() ? ExitCode.BAD_INPUT : ExitCode.CANNOT_REACH, e.sentence());
        }
    }

    private static ExitCode code(Outcome outcome) {
        return switch (outcome) {
            case CLEAN -> ExitCode.FINE;
            case FOUND -> ExitCode.NOT_FINE;
            case INCOMPLETE -> ExitCode.CANNOT_REACH;
        };
    }

    private Request.Subject subject() throws CommandFailure {
        boolean hasPaths = !paths.isEmpty();
        if (staged ? hasPaths || range != null : hasPaths && range != null) {
            throw wrong("PATH, --staged and --range can not be combined: ask for one of them");
        }
        if (staged) {
            return new Request.Subject.Staged();
        }
        return range == null
                ? new Request.Subject.Paths(hasPaths ? paths : List.of("."))
                : new Request.Subject.Range(range);
    }

    private Request.Format format() throws CommandFailure {
        if (json && sarif) {
            throw wrong("--json and --sarif can not be combined");
        }
        if (json) {
            return Request.Format.JSON;
        }
        return sarif ? Request.Format.SARIF : Request.Format.TEXT;
    }

    private Confidence confidence() throws CommandFailure {
        return Arrays.stream(Confidence.values())
                .filter(each -> each.written().equals(least))
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                "--min-confidence is '%s', not one of %s"
                                        .formatted(least, confidences())));
    }

    private static String confidences() {
        return Arrays.stream(Confidence.values())
                .map(Confidence::written)
                .collect(Collectors.joining(", "));
    }

    private static CommandFailure wrong(String sentence) {
        return new CommandFailure(ExitCode.BAD_INPUT, sentence);
    }
}
