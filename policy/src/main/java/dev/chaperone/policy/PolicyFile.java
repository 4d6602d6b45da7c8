// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.PolicyException.Problem;
import dev.chaperone.vocabulary.Digest;

import org.snakeyaml.engine.v2.nodes.Node;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `policy.yaml` into a [PolicySnapshot]. Strict: an unknown key, a tool or plan that the
/// catalogue does not know, a detector that does not exist, a condition that is none are errors,
/// each with line and column, all reported at once.
public final class PolicyFile {
    private static final String API_VERSION = "chaperone.dev/v1";
    private static final Set<String> REQUIRED =
            Set.of("apiVersion", "organization", "owner", "effective", "tools");
    private static final Set<String> OPTIONAL =
            Set.of("content", "repositories", "capture", "rules", "time-zone");

    private final PolicyReading reading;
    private final YamlReading yaml;

    private PolicyFile(Catalog catalog, Set<String> detectors) {
        this.reading = new PolicyReading(catalog, detectors);
        this.yaml = reading.yaml();
    }

    /// A policy, and what a reader noticed in it.
    ///
    /// @param remarks what is no fault but surely not what was meant: rules that contradict each
    ///   other (and which wins), and entries that are never reached
    public record Reviewed(PolicySnapshot snapshot, List<Problem> remarks) {}

    /// Reads a policy file.
    ///
    /// @param text the file's whole text; the policy's hash covers its UTF-8 bytes
    /// @param detectors ids that content rules may name
    /// @throws PolicyException naming every fault with its place
    public static PolicySnapshot read(String text, Catalog catalog, Set<String> detectors)
            throws PolicyException {
        return review(text, catalog, detectors).snapshot();
    }

    /// Reads a policy file and remarks on it.
    ///
    /// @throws PolicyException naming every fault with its place
    public static Reviewed review(String text, Catalog catalog, Set<String> detectors)
            throws PolicyException {
        return new PolicyFile(catalog, detectors).review(text);
    }

    private Reviewed review(String text) throws PolicyException {
        Set<String> optional = new HashSet<>(OPTIONAL);
        optional.addAll(ProgrammeReader.SECTIONS);
        Map<String, Node> top = yaml.document(text, REQUIRED, optional);
        yaml.text(top, "apiVersion")
                .filter(version -> !version.equals(API_VERSION))
                .ifPresent(version ->
                        yaml.complain(
                                top.get("apiVersion"),
                                "apiVersion is " + version + ", not " + API_VERSION));
        ToolsReader toolsReader = new ToolsReader(reading);
        List<ApprovedTool> tools = toolsReader.tools(top);
        List<RepositoryClass> repositories = toolsReader.repositories(top, tools);
        Set<String> ids = new HashSet<>();
        Policy policy =
                new Policy(
                        Digest.of(text),
                        heading(top),
                        tools,
                        repositories,
                        new ContentReader(reading).rules(top, ids),
                        new RulesReader(reading).rules(top, ids, tools, repositories),
                        new CaptureReader(reading).terms(top, repositories),
                        new ProgrammeReader(reading).programme(top, tools, ids));
        List<Problem> problems = yaml.problems();
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return new Reviewed(new PolicySnapshot(policy), reading.remarks());
    }

    private Policy.Heading heading(Map<String, Node> top) {
        return new Policy.Heading(
                yaml.text(top, "organization").orElse(""),
                yaml.text(top, "owner").orElse(""),
                date(top),
                zone(top));
    }

    private LocalDate date(Map<String, Node> top) {
        try {
            return LocalDate.parse(yaml.text(top, "effective").orElse("1970-01-01"));
        } catch (DateTimeParseException e) {
            yaml.complain(top.get("effective"), "effective is not a date like 2026-11-24");
            return LocalDate.EPOCH;
        }
    }

    private ZoneId zone(Map<String, Node> top) {
        String written = yaml.text(top, "time-zone").orElse("Z");
        try {
            return ZoneId.of(written);
        } catch (DateTimeException e) {
            yaml.complain(
                    top.get("time-zone"),
                    "'" + written + "' is not a time zone like Europe/Berlin or UTC");
            return ZoneOffset.UTC;
        }
    }
}
