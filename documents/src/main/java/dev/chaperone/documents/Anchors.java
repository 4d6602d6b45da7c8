// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The ids of a document and the links that lead to them.
final class Anchors {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    private final Set<String> ids = new HashSet<>();
    private final List<String> wanted = new ArrayList<>();

    static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    static void requireId(String text) {
        if (!isId(text)) {
            throw new IllegalArgumentException("Not an id within a document: '" + text + "'");
        }
    }

    static void check(List<Field> control, List<Section> sections) {
        Anchors anchors = new Anchors();
        control.forEach(field -> anchors.see(field.value()));
        for (Section section : sections) {
            anchors.add(section.id());
            anchors.see(section.blocks());
        }
        for (String target : anchors.wanted) {
            if (!anchors.ids.contains(target)) {
                throw new IllegalArgumentException("A link to #" + target + ", which is not there");
            }
        }
    }

    private void add(String id) {
        if (!ids.add(id)) {
            throw new IllegalArgumentException("The id '" + id + "' is used twice");
        }
    }

    private void see(List<Block> blocks) {
        for (Block block : blocks) {
            switch (block) {
                case Block.Heading(int _, Text text) -> see(text);
                case Block.Paragraph(Text text) -> see(text);
                case Block.Note(Text text) -> see(text);
                case Block.Listing _ -> {}
                case Block.Items(Block.Order _, List<List<Block>> items) ->
                        items.forEach(this::see);
                case Block.Table(List<Text> head, List<List<Text>> rows) -> {
                    head.forEach(this::see);
                    rows.forEach(row -> row.forEach(this::see));
                }
                case Block.Clause(String id, Text text, List<Mark> marks) -> {
                    add(id);
                    see(text);
                    marks.forEach(mark -> see(mark.text()));
                }
            }
        }
    }

    private void see(Text text) {
        for (Inline part : text.parts()) {
            switch (part) {
                case Inline.Plain _, Inline.Code _ -> {}
                case Inline.Strong(Text inner) -> see(inner);
                case Inline.Emphasis(Text inner) -> see(inner);
                case Inline.Link(Text _, String target) -> {
                    if (Targets.within(target)) {
                        wanted.add(target.substring(1));
                    }
                }
            }
        }
    }
}
