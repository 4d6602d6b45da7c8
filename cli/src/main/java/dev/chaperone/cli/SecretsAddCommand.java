// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.Guessable;
import dev.chaperone.detection.KnownSecret;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `chaperone secrets add`.
@Command(
        name = "add",
        description = {
            "Tells the gateway what your secrets are, without telling it the secrets: fingerprints are"
                    + " made here, and only they are sent.",
            "Takes .env files, JSON of vaults and of kubectl, or one value a line. What could be guessed"
                    + " is left out and named with the reason.",
            "Exit code: 0 some were added, 1 none was, 2 bad usage or file, 3 cannot reach."
        })
final class SecretsAddCommand extends ChaperoneCommand {
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", description = "the file, or - for standard input")
    private String file = "";

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "env, json or lines (default: what it looks like)")
    private @Nullable String format;

    @Option(
            names = "--prefix",
            paramLabel = "P",
            description = "stands before each name, to tell them from those of other files: shop.")
    private String prefix = "";

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "what was added and refused, for programs")
    private boolean json;

    private final Map<String, String> refused = new LinkedHashMap<>();

    SecretsAddCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        SecretsFile.Format written = format == null ? null : SecretsFile.Format.parse(format);
        List<NamedValue> values =
                SecretsFile.read(fileName(), text(surroundings), written).stream()
                        .map(each -> new NamedValue(each.name(), each.value().strip()))
                        .toList();
        List<KnownSecret> secrets = new ArrayList<>();
        try (Api api = options.connect(surroundings)) {
            SecretsServer server = new SecretsServer(api);
            Map<String, String> fit = fit(values);
            if (!fit.isEmpty()) {
                FingerprintKey key = server.key();
                fit.forEach((name, value) ->
                        secrets.add(KnownSecret.of(key, name, KnownSecret.Kind.SECRET, value)));
                server.add(secrets);
            }
        }
        tell(surroundings, secrets);
        return secrets.isEmpty() ? ExitCode.NOT_FINE : ExitCode.FINE;
    }

    private String fileName() {
        Path name = Path.of(file).getFileName();
        return file.equals(STANDARD_INPUT) || name == null ? "stdin" : name.toString();
    }

    private String text(Surroundings surroundings) throws CommandFailure {
        Path path = Path.of(file);
        try {
            byte[] bytes =
                    file.equals(STANDARD_INPUT)
                            ? surroundings.in().readNBytes(MOST_BYTES + 1)
                            : Files.readAllBytes(path);
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailure(ExitCode.BAD_INPUT, file + " is too large for secrets");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, ReadFailure.sentence(path, e));
        }
    }

    /// Those of which fingerprints are made, by the names that they will have.
    private Map<String, String> fit(List<NamedValue> values) throws CommandFailure {
        Map<String, String> fit = new LinkedHashMap<>();
        for (NamedValue each : values) {
            String name = name(each.name());
            String reason =
                    fit.containsKey(name) || refused.containsKey(name)
                            ? "stands there twice"
                            : Guessable.reason(each.value());
            if (reason == null) {
                fit.put(name, each.value());
            } else {
                refused.put(name, reason);
            }
        }
        return fit;
    }

    /// What no name may hold becomes a dash, as the slashes of a path.
    private String name(String read) throws CommandFailure {
        String name =
                (prefix + read)
                        .replaceAll("[^A-Za-z0-9._:@-]", "-")
                        .replaceFirst("^[^A-Za-z0-9]+", "");
        if (!KnownSecret.isName(name)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "'%s' can not be the name of a secret: it needs 1 to %d characters"
                            .formatted(name, KnownSecret.LONGEST_NAME));
        }
        return name;
    }

    private void tell(Surroundings surroundings, List<KnownSecret> secrets) {
        if (json) {
            List<JsonObject> reasons = new ArrayList<>();
            refused.forEach(
                    (name, reason) -> reasons.add(JsonObject.of("name", name, "reason", reason)));
            List<String> added = secrets.stream().map(KnownSecret::name).toList();
            surroundings.out().println(JsonObject.of("added", added, "refused", reasons));
            return;
        }
        secrets.forEach(secret -> surroundings.out().println(secret.name()));
        surroundings.say(
                secrets.size() == 1
                        ? "1 secret is looked for now. Its value was not sent."
                        : secrets.size()
                                + " secrets are looked for now. Their values were not sent.");
        if (!refused.isEmpty()) {
            surroundings.say(refused.size() + " left out:");
            refused.forEach((name, reason) -> surroundings.say("  " + name + ": " + reason));
        }
    }
}
