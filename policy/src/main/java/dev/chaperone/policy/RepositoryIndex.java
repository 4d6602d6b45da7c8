// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the first entry of `repositories` whose pattern fits a name, among very many: a tree of
/// the letters that patterns begin with, so that only those are tried of which the name begins like
/// the pattern.
final class RepositoryIndex {
    private final List<RepositoryClass> entries;
    private final Node root = new Node();

    RepositoryIndex(List<RepositoryClass> entries) {
        this.entries = List.copyOf(entries);
        for (int i = 0; i < entries.size(); i++) {
            Node node = root;
            String pattern = entries.get(i).match().pattern();
            for (int c = 0; c < pattern.length() && !wild(pattern.charAt(c)); c++) {
                node =
                        node.next.computeIfAbsent(
                                Character.toLowerCase(pattern.charAt(c)), _ -> new Node());
            }
            node.entries.add(i);
        }
    }

    private static boolean wild(char letter) {
        return letter == '*' || letter == '?';
    }

    /// The entry for a repository; null when none fits.
    @Nullable RepositoryClass find(@Nullable String name) {
        if (name == null || entries.isEmpty()) {
            return null;
        }
        int best = first(root, name, Integer.MAX_VALUE);
        Node node = root;
        for (int c = 0; c < name.length(); c++) {
            node = node.next.get(Character.toLowerCase(name.charAt(c)));
            if (node == null) {
                break;
            }
            best = first(node, name, best);
        }
        return best == Integer.MAX_VALUE ? null : entries.get(best);
    }

    private int first(Node node, String name, int best) {
        for (int entry : node.entries) {
            if (entry >= best) {
                return best;
            }
            if (entries.get(entry).match().matches(name)) {
                return entry;
            }
        }
        return best;
    }

    /// After some letters: what comes next, and the entries whose fixed letters end here, in order.
    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>(4);
        private final List<Integer> entries = new ArrayList<>(1);
    }
}
