// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

/// A course of the training, for example `ai-coding-safely`.
///
/// @param value lower-case letters, digits and dashes, starting with a letter, at most 63
///   characters
public record CourseId(String value) implements Comparable<CourseId> {
    public CourseId {
        Slug.check("a course id", value);
    }

    @Override
    public int compareTo(CourseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
