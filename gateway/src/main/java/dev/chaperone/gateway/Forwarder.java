// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Denial;
import dev.chaperone.protocols.HookAnswer;
import dev.chaperone.protocols.HookEvent;
import dev.chaperone.protocols.HookEvents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The program on developers' machines that hands hook calls on: a shell script, one for
/// PowerShell, and a plug-in of opencode, which runs no programs. How each hook is denied when
/// nobody answers is written into the scripts from the same table that the gateway denies by.
final class Forwarder {
    /// Stands behind the content type of answers to hooks: anything else that answers at the
    /// gateway's address, with whatever status, is not taken for it.
    static final String MARK = "; profile=chaperone-hook";

    private static final String REASON = "REASON";
    private static final String EXIT = "exit";

    private static final Map<String, String> SCRIPTS =
            Map.of(
                    "/hooks/forwarder.sh",
                    script("chaperone-hook.sh", shell()),
                    "/hooks/forwarder.ps1",
                    script("chaperone-hook.ps1", powerShell()),
                    "/hooks/opencode.js",
                    script("chaperone-opencode.js", ""));

    private Forwarder() {}

    /// The program at a path.
    static Optional<String> at(String path) {
        return Optional.ofNullable(SCRIPTS.get(path));
    }

    private static String script(String name, String denials) {
        try (InputStream in = Forwarder.class.getResourceAsStream(name)) {
            byte[] script = Objects.requireNonNull(in, name).readAllBytes();
            return new String(script, StandardCharsets.UTF_8)
                    .replace("@DENIALS@\n", denials)
                    .replace("@MARK@", MARK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The hooks that can be denied, by how: an answer with a place for the reason, or an exit
    /// code.
    private static Map<String, List<String>> denials() {
        Map<String, List<String>> denials = new LinkedHashMap<>();
        for (HookEvent event : HookEvents.builtIn().all()) {
            if (event.denial() != Denial.NONE) {
                HookAnswer answer = HookAnswer.deny(event, REASON);
                String how = answer.exitCode() == 0 ? answer.body() : EXIT;
                denials.computeIfAbsent(how, _ -> new ArrayList<>()).add(key(event));
            }
        }
        return denials;
    }

    private static String key(HookEvent event) {
        return event.surface().name() + ' ' + event.name();
    }

    private static String shell() {
        StringBuilder cases = new StringBuilder();
        denials()
                .forEach((how, events) -> {
                    String pattern =
                            events.stream()
                                    .map(event -> '"' + event + '"')
                                    .collect(Collectors.joining(" | "));
                    String told =
                            how.equals(EXIT)
                                    ? "echo \"$reason\" >&2\n        exit 2"
                                    : "printf '%s' '"
                                            + how.replace(REASON, "'\"$reason\"'")
                                            + "'\n        exit 0";
                    cases.append("    ")
                            .append(pattern)
                            .append(")\n        ")
                            .append(told)
                            .append("\n        ;;\n");
                });
        return cases.toString();
    }

    private static String powerShell() {
        StringBuilder table = new StringBuilder();
        denials()
                .forEach((how, events) -> {
                    for (String event : events) {
                        table.append("$denials['")
                                .append(event)
                                .append("'] = '")
                                .append(how)
                                .append("'\n");
                    }
                });
        return table.toString();
    }
}
