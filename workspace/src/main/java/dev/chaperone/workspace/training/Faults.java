// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.policy.PolicyException.Problem;
import dev.chaperone.policy.YamlReading;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Gathers what is wrong with courses, and reads what their files have in common.
final class Faults {
    private final List<CourseFault> all = new ArrayList<>();

    void add(String file, String message) {
        all.add(new CourseFault(file, 0, 0, message));
    }

    void add(String file, int line, int column, String message) {
        all.add(new CourseFault(file, line, column, message));
    }

    /// What the reading of a YAML file found.
    void take(String file, YamlReading reading) {
        for (Problem problem : reading.problems()) {
            add(file, problem.line(), problem.column(), problem.message());
        }
    }

    List<CourseFault> all() {
        return List.copyOf(all);
    }

    boolean none() {
        return all.isEmpty();
    }

    /// A file as text; null, and a fault, when it is none.
    @Nullable String text(String file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            add(file, "is not UTF-8");
            return null;
        }
    }

    /// A text of at most so many characters; empty, and a fault, when it is none.
    static String text(YamlReading reading, @Nullable Node node, int most) {
        Optional<String> text = node == null ? Optional.empty() : reading.text(node);
        if (text.isPresent() && text.get().length() > most) {
            reading.complain(node, "has more than " + most + " characters");
            return "";
        }
        return text.map(String::strip).orElse("");
    }

    /// A whole number in bounds; empty when the member is missing, and a fault when it is none.
    static OptionalInt number(
            YamlReading reading, Map<String, Node> members, String name, int least, int most) {
        Node node = members.get(name);
        if (node == null) {
            return OptionalInt.empty();
        }
        String written = reading.text(members, name).orElse("");
        try {
            int number = Integer.parseInt(written);
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        reading.complain(
                node, "'" + name + "' must be a whole number from " + least + " to " + most);
        return OptionalInt.empty();
    }

    static boolean truth(YamlReading reading, Map<String, Node> members, String name) {
        String written = reading.text(members, name).orElse("");
        if (!written.isEmpty() && !written.equals("true") && !written.equals("false")) {
            reading.complain(members.get(name), "'" + name + "' must be true or false");
        }
        return written.equals("true");
    }
}
