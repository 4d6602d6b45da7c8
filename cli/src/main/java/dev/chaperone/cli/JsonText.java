// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JSON text that is changed in single places; everything else stays as somebody wrote it,
/// remarks and layout included.
final class JsonText {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();

    private final String text;
    private final Node root;

    /// @param members null when it is no object
    /// @param items null when it is no list
    private record Node(
            int start, int end, @Nullable List<Member> members, @Nullable List<Node> items) {
        /// The last of that name counts, as in JavaScript.
        @Nullable Member member(String name) {
            Member found = null;
            for (Member each : members == null ? List.<Member>of() : members) {
                found = each.name().equals(name) ? each : found;
            }
            return found;
        }
    }

    private record Member(String name, int start, Node value) {}

    /// Where something begins and ends.
    private record Piece(int start, int end) {}

    private JsonText(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /// Reads an object; a text without anything counts as an empty one.
    ///
    /// @throws IOException when it is something else
    static JsonText of(String text) throws IOException {
        String written = text.isBlank() ? "{}\n" : text;
        try (JsonParser json = JSON.createParser(written)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            Node root = node(json);
            if (json.nextToken() != null) {
                throw new IOException("more than one JSON object");
            }
            return new JsonText(written, root);
        }
    }

    private static Node node(JsonParser json) throws IOException {
        int start = offset(json);
        if (json.currentToken() == JsonToken.START_OBJECT) {
            List<Member> members = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                int at = offset(json);
                String name = json.currentName();
                json.nextToken();
                members.add(new Member(name, at, node(json)));
            }
            return new Node(start, offset(json) + 1, members, null);
        }
        if (json.currentToken() == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(json));
            }
            return new Node(start, offset(json) + 1, null, items);
        }
        json.finishToken();
        return new Node(start, (int) json.currentLocation().getCharOffset(), null, null);
    }

    private static int offset(JsonParser json) {
        return (int) json.currentTokenLocation().getCharOffset();
    }

    boolean isEmpty() {
        return root.members() == null || root.members().isEmpty();
    }

    boolean has(List<String> at) {
        return find(at) != null;
    }

    /// The value there; null when there is none.
    @Nullable Object value(List<String> at) throws IOException {
        Node found = find(at);
        return found == null ? null : value(found);
    }

    private @Nullable Object value(Node node) throws IOException {
        try (JsonParser json = JSON.createParser(text.substring(node.start(), node.end()))) {
            json.nextToken();
            return JsonObject.value(json);
        }
    }

    private @Nullable Node find(List<String> at) {
        Node node = root;
        for (String name : at) {
            Member member = node.member(name);
            if (member == null) {
                return null;
            }
            node = member.value();
        }
        return node;
    }

    /// With a value there, in the place of one that was there.
    JsonText put(List<String> at, @Nullable Object value) throws IOException {
        Node node = root;
        for (int i = 0; i < at.size(); i++) {
            if (node.members() == null) {
                throw new IOException("'" + String.join(".", at.subList(0, i)) + "' is no object");
            }
            Member member = node.member(at.get(i));
            if (member == null) {
                return insert(node, at.get(i), nested(at.subList(i + 1, at.size()), value));
            }
            node = member.value();
        }
        String written = laidOut(value, indentation(node.start()));
        return replaced(new Piece(node.start(), node.end()), written);
    }

    private static @Nullable Object nested(List<String> names, @Nullable Object value) {
        Object nested = value;
        for (String name : names.reversed()) {
            nested = nested == null ? null : new JsonObject(Map.of(name, nested));
        }
        return nested;
    }

    private JsonText insert(Node object, String name, @Nullable Object value) throws IOException {
        List<Piece> before =
                object.members() == null
                        ? List.of()
                        : object.members().stream()
                                .map(each -> new Piece(each.start(), each.value().end()))
                                .toList();
        return insert(object, before, JsonObject.line(name) + ": ", value);
    }

    private JsonText insert(Node into, List<Piece> before, String label, @Nullable Object value)
            throws IOException {
        String own = indentation(into.start());
        if (before.isEmpty()) {
            String inside = text.substring(into.start() + 1, into.end() - 1);
            String added = newline() + own + unit() + label + laidOut(value, own + unit());
            String rest = inside.isBlank() ? newline() + own : inside;
            return replaced(new Piece(into.start() + 1, into.end() - 1), added + rest);
        }
        int end = before.getLast().end();
        boolean lines = text.substring(into.start(), before.getFirst().start()).indexOf('\n') >= 0;
        String indentation = indentation(before.getFirst().start());
        String added =
                lines
                        ? "," + newline() + indentation + label + laidOut(value, indentation)
                        : ", " + label + JsonObject.line(value);
        return replaced(new Piece(end, end), added);
    }

    /// With one more item at the end of the list there, unless it holds the same already.
    JsonText append(List<String> at, @Nullable Object item) throws IOException {
        Node list = find(at);
        if (list == null) {
            List<@Nullable Object> items = new ArrayList<>();
            items.add(item);
            return put(at, items);
        }
        if (list.items() == null) {
            throw new IOException("'" + String.join(".", at) + "' is no list");
        }
        if (index(list.items(), item) >= 0) {
            return this;
        }
        return insert(list, pieces(list.items()), "", item);
    }

    private static List<Piece> pieces(List<Node> items) {
        return items.stream().map(each -> new Piece(each.start(), each.end())).toList();
    }

    private int index(List<Node> items, @Nullable Object item) throws IOException {
        String wanted = JsonObject.line(item);
        for (int i = 0; i < items.size(); i++) {
            if (JsonObject.line(value(items.get(i))).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// Without the member there.
    JsonText remove(List<String> at) throws IOException {
        Node parent = find(at.subList(0, at.size() - 1));
        Member member = parent == null ? null : parent.member(at.getLast());
        if (parent == null || member == null || parent.members() == null) {
            return this;
        }
        List<Piece> pieces =
                parent.members().stream()
                        .map(each -> new Piece(each.start(), each.value().end()))
                        .toList();
        return remove(parent, pieces, parent.members().indexOf(member));
    }

    /// Without an item of the list there.
    JsonText removeItem(List<String> at, @Nullable Object item) throws IOException {
        Node list = find(at);
        if (list == null || list.items() == null) {
            return this;
        }
        int index = index(list.items(), item);
        return index < 0 ? this : remove(list, pieces(list.items()), index);
    }

    private JsonText remove(Node from, List<Piece> pieces, int index) throws IOException {
        Piece piece = pieces.get(index);
        if (index > 0) {
            return replaced(new Piece(pieces.get(index - 1).end(), piece.end()), "");
        }
        if (pieces.size() > 1) {
            return replaced(new Piece(piece.start(), pieces.get(1).start()), "");
        }
        return replaced(new Piece(from.start() + 1, from.end() - 1), "");
    }

    private JsonText replaced(Piece piece, String by) throws IOException {
        return of(text.substring(0, piece.start()) + by + text.substring(piece.end()));
    }

    private String laidOut(@Nullable Object value, String indentation) {
        String unit = unit();
        StringBuilder laidOut = new StringBuilder();
        for (String line : JsonObject.pretty(value).split("\n", -1)) {
            String words = line.stripLeading();
            int depth = (line.length() - words.length()) / 2;
            laidOut.append(laidOut.isEmpty() ? "" : newline() + indentation)
                    .append(unit.repeat(depth))
                    .append(words);
        }
        return laidOut.toString();
    }

    private String newline() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /// What one level is indented by.
    private String unit() {
        if (root.members() == null || root.members().isEmpty()) {
            return "  ";
        }
        String first = indentation(root.members().getFirst().start());
        return first.isEmpty() ? "  " : first;
    }

    /// The white space at the beginning of the line.
    private String indentation(int at) {
        int begin = text.lastIndexOf('\n', at - 1) + 1;
        int end = begin;
        while (end < at && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(begin, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
