// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.settings.ServedSettings;
import dev.chaperone.workspace.signins.Lifetimes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The key `claude-code` of `config.yaml`: its sign-in, and the settings that it gets.
///
/// @param gatewayUrl how clients call the gateway when a proxy in front speaks https; null
///   otherwise
/// @param managed in order: the first that is for one of a person's teams is theirs
record ClaudeCodeSettings(
        Lifetimes lifetimes, @Nullable URI gatewayUrl, List<ServedSettings> managed) {
    private static final String KEY = "claude-code";
    private static final int MAX_MINUTES = 24 * 60;
    private static final int MAX_DAYS = 365;

    /// What Claude Code gets where nothing else is said: it tells which settings it follows, and
    /// exports its telemetry to this gateway. Hooks are left out, as their program would have to be
    /// on the machine.
    private static final String USUAL =
            """
            {"env": {
              "CLAUDE_CODE_GATEWAY_HINT_HEADERS": "1",
              "CLAUDE_CODE_ENABLE_TELEMETRY": "1",
              "OTEL_METRICS_EXPORTER": "otlp",
              "OTEL_LOGS_EXPORTER": "otlp",
              "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"}}
            """;

    static final ClaudeCodeSettings DEFAULT =
            new ClaudeCodeSettings(
                    Lifetimes.DEFAULT, null, List.of(ServedSettings.read(Set.of(), USUAL)));

    ClaudeCodeSettings {
        managed = List.copyOf(managed);
    }

    /// What is wrong is told to the file.
    static ClaudeCodeSettings read(@Nullable Object written, ConfigurationFile file) {
        if (written == null) {
            return DEFAULT;
        }
        Map<?, ?> members =
                file.map(
                        written,
                        KEY,
                        Set.of(
                                "gateway-url",
                                "access-minutes",
                                "sign-in-days",
                                "managed-settings"));
        int minutes = number(members, "access-minutes", 60, MAX_MINUTES, file);
        int days = number(members, "sign-in-days", 30, MAX_DAYS, file);
        Object url = members.get("gateway-url");
        return new ClaudeCodeSettings(
                new Lifetimes(Duration.ofMinutes(minutes), Duration.ofDays(days)),
                url == null ? null : address(url, KEY + ".gateway-url", true, file),
                members.containsKey("managed-settings")
                        ? managed(members.get("managed-settings"), file)
                        : DEFAULT.managed());
    }

    private static int number(
            Map<?, ?> members, String name, int usual, int most, ConfigurationFile file) {
        Object written = members.get(name);
        if (written == null) {
            return usual;
        }
        if (written instanceof Integer number && number >= 1 && number <= most) {
            return number;
        }
        file.problem(KEY + "." + name + " is '" + written + "', not 1 to " + most);
        return usual;
    }

    /// An address of this instance as others call it.
    ///
    /// @param secure whether it must be https
    static @Nullable URI address(
            Object written, String key, boolean secure, ConfigurationFile file) {
        try {
            URI uri = URI.create(written.toString().replaceFirst("/+$", ""));
            boolean scheme =
                    "https".equals(uri.getScheme()) || (!secure && "http".equals(uri.getScheme()));
            boolean bare = uri.getQuery() == null && uri.getFragment() == null;
            if (scheme && uri.getHost() != null && bare && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for an address of another kind.
        }
        file.problem(
                key + " is '" + written + "', not an " + (secure ? "" : "http or ") + "https URL");
        return null;
    }

    private static List<ServedSettings> managed(@Nullable Object written, ConfigurationFile file) {
        List<ServedSettings> managed = new ArrayList<>();
        if (!(written instanceof List<?> entries)) {
            file.problem(KEY + ".managed-settings must be a list");
            return managed;
        }
        Set<Set<String>> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String key = KEY + ".managed-settings[" + i + "]";
            Map<?, ?> members = file.map(entries.get(i), key, Set.of("teams", "file"));
            Set<String> teams = teams(members.get("teams"), key, file);
            if (seen.contains(Set.<String>of()) || !seen.add(teams)) {
                file.problem(key + " would never be used: one before it is for the same people");
            }
            ServedSettings settings = settings(teams, file.text(members, key, "file"), key, file);
            if (settings != null) {
                managed.add(settings);
            }
        }
        return managed;
    }

    private static Set<String> teams(@Nullable Object written, String key, ConfigurationFile file) {
        Set<String> teams = new HashSet<>();
        if (written instanceof List<?> names && !names.isEmpty()) {
            names.forEach(name -> teams.add(String.valueOf(name)));
        } else if (written != null) {
            file.problem(key + ".teams must be a list of names; leave it away for everybody");
        }
        return teams;
    }

    private static @Nullable ServedSettings settings(
            Set<String> teams, String path, String key, ConfigurationFile file) {
        if (path.isEmpty()) {
            return null;
        }
        try {
            return ServedSettings.read(teams, Files.readString(Path.of(path)));
        } catch (IOException e) {
            file.problem(key + ".file: " + path + " can not be read");
        } catch (IllegalArgumentException e) {
            file.problem(key + ".file: " + path + ": " + e.getMessage());
        }
        return null;
    }
}
