// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How long the run has to be that follows the literal by which a token is noticed. In a text of
/// nothing but beginnings of tokens it is too short or too long, and nothing else has to be looked
/// at.
///
/// @param distance from where the token is noticed
/// @param members of the run
record Reach(int distance, CharClass members, int min, int max) {

    /// Null when no run follows.
    ///
    /// @param part of the shape, which stands where it is noticed
    /// @param inside how many characters of that part stand before
    static @Nullable Reach of(Shape shape, int part, int inside) {
        List<Shape.Part> parts = shape.parts();
        boolean literal = parts.get(part) instanceof Shape.Part.Literal;
        int next = literal ? part + 1 : part;
        if (next == parts.size() || !(parts.get(next) instanceof Shape.Part.Run run)) {
            return null;
        }
        int distance =
                parts.get(part) instanceof Shape.Part.Literal(String text)
                        ? text.length() - inside
                        : 0;
        boolean ends =
                next + 1 == parts.size()
                        || parts.get(next + 1) instanceof Shape.Part.Literal(String behind)
                                && !run.members().has(behind.charAt(0));
        return new Reach(distance, run.members(), run.min(), ends ? run.max() : Integer.MAX_VALUE);
    }

    /// Whether another one is of the same run.
    boolean isLike(Reach other) {
        return distance == other.distance && members == other.members;
    }

    /// How long the run is that follows a place.
    int length(Text text, int place) {
        int start = place + distance;
        return text.runEnd(start, members, Integer.MAX_VALUE - 1) - start;
    }

    boolean isThere(Text text, int place) {
        int length = length(text, place);
        return length >= min && length <= max;
    }
}
