// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.protocols.HookEvent.Certainty;
import dev.chaperone.protocols.HookEvent.Kind;
import dev.chaperone.vocabulary.ToolId;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The hooks of all tools, as the table `hooks.txt` has them.
public final class HookEvents {
    private static final HookEvents BUILT_IN = load();

    private final Map<String, HookSurface> surfaces = new LinkedHashMap<>();
    private final Map<String, HookEvent> events = new LinkedHashMap<>();

    private HookEvents(String table) {
        table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .forEach(this::add);
    }

    /// Those that come with the product.
    public static HookEvents builtIn() {
        return BUILT_IN;
    }

    private static HookEvents load() {
        try (InputStream in = HookEvents.class.getResourceAsStream("hooks.txt")) {
            byte[] table = Objects.requireNonNull(in, "hooks.txt").readAllBytes();
            return new HookEvents(new String(table, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String[] words) {
        if (words[0].equals("surface")) {
            surfaces.put(
                    words[1],
                    new HookSurface(words[1], new ToolId(words[2]), words[3].equals("json")));
            return;
        }
        HookSurface surface = Objects.requireNonNull(surfaces.get(words[0]), words[0]);
        events.put(
                key(surface.name(), words[1]),
                new HookEvent(
                        surface,
                        words[1],
                        Kind.valueOf(constant(words[2])),
                        Denial.valueOf(constant(words[3])),
                        Certainty.valueOf(constant(words[4]))));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// The hook of that name; one that a newer version of the tool has is of no known kind. Empty
    /// when no such tool is known.
    public Optional<HookEvent> find(String surface, String name) {
        HookSurface known = surfaces.get(surface);
        if (known == null) {
            return Optional.empty();
        }
        HookEvent event = events.get(key(surface, name));
        return Optional.of(
                event != null
                        ? event
                        : new HookEvent(
                                known, name, Kind.OTHER, Denial.NONE, Certainty.UNVERIFIED));
    }

    /// All that are known, in the order of the table.
    public List<HookEvent> all() {
        return List.copyOf(events.values());
    }

    /// All programs, in the order of the table.
    public List<HookSurface> surfaces() {
        return List.copyOf(surfaces.values());
    }

    private static String key(String surface, String name) {
        return surface + ' ' + name;
    }
}
