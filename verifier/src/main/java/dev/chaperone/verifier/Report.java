// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that a command found out, to be told to people or to programs.
final class Report {
    /// Exit codes, the same as those of all commands of Chaperone.
    static final int FINE = 0;

    static final int NOT_FINE = 1;
    static final int BAD_INPUT = 2;
    static final int CANNOT_REACH = 3;

    private static final int SHOWN = 50;

    private final String title;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private final List<String> limits;
    private String reservation = "";

    /// @param title what was looked at
    /// @param limits what this does not prove
    Report(String title, List<String> limits) {
        this.title = title;
        this.limits = List.copyOf(limits);
    }

    void fact(String name, Object value) {
        facts.put(name, value);
    }

    void add(Check check) {
        checks.add(check);
    }

    /// A sentence on what to do.
    void hint(String sentence) {
        if (!hints.contains(sentence)) {
            hints.add(sentence);
        }
    }

    /// Limits the result when it is fine.
    void reserve(String what) {
        reservation = what;
    }

    int exitCode() {
        boolean wrong =
                checks.stream()
                        .anyMatch(check ->
                                check.state() == Check.State.WRONG && !check.onlyUnreadable());
        boolean fine =
                checks.stream()
                        .allMatch(check ->
                                check.state() == Check.State.FINE
                                        || check.state() == Check.State.NOT_MADE);
        return wrong ? NOT_FINE : fine ? FINE : CANNOT_REACH;
    }

    String text() {
        StringBuilder text = new StringBuilder(title).append('\n');
        facts.forEach((name, value) -> line(text, name, String.valueOf(value)));
        text.append('\n');
        for (Check check : checks) {
            tell(check, text);
        }
        hints.forEach(hint -> text.append('\n').append(hint).append('\n'));
        text.append('\n').append(verdict()).append("\n\nWhat this does not prove:\n");
        limits.forEach(limit -> text.append("  - ").append(limit).append('\n'));
        return printable(text.toString());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ").append(name).append(": ").append(value).append('\n');
    }

    private static void tell(Check check, StringBuilder text) {
        String mark =
                switch (check.state()) {
                    case FINE -> "ok     ";
                    case WRONG -> "WRONG  ";
                    case NOT_MADE, UNKNOWN -> "--     ";
                };
        text.append(mark).append(check.name()).append(": ").append(check.detail());
        if (!check.proves().isEmpty()) {
            text.append(". Proves: ").append(check.proves());
        }
        text.append('\n');
        check.problems().stream()
                .limit(SHOWN)
                .forEach(problem -> text.append("         ").append(problem).append('\n'));
        long more = check.count() - Math.min(SHOWN, check.problems().size());
        if (more > 0) {
            text.append("         and ")
                    .append(Decimal.grouped(more))
                    .append(" more (--json names up to 1,000)\n");
        }
    }

    private String verdict() {
        long wrong = count(Check.State.WRONG);
        long open = count(Check.State.NOT_MADE) + count(Check.State.UNKNOWN);
        String rest =
                open == 0 ? "." : ", " + Decimal.count(open, "check", "checks") + " not made.";
        return switch (exitCode()) {
            case FINE -> "Result: fine" + reservation + rest;
            case CANNOT_REACH -> "Result: UNKNOWN, not everything could be checked" + rest;
            default ->
                    "Result: NOT FINE, "
                            + Decimal.count(wrong, "check", "checks")
                            + " failed"
                            + rest;
        };
    }

    private long count(Check.State state) {
        return checks.stream().filter(check -> check.state() == state).count();
    }

    String json() {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("ok", exitCode() == FINE);
        whole.put("subject", title);
        whole.putAll(facts);
        whole.put("checks", checks.stream().map(Report::members).toList());
        whole.put("hints", hints);
        whole.put("notProved", limits);
        return Json.write(whole);
    }

    private static Map<String, Object> members(Check check) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", check.name());
        members.put(
                "ok",
                switch (check.state()) {
                    case FINE -> true;
                    case WRONG -> false;
                    case NOT_MADE, UNKNOWN -> Json.NULL;
                });
        members.put("detail", check.detail());
        if (!check.proves().isEmpty()) {
            members.put("proves", check.proves());
        }
        if (check.count() > 0) {
            members.put("problems", check.problems().stream().map(Report::members).toList());
            members.put("problemCount", check.count());
        }
        return members;
    }

    private static Map<String, Object> members(Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", problem.file());
        if (problem.entry() != null) {
            members.put("entry", Decimal.format(problem.entry()));
        }
        members.put("detail", problem.what());
        return members;
    }

    /// Without characters that steer a terminal: names and paths come from elsewhere.
    static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c != '\n' && isSteering(c) ? 0xFFFD : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isSteering(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
