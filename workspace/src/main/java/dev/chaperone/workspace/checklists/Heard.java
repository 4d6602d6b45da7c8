// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.vocabulary.ToolId;

import java.time.Instant;
import java.util.Optional;

/// When a person's tool was heard of last, by any way in.
public interface Heard {
    Optional<Instant> last(ToolId tool);
}
