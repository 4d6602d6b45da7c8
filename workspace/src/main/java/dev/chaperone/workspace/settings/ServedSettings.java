// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import dev.chaperone.vocabulary.Digest;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Settings of Claude Code for a group of people.
///
/// @param teams whose members get them; empty for everybody
/// @param text JSON, in the one spelling of which the checksum is made
public record ServedSettings(Set<String> teams, String text) {
    private static final String EVERYBODY = "everybody";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ServedSettings {
        teams = Set.copyOf(teams);
    }

    /// Reads settings as an administrator wrote them.
    ///
    /// @throws IllegalArgumentException when they are no JSON object
    public static ServedSettings read(Set<String> teams, String written) {
        try {
            JsonNode settings = JSON.readTree(written);
            if (!settings.isObject()) {
                throw new IllegalArgumentException("it is not a JSON object");
            }
            return new ServedSettings(teams, CanonicalJson.of(settings));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
    }

    /// SHA-256 of the text.
    public Digest checksum() {
        return Digest.of(text);
    }

    /// The same for the same settings.
    public UUID uuid() {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether somebody of these teams gets them.
    boolean isFor(Collection<String> ofPerson) {
        return teams.isEmpty() || !Collections.disjoint(teams, ofPerson);
    }

    /// For whom they are, in words that stay the same.
    String audience() {
        return teams.isEmpty() ? EVERYBODY : String.join(", ", new TreeSet<>(teams));
    }

    /// What is set, without the values: variables of the environment by their own names.
    String keys() {
        JsonNode settings = JSON.readTree(text);
        List<String> keys = new ArrayList<>();
        for (String name : settings.propertyNames()) {
            JsonNode value = settings.get(name);
            if (name.equals("env") && value.isObject()) {
                value.propertyNames().forEach(variable -> keys.add("env." + variable));
            } else {
                keys.add(name);
            }
        }
        Collections.sort(keys);
        return String.join(", ", keys);
    }

    @Override
    public String toString() {
        return "ServedSettings[" + audience() + "]";
    }
}
