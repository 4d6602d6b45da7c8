// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.List;

/// A part of a document that its list of contents names.
///
/// @param id by which links reach it
/// @param title its heading
/// @param blocks its text
public record Section(String id, String title, List<Block> blocks) {
    public Section {
        Anchors.requireId(id);
        title = Visible.line(title);
        blocks = List.copyOf(blocks);
    }
}
