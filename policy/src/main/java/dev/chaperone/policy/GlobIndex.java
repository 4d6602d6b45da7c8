// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// Finds the first of very many things whose pattern fits a name: a tree of the letters that
/// patterns begin with, so that only those are tried of which the name begins like the pattern.
///
/// @param <T> what has a pattern
final class GlobIndex<T> {
    private final List<T> things;
    private final Function<T, Glob> pattern;
    private final Node root = new Node();

    GlobIndex(List<T> things, Function<T, Glob> pattern) {
        this.things = List.copyOf(things);
        this.pattern = pattern;
        for (int i = 0; i < things.size(); i++) {
            Node node = root;
            String letters = pattern.apply(things.get(i)).pattern();
            for (int c = 0; c < letters.length() && !wild(letters.charAt(c)); c++) {
                node =
                        node.next.computeIfAbsent(
                                Character.toLowerCase(letters.charAt(c)), _ -> new Node());
            }
            node.places.add(i);
        }
    }

    private static boolean wild(char letter) {
        return letter == '*' || letter == '?';
    }

    /// All of them, in their order.
    List<T> things() {
        return things;
    }

    /// The first that fits a name; null when none does, or there is no name.
    @Nullable T first(@Nullable String name) {
        return first(name, _ -> true);
    }

    /// The first that fits a name and is wanted; null when none is, or there is no name.
    @Nullable T first(@Nullable String name, Predicate<T> wanted) {
        if (name == null || things.isEmpty()) {
            return null;
        }
        int best = better(root, name, wanted, Integer.MAX_VALUE);
        Node node = root;
        for (int c = 0; c < name.length(); c++) {
            node = node.next.get(Character.toLowerCase(name.charAt(c)));
            if (node == null) {
                break;
            }
            best = better(node, name, wanted, best);
        }
        return best == Integer.MAX_VALUE ? null : things.get(best);
    }

    private int better(Node node, String name, Predicate<T> wanted, int best) {
        for (int place : node.places) {
            if (place >= best) {
                return best;
            }
            T thing = things.get(place);
            if (wanted.test(thing) && pattern.apply(thing).matches(name)) {
                return place;
            }
        }
        return best;
    }

    /// After some letters: what comes next, and those whose fixed letters end here, in order.
    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>(4);
        private final List<Integer> places = new ArrayList<>(1);
    }
}
