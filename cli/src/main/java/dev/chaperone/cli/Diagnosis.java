// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that `doctor` found out.
///
/// @param reached whether what it was to look at could be opened at all
record Diagnosis(List<Check> checks, boolean reached) {
    Diagnosis {
        checks = List.copyOf(checks);
    }

    ExitCode exitCode() {
        if (!reached) {
            return ExitCode.CANNOT_REACH;
        }
        boolean fine = !checks.isEmpty() && count(Check.State.FINE) == checks.size();
        return fine ? ExitCode.FINE : ExitCode.NOT_FINE;
    }

    private long count(Check.State state) {
        return checks.stream().filter(check -> check.state() == state).count();
    }

    /// For people: a line for each check, and beneath it what repairs it.
    String text(boolean colour) {
        int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            String state = "%s %-7s".formatted(check.state().sign(), check.state().written());
            String name = check.name() + " ".repeat(width - check.name().length());
            text.append(colour ? coloured(check.state(), state) : state)
                    .append("  ")
                    .append(Printable.text(name))
                    .append("  ")
                    .append(indented(check.detail(), width + 13))
                    .append('\n');
            if (check.repair() != null) {
                text.append("      → ").append(indented(check.repair(), 8)).append('\n');
            }
        }
        return text.append('\n').append(countLine()).toString();
    }

    private static String coloured(Check.State state, String text) {
        String colour =
                switch (state) {
                    case FINE -> "32";
                    case PROBLEM -> "31";
                    case UNKNOWN -> "33";
                };
        return "\u001b[" + colour + "m" + text + "\u001b[0m";
    }

    private static String indented(String text, int columns) {
        return Printable.text(text.strip()).replace("\n", "\n" + " ".repeat(columns));
    }

    private String countLine() {
        return "%d checks: %d fine, %d with a problem, %d unknown."
                .formatted(
                        checks.size(),
                        count(Check.State.FINE),
                        count(Check.State.PROBLEM),
                        count(Check.State.UNKNOWN));
    }

    /// For programs.
    JsonObject json() {
        List<JsonObject> items = checks.stream().map(Diagnosis::json).toList();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ok", exitCode() == ExitCode.FINE);
        members.put("checks", items);
        return new JsonObject(members);
    }

    private static JsonObject json(Check check) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", check.name());
        members.put("state", check.state().written());
        members.put("detail", check.detail());
        members.put("repair", check.repair());
        return new JsonObject(members);
    }
}
