// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.vocabulary.ToolId;

/// A program whose hooks are understood.
///
/// @param name in the path
/// @param tool of the catalogue that it belongs to
/// @param json whether it reads JSON; if not, only whether its hook failed
public record HookSurface(String name, ToolId tool, boolean json) {}
