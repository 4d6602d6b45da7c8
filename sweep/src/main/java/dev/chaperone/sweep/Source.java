// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.nio.file.Path;
import java.util.List;

/// Where texts come from.
interface Source {
    /// Has every text read, and tells the tally of each that can not be.
    void readAll(Reader reader) throws SweepException;

    /// The folders whose `.gitleaksignore` counts.
    List<Path> roots();
}
