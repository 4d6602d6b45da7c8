// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.InputStream;
import java.io.PrintStream;

/// The streams of the process.
///
/// @param out for the result
/// @param err for what could not be read
/// @param progress whether somebody looks at `err` who may like to see how far it is
public record Streams(InputStream in, PrintStream out, PrintStream err, boolean progress) {}
