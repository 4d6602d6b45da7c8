// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.PolicyException.Problem;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.snakeyaml.engine.v2.nodes.Node;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `policy.yaml` into a [PolicySnapshot]. Strict: an unknown key, a tool or plan that the
/// catalogue does not know, a detector that does not exist are errors, each with line and column,
/// all reported at once.
public final class PolicyFile {
    private static final String API_VERSION = "chaperone.dev/v1";
    private static final String DEFAULT_BECAUSE = "The policy forbids sending this to an AI tool.";
    private static final String DEFAULT_IN_ANSWERS = "The policy does not want this in answers.";

    private static final Set<String> WORDS =
            Set.of(
                    ContentRule.SECRET,
                    ContentRule.PERSONAL,
                    ContentRule.MARKER,
                    ContentRule.ATTACHMENT,
                    ContentRule.UNSCANNED);

    private final Catalog catalog;
    private final Set<String> detectors;
    private final YamlReading yaml = new YamlReading();

    private PolicyFile(Catalog catalog, Set<String> detectors) {
        this.catalog = catalog;
        this.detectors = detectors;
    }

    /// Reads a policy file.
    ///
    /// @param text the file's whole text; the policy's hash covers its UTF-8 bytes
    /// @param detectors ids that content rules may name
    /// @throws PolicyException naming every fault with its place
    public static PolicySnapshot read(String text, Catalog catalog, Set<String> detectors)
            throws PolicyException {
        return new PolicyFile(catalog, detectors).read(text);
    }

    private PolicySnapshot read(String text) throws PolicyException {
        Map<String, Node> top =
                yaml.document(
                        text,
                        Set.of("apiVersion", "organization", "owner", "effective", "tools"),
                        Set.of("content", "repositories", "capture"));
        yaml.text(top, "apiVersion")
                .filter(version -> !version.equals(API_VERSION))
                .ifPresent(version ->
                        yaml.complain(
                                top.get("apiVersion"),
                                "apiVersion is " + version + ", not " + API_VERSION));
        CaptureReader captures = new CaptureReader(yaml, catalog);
        List<RepositoryClass> repositories = captures.repositories(top);
        PolicySnapshot snapshot =
                new PolicySnapshot(
                        Digest.of(text),
                        yaml.text(top, "organization").orElse(""),
                        yaml.text(top, "owner").orElse(""),
                        readDate(top),
                        readTools(top),
                        readContent(top),
                        repositories,
                        captures.terms(top, repositories));
        List<Problem> problems = yaml.problems();
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return snapshot;
    }

    private LocalDate readDate(Map<String, Node> top) {
        Optional<String> written = yaml.text(top, "effective");
        try {
            return LocalDate.parse(written.orElse("1970-01-01"));
        } catch (DateTimeParseException e) {
            yaml.complain(top.get("effective"), "effective is not a date like 2026-11-24");
            return LocalDate.EPOCH;
        }
    }

    private Map<ToolId, Set<PlanId>> readTools(Map<String, Node> top) {
        Map<ToolId, Set<PlanId>> tools = new LinkedHashMap<>();
        for (Node entry : yaml.list(top, "tools")) {
            Map<String, Node> members = yaml.members(entry, Set.of("tool", "plans"), Set.of());
            Optional<Tool> tool = yaml.text(members, "tool").flatMap(id -> findTool(members, id));
            if (tool.isPresent()) {
                Set<PlanId> plans = readPlans(members, tool.get());
                if (tools.put(tool.get().id(), plans) != null) {
                    yaml.complain(entry, "tool " + tool.get().id() + " stands here twice");
                }
            }
        }
        return tools;
    }

    private Optional<Tool> findTool(Map<String, Node> members, String id) {
        Optional<Tool> found =
                catalog.tools().stream().filter(tool -> tool.id().value().equals(id)).findFirst();
        if (found.isEmpty()) {
            yaml.complain(members.get("tool"), "the catalogue has no tool '" + id + "'");
        }
        return found;
    }

    private Set<PlanId> readPlans(Map<String, Node> members, Tool tool) {
        Set<PlanId> plans = new LinkedHashSet<>();
        for (Node node : yaml.list(members, "plans")) {
            String id = yaml.text(node).orElse("");
            Optional<PlanId> plan =
                    tool.plans().keySet().stream().filter(p -> p.value().equals(id)).findFirst();
            if (plan.isPresent()) {
                plans.add(plan.get());
            } else {
                yaml.complain(node, tool.id() + " has no plan '" + id + "' in the catalogue");
            }
        }
        return plans;
    }

    private List<ContentRule> readContent(Map<String, Node> top) {
        List<ContentRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        PhraseReader phrases = new PhraseReader(yaml);
        for (Node entry : yaml.list(top, "content")) {
            Map<String, Node> members =
                    yaml.members(
                            entry,
                            Set.of("id", "detect", "action"),
                            Set.of("because", "in", "phrases", "restore"));
            String id = yaml.text(members, "id").orElse("");
            if (!id.isEmpty() && !ids.add(id)) {
                yaml.complain(members.get("id"), "two content rules have the id '" + id + "'");
            }
            Set<ContentRule.Traffic> traffic = readTraffic(members);
            Set<String> detect = readDetect(members);
            String because =
                    traffic.contains(ContentRule.Traffic.PROMPTS)
                            ? DEFAULT_BECAUSE
                            : DEFAULT_IN_ANSWERS;
            ContentRule rule =
                    new ContentRule(
                            id,
                            traffic,
                            detect,
                            phrases.of(members, detect),
                            readAction(members),
                            readRestore(members),
                            yaml.text(members, "because").orElse(because).strip());
            checkTogether(members, rule);
            rules.add(rule);
        }
        return rules;
    }

    private Set<ContentRule.Traffic> readTraffic(Map<String, Node> members) {
        Node node = members.get("in");
        if (node == null) {
            return Set.of(ContentRule.Traffic.PROMPTS);
        }
        Set<ContentRule.Traffic> traffic = EnumSet.noneOf(ContentRule.Traffic.class);
        for (Node entry : yaml.list(members, "in")) {
            switch (yaml.text(entry).orElse("")) {
                case "prompts" -> traffic.add(ContentRule.Traffic.PROMPTS);
                case "answers" -> traffic.add(ContentRule.Traffic.ANSWERS);
                case String other ->
                        yaml.complain(entry, "in holds '" + other + "', not prompts or answers");
            }
        }
        if (traffic.isEmpty()) {
            yaml.complain(node, "in names neither prompts nor answers");
        }
        return traffic;
    }

    private Set<String> readDetect(Map<String, Node> members) {
        Set<String> detect = new LinkedHashSet<>();
        for (Node node : yaml.list(members, "detect")) {
            String word = yaml.text(node).orElse("");
            if (!WORDS.contains(word) && !detectors.contains(word)) {
                yaml.complain(node, "there is no detector '" + word + "'");
            }
            detect.add(word);
        }
        return detect;
    }

    private ContentRule.Action readAction(Map<String, Node> members) {
        String word = yaml.text(members, "action").orElse("block");
        for (ContentRule.Action action : ContentRule.Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
                return action;
            }
        }
        yaml.complain(
                members.get("action"),
                "action is '" + word + "', not allow, warn, redact or block");
        return ContentRule.Action.BLOCK;
    }

    private boolean readRestore(Map<String, Node> members) {
        String word = yaml.text(members, "restore").orElse("false");
        if (!word.equals("true") && !word.equals("false")) {
            yaml.complain(members.get("restore"), "restore is '" + word + "', not true or false");
        }
        return word.equals("true");
    }

    /// What each member says alone may not go together.
    private void checkTogether(Map<String, Node> members, ContentRule rule) {
        boolean redacts = rule.action() == ContentRule.Action.REDACT;
        if (redacts && rule.in().contains(ContentRule.Traffic.ANSWERS)) {
            yaml.complain(
                    members.get("action"), "an answer can not be redacted; use warn or block");
        }
        for (String word : List.of(ContentRule.ATTACHMENT, ContentRule.UNSCANNED)) {
            if (redacts && rule.detect().contains(word)) {
                yaml.complain(
                        members.get("action"),
                        "what can not be read can not be redacted: '" + word + "'");
            }
        }
        if (rule.restore() && !redacts) {
            yaml.complain(members.get("restore"), "restore goes with the action redact only");
        }
    }
}
