// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

/// A line of what a document says of itself.
///
/// @param label what is told, as `Approved by`
/// @param value what it is
public record Field(String label, Text value) {
    public Field {
        label = Visible.line(label);
    }

    /// A field whose value is plain.
    public static Field of(String label, String value) {
        return new Field(label, Text.of(value));
    }
}
