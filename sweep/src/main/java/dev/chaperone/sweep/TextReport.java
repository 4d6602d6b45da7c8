// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.PrintStream;

/// Lines for people, which editors can jump from.
final class TextReport implements Report {
    private static final int SHORT_COMMIT = 10;

    private final PrintStream out;
    private final Console console;

    TextReport(PrintStream out, Console console) {
        this.out = out;
        this.console = console;
    }

    @Override
    public void add(Hit hit) {
        console.clear();
        String commit = hit.content().commit();
        out.println(
                Printable.line(
                        "%s:%d:%d: %s (%s) %s%s"
                                .formatted(
                                        hit.file(),
                                        hit.span().line(),
                                        hit.span().column(),
                                        hit.detector().title(),
                                        hit.confidence().written(),
                                        hit.shown(),
                                        commit == null
                                                ? ""
                                                : " in commit "
                                                        + commit.substring(0, SHORT_COMMIT))));
    }

    @Override
    public void end(Tally tally) {
        console.clear();
        out.println(tally.summary());
    }
}
