// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.chaperone.detection.Scanner;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads `gitleaks.toml`. What can not be honoured is named, never dropped in silence: a rule that
/// would mean something else here is refused with the reason.
final class GitleaksFile {
    private static final Set<String> KEYS =
            Set.of(
                    "title",
                    "description",
                    "minVersion",
                    "extend",
                    "rules",
                    "allowlist",
                    "allowlists");
    private static final Set<String> EXTEND_KEYS = Set.of("useDefault", "disabledRules");
    private static final Set<String> RULE_KEYS =
            Set.of(
                    "id",
                    "description",
                    "regex",
                    "secretGroup",
                    "entropy",
                    "path",
                    "keywords",
                    "tags",
                    "allowlist",
                    "allowlists");
    private static final Set<String> LIST_KEYS =
            Set.of(
                    "description",
                    "condition",
                    "commits",
                    "paths",
                    "regexTarget",
                    "regexes",
                    "stopwords",
                    "targetRules");
    private static final int LONGEST_REGEX = 10_000;
    private static final int MOST_STATES = 20_000;

    private final List<String> remarks = new ArrayList<>();
    private final List<ForeignRule> rules = new ArrayList<>();

    /// A part that can not be honoured.
    private static final class NotHonouredException extends Exception {
        private static final long serialVersionUID = 1L;

        NotHonouredException(String reason) {
            super(reason);
        }
    }

    /// @param remarks gets what is not honoured, in sentences
    static ForeignRules read(Path file, List<String> remarks) throws SweepException {
        GitleaksFile reader = new GitleaksFile();
        try {
            ForeignRules read = reader.read(new TomlMapper().readTree(Files.readAllBytes(file)));
            remarks.addAll(reader.remarks);
            return read;
        } catch (JacksonException e) {
            throw SweepException.wrong(
                    "%s is no TOML: near line %d: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()));
        } catch (IOException e) {
            throw SweepException.wrong(ReadFailure.sentence(file.toString(), e));
        }
    }

    private ForeignRules read(JsonNode root) {
        noteUnknown(root, KEYS, "");
        JsonNode extend = root.path("extend");
        noteUnknown(extend, EXTEND_KEYS, "extend.");
        if (extend.path("useDefault").asBoolean()) {
            remarks.add("extend.useDefault: instead of gitleaks' own rules ours are in force");
        }
        Set<String> disabled = new HashSet<>(texts(extend, "disabledRules"));
        for (JsonNode rule : root.path("rules")) {
            String id = rule.path("id").asText("without id");
            if (!disabled.contains(id)) {
                addRule(id, rule);
            }
        }
        noteUnknownIds(disabled, root.path("rules"));
        return new ForeignRules(rules, allowlists(root, ""), disabled);
    }

    private void noteUnknown(JsonNode node, Set<String> known, String prefix) {
        node.fieldNames()
                .forEachRemaining(key -> {
                    if (!known.contains(key)) {
                        remarks.add(prefix + key + " is not honoured");
                    }
                });
    }

    private void noteUnknownIds(Set<String> disabled, JsonNode all) {
        Set<String> known = new HashSet<>(Scanner.builtIn().detectors());
        all.forEach(rule -> known.add(rule.path("id").asText()));
        disabled.stream()
                .filter(id -> !known.contains(id))
                .sorted()
                .forEach(id -> remarks.add("extend.disabledRules: there is no " + id));
    }

    private void addRule(String id, JsonNode rule) {
        try {
            rules.add(rule(id, rule));
        } catch (NotHonouredException e) {
            remarks.add("rule " + id + " is refused: " + e.getMessage());
        }
    }

    private ForeignRule rule(String id, JsonNode rule) throws NotHonouredException {
        requireKnown(rule, RULE_KEYS);
        if (!rule.path("id").isTextual()) {
            throw new NotHonouredException("it has no id");
        }
        if (!rule.path("regex").isTextual()) {
            throw new NotHonouredException("it has no regex and looks at names of files only");
        }
        Pattern regex = pattern(rule.path("regex").textValue());
        int group = rule.path("secretGroup").asInt();
        if (group < 0 || group > regex.groupCount()) {
            throw new NotHonouredException("its regex has no group " + group);
        }
        return new ForeignRule(
                id,
                rule.path("description").asText(id),
                regex,
                group,
                rule.path("entropy").asDouble(),
                rule.has("path") ? pattern(rule.path("path").asText()) : null,
                lower(texts(rule, "keywords")),
                allowlists(rule, "rule " + id + ": "));
    }

    /// A regex of RE2, which is what gitleaks takes. It runs in linear time.
    private static Pattern pattern(String regex) throws NotHonouredException {
        if (regex.length() > LONGEST_REGEX) {
            throw new NotHonouredException("a regex of it is longer than " + LONGEST_REGEX);
        }
        if (!regex.chars().allMatch(c -> c < 0x80)) {
            throw new NotHonouredException("a regex of it has letters beyond ASCII");
        }
        if (RegexSize.of(regex) > MOST_STATES) {
            throw new NotHonouredException("a regex of it repeats more than can be bounded");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new NotHonouredException("a regex of it is not of RE2: " + e.getDescription());
        }
    }

    private static List<Pattern> patterns(JsonNode node, String key) throws NotHonouredException {
        List<Pattern> patterns = new ArrayList<>();
        for (String regex : texts(node, key)) {
            patterns.add(pattern(regex));
        }
        return patterns;
    }

    /// The lists of a rule or of the file, also as they were written formerly.
    private List<Allowlist> allowlists(JsonNode owner, String prefix) {
        List<Allowlist> lists = new ArrayList<>();
        for (String key : List.of("allowlist", "allowlists")) {
            JsonNode node = owner.path(key);
            for (JsonNode list : node.isObject() ? List.of(node) : node) {
                try {
                    lists.add(allowlist(list));
                } catch (NotHonouredException e) {
                    remarks.add(prefix + "an allowlist is not honoured: " + e.getMessage());
                }
            }
        }
        return lists;
    }

    private static Allowlist allowlist(JsonNode list) throws NotHonouredException {
        requireKnown(list, LIST_KEYS);
        boolean all =
                switch (list.path("condition").asText("OR").toUpperCase(Locale.ROOT)) {
                    case "OR", "||" -> false;
                    case "AND", "&&" -> true;
                    default ->
                            throw new NotHonouredException("its condition is neither OR nor AND");
                };
        Allowlist.Target target =
                switch (list.path("regexTarget").asText("secret")) {
                    case "secret", "" -> Allowlist.Target.SECRET;
                    case "match" -> Allowlist.Target.MATCH;
                    case "line" -> Allowlist.Target.LINE;
                    default -> throw new NotHonouredException("its regexTarget is not known");
                };
        return new Allowlist(
                all,
                Set.copyOf(texts(list, "commits")),
                patterns(list, "paths"),
                target,
                patterns(list, "regexes"),
                lower(texts(list, "stopwords")),
                Set.copyOf(texts(list, "targetRules")));
    }

    private static void requireKnown(JsonNode node, Set<String> known) throws NotHonouredException {
        @Nullable String unknown = null;
        for (var keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            unknown = known.contains(key) ? unknown : key;
        }
        if (unknown != null) {
            throw new NotHonouredException("'" + unknown + "' is not supported");
        }
    }

    private static List<String> texts(JsonNode node, String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }
}
