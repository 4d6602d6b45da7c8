// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The AI coding tools that policies can speak about.
public final class Catalog {
    private final Map<ToolId, Tool> tools;
    private final List<Coverage> coverage;
    private final List<RetentionClaim> retention;

    private Catalog(
            Map<ToolId, Tool> tools, List<Coverage> coverage, List<RetentionClaim> retention) {
        this.tools = tools;
        this.coverage = List.copyOf(coverage);
        this.retention = List.copyOf(retention);
    }

    /// The catalogue that comes with this version.
    public static Catalog builtIn() {
        Map<ToolId, Tool> tools = readTools(load("tools.yaml"));
        return new Catalog(
                tools,
                readCoverage(load("coverage.yaml"), tools.keySet()),
                readRetention(load("retention.yaml"), tools));
    }

    private static Object load(String file) {
        try (InputStream yaml = Catalog.class.getResourceAsStream(file)) {
            if (yaml == null) {
                throw new IllegalStateException(file + " is missing from this build");
            }
            return new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be read", e);
        }
    }

    /// The tool with this id.
    public Optional<Tool> tool(ToolId id) {
        return Optional.ofNullable(tools.get(id));
    }

    /// All tools, in the order of the data file.
    public Collection<Tool> tools() {
        return tools.values();
    }

    /// What each way in can do about a tool, in the order of the data file; never empty for a tool
    /// of the catalogue.
    public List<Coverage> coverage(ToolId tool) {
        return coverage.stream().filter(each -> each.tool().equals(tool)).toList();
    }

    /// What is claimed about how long a tool's vendor keeps what it is sent under a plan; empty
    /// when nobody says anything.
    public List<RetentionClaim> retention(ToolId tool, PlanId plan) {
        return retention.stream().filter(each -> each.isAbout(tool, plan)).toList();
    }

    /// The best that any way in makes of a kind of traffic of a tool.
    public Coverage.Sight best(ToolId tool, Coverage.Traffic traffic) {
        return coverage(tool).stream()
                .map(each -> each.sees().get(traffic))
                .min(Comparator.naturalOrder())
                .orElse(Coverage.Sight.UNSEEN);
    }

    private static List<Coverage> readCoverage(Object root, Set<ToolId> tools) {
        LocalDate asOf = LocalDate.parse(member(root, "as-of").toString());
        List<Coverage> coverage = new ArrayList<>();
        for (Object entry : (List<?>) member(root, "coverage")) {
            Map<Coverage.Traffic, Coverage.Sight> sees = new EnumMap<>(Coverage.Traffic.class);
            ((Map<?, ?>) member(entry, "sees"))
                    .forEach((traffic, sight) ->
                            sees.put(
                                    Coverage.Traffic.valueOf(upper(traffic)),
                                    Coverage.Sight.valueOf(upper(sight))));
            Object note = ((Map<?, ?>) entry).get("note");
            coverage.add(
                    new Coverage(
                            new ToolId(member(entry, "tool").toString()),
                            Coverage.Surface.valueOf(upper(member(entry, "surface"))),
                            sees,
                            member(entry, "source").toString(),
                            asOf,
                            note == null ? null : note.toString()));
        }
        Set<ToolId> covered = coverage.stream().map(Coverage::tool).collect(Collectors.toSet());
        if (!covered.equals(tools)) {
            throw new IllegalStateException(
                    "Tools and their coverage differ: " + tools + ", " + covered);
        }
        return coverage;
    }

    private static List<RetentionClaim> readRetention(Object root, Map<ToolId, Tool> tools) {
        List<RetentionClaim> claims = new ArrayList<>();
        for (Object entry : (List<?>) member(root, "retention")) {
            RetentionClaim claim =
                    new RetentionClaim(
                            words(entry, "tools").map(ToolId::new).collect(Collectors.toSet()),
                            words(entry, "plans").map(PlanId::new).collect(Collectors.toSet()),
                            member(entry, "says").toString(),
                            RetentionClaim.Certainty.valueOf(upper(member(entry, "certainty"))),
                            YearMonth.parse(member(entry, "as-of").toString()),
                            member(entry, "source").toString());
            for (PlanId plan : claim.plans()) {
                if (claim.tools().stream()
                        .map(tools::get)
                        .noneMatch(tool -> tool != null && tool.plans().containsKey(plan))) {
                    throw new IllegalStateException("No tool of the claim has the plan " + plan);
                }
            }
            claims.add(claim);
        }
        return claims;
    }

    private static Stream<String> words(Object entry, String name) {
        return ((List<?>) member(entry, name)).stream().map(Object::toString);
    }

    private static Map<ToolId, Tool> readTools(Object root) {
        Map<ToolId, Tool> tools = new LinkedHashMap<>();
        for (Object entry : (List<?>) member(root, "tools")) {
            Tool tool = readTool(entry);
            if (tools.put(tool.id(), tool) != null) {
                throw new IllegalStateException("Twice in the catalogue: " + tool.id());
            }
        }
        return Collections.unmodifiableMap(tools);
    }

    private static Tool readTool(Object entry) {
        Map<PlanId, Audience> plans = new LinkedHashMap<>();
        ((Map<?, ?>) member(entry, "plans"))
                .forEach(
                        (id, audience) -> plans.put(new PlanId(id.toString()), audience(audience)));
        return new Tool(
                new ToolId(member(entry, "id").toString()),
                member(entry, "name").toString(),
                new VendorId(member(entry, "vendor").toString()),
                plans);
    }

    private static Audience audience(Object written) {
        return Audience.valueOf(upper(written));
    }

    private static String upper(Object written) {
        return written.toString().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Object member(Object map, String name) {
        Object value = ((Map<?, ?>) map).get(name);
        if (value == null) {
            throw new IllegalStateException("The catalogue lacks '" + name + "' in " + map);
        }
        return value;
    }
}
