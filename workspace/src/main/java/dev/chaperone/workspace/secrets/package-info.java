// SPDX-License-Identifier: Apache-2.0
/// The company's own secrets, by fingerprints: what no detector knows by its form.
@NullMarked
package dev.chaperone.workspace.secrets;

import org.jspecify.annotations.NullMarked;
