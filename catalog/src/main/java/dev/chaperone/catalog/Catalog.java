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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The AI coding tools that policies can speak about.
public final class Catalog {
    private final Map<ToolId, Tool> tools;

    private Catalog(Map<ToolId, Tool> tools) {
        this.tools = tools;
    }

    /// The catalogue that comes with this version.
    public static Catalog builtIn() {
        try (InputStream yaml = Catalog.class.getResourceAsStream("tools.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("tools.yaml is missing from this build");
            }
            return read(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("tools.yaml could not be read", e);
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

    private static Catalog read(Object root) {
        Map<ToolId, Tool> tools = new LinkedHashMap<>();
        for (Object entry : (List<?>) member(root, "tools")) {
            Tool tool = readTool(entry);
            if (tools.put(tool.id(), tool) != null) {
                throw new IllegalStateException("Twice in the catalogue: " + tool.id());
            }
        }
        return new Catalog(java.util.Collections.unmodifiableMap(tools));
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
        return Audience.valueOf(written.toString().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Object member(Object map, String name) {
        Object value = ((Map<?, ?>) map).get(name);
        if (value == null) {
            throw new IllegalStateException("The catalogue lacks '" + name + "' in " + map);
        }
        return value;
    }
}
