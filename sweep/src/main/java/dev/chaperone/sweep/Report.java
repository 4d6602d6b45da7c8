// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.PrintStream;

/// Tells what was found, each finding at once.
interface Report {
    static Report in(Request.Format format, PrintStream out, Console console) {
        return switch (format) {
            case TEXT -> new TextReport(out, console);
            case JSON -> new JsonReport(out);
            case SARIF -> new SarifReport(out);
        };
    }

    void add(Hit hit);

    /// Says what there is to say at the end.
    void end(Tally tally);
}
