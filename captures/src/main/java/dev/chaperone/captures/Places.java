// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.nio.file.Path;

/// Where captures and their keys are. Three places, so that each can be backed up for as long as it
/// may live: a backup of `keys` that outlives an erasure undoes it.
///
/// @param captures directory of the drawers, encrypted
/// @param keys directory of the drawers' keys, each encrypted under the master key
/// @param master file of the master key
public record Places(Path captures, Path keys, Path master) {
    /// The usual places in a data directory.
    public static Places in(Path data) {
        return new Places(
                data.resolve("captures"),
                data.resolve("captures-keys"),
                data.resolve("keys").resolve("captures-master"));
    }
}
