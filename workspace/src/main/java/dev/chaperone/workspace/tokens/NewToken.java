// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A token that is to be made.
///
/// @param expires null when it shall not
public record NewToken(PersonId person, String name, Token.Kind kind, @Nullable Instant expires) {
    private static final int MAX_NAME = 100;

    public NewToken {
        name = name.strip();
        Text.check("name", name, MAX_NAME);
    }
}
