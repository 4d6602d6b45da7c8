// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.sources.Expected;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `telemetry:` in `config.yaml` says.
final class TelemetrySettings {
    private static final Set<String> KEYS = Set.of("expected", "gateway-expected", "silent-after");

    private final ConfigurationFile file;

    private TelemetrySettings(ConfigurationFile file) {
        this.file = file;
    }

    /// @param section what stands under `telemetry`; null when nothing does
    /// @param file takes what is wrong with it
    static Expected read(@Nullable Object section, ConfigurationFile file) {
        if (section == null) {
            return Expected.NOTHING;
        }
        Map<?, ?> members = file.map(section, "telemetry", KEYS);
        TelemetrySettings settings = new TelemetrySettings(file);
        return new Expected(
                settings.tools(members.get("expected"), "telemetry.expected"),
                settings.tools(members.get("gateway-expected"), "telemetry.gateway-expected"),
                settings.interval(members.get("silent-after")));
    }

    private Set<ToolId> tools(@Nullable Object written, String key) {
        Set<ToolId> tools = new LinkedHashSet<>();
        if (written == null) {
            return tools;
        }
        if (!(written instanceof List<?> names)) {
            file.problem(key + " must be a list of tools");
            return tools;
        }
        for (Object name : names) {
            try {
                ToolId tool = new ToolId(String.valueOf(name));
                tools.add(tool);
                if (Catalog.builtIn().tool(tool).isEmpty()) {
                    file.problem(key + " names '" + name + "', which is no tool of the catalogue");
                }
            } catch (IllegalArgumentException e) {
                file.problem(key + ": " + e.getMessage());
            }
        }
        return tools;
    }

    /// Hours or days, as `72h` or `3d`.
    private Duration interval(@Nullable Object written) {
        if (written == null) {
            return Expected.NOTHING.interval();
        }
        String text = written.toString().strip();
        if (text.matches("[1-9]\\d{0,3}[hd]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return text.endsWith("d") ? Duration.ofDays(number) : Duration.ofHours(number);
        }
        file.problem(
                "telemetry.silent-after is '"
                        + written
                        + "', not a number of hours or days, for example 72h");
        return Expected.NOTHING.interval();
    }
}
