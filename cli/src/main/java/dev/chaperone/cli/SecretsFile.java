// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads names and values from what vaults and tools export.
final class SecretsFile {
    /// How such a file is written.
    enum Format {
        ENV,
        JSON,
        LINES;

        static Format parse(String written) throws CommandFailure {
            for (Format each : values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(written)) {
                    return each;
                }
            }
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--format is '" + written + "', not env, json or lines");
        }

        /// The one that a text looks like.
        static Format of(String text) {
            if (text.stripLeading().startsWith("{")) {
                return JSON;
            }
            return EnvFile.isOne(text) ? ENV : LINES;
        }
    }

    private final String name;
    private final List<NamedValue> values = new ArrayList<>();

    private SecretsFile(String name) {
        this.name = name;
    }

    /// @param name of the file, after which lines are called
    /// @param format null to find out
    static List<NamedValue> read(String name, String text, @Nullable Format format)
            throws CommandFailure {
        return switch (format == null ? Format.of(text) : format) {
            case ENV -> EnvFile.read(text);
            case JSON -> new SecretsFile(name).json(text);
            case LINES -> new SecretsFile(name).lines(text);
        };
    }

    private List<NamedValue> lines(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                values.add(new NamedValue(name + ":" + number, line.strip()));
            }
        }
        return values;
    }

    private List<NamedValue> json(String text) throws CommandFailure {
        JsonObject top = JsonObject.parse(text);
        if (top == null) {
            throw new CommandFailure(ExitCode.BAD_INPUT, name + " is not a JSON object");
        }
        read(top);
        return values;
    }

    private void read(JsonObject top) {
        List<JsonObject> items = "List".equals(top.text("kind")) ? top.objects("items") : null;
        JsonObject data = top.object("data");
        if (items != null) {
            items.forEach(this::read);
        } else if ("Secret".equals(top.text("kind"))) {
            kubernetes(top);
        } else if (data != null && data.object("data") != null) {
            // Vault, version 2 of its store; beside it stands what it says of the version.
            add("", data.object("data"), false);
        } else if (data != null && top.text("request_id") != null) {
            add("", data, false);
        } else {
            add("", top, false);
        }
    }

    private void kubernetes(JsonObject secret) {
        JsonObject about = secret.object("metadata");
        String called = about == null ? null : about.text("name");
        String prefix = called == null ? "" : called + ".";
        add(prefix, secret.object("data"), true);
        add(prefix, secret.object("stringData"), false);
    }

    private void add(String prefix, @Nullable Object value, boolean base64) {
        switch (value) {
            case JsonObject object -> {
                for (Map.Entry<String, @Nullable Object> each : object.members().entrySet()) {
                    add(
                            prefix
                                    + (prefix.isEmpty() || prefix.endsWith(".") ? "" : ".")
                                    + each.getKey(),
                            each.getValue(),
                            base64);
                }
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    add(prefix + "." + i, list.get(i), base64);
                }
            }
            case String text -> values.add(new NamedValue(prefix, base64 ? decoded(text) : text));
            case Number number -> values.add(new NamedValue(prefix, number.toString()));
            case null, default -> {
                // What is true, false or nothing is no secret.
            }
        }
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
