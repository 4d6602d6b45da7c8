// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A question of a course's quiz, with what is right. Only [Attempts] hands its text on, and what
/// is right only after an attempt has ended.
///
/// @param theme what it is about, so that an attempt can touch many themes
/// @param choices their texts by their letters
/// @param right letters of the right choices; whoever finds exactly these has answered it
/// @param because shown after an attempt
public record Question(
        String id,
        String theme,
        String text,
        Map<String, String> choices,
        Set<String> right,
        String because) {
    public Question {
        choices = Collections.unmodifiableMap(new TreeMap<>(choices));
        right = Collections.unmodifiableSet(new TreeSet<>(right));
    }

    /// Whether several choices are right.
    boolean several() {
        return right.size() > 1;
    }
}
