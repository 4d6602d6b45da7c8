// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.IOException;
import java.io.InputStream;

/// Reads one text after the other and goes on after those that can not be read.
final class Reader {
    private final Reading reading;
    private final Tally tally;
    private final Console console;

    Reader(Reading reading, Tally tally, Console console) {
        this.reading = reading;
        this.tally = tally;
        this.console = console;
    }

    /// Opens a text.
    interface Opening {
        InputStream open() throws IOException;
    }

    void read(Content content, Opening opening) throws SweepException {
        try (InputStream in = opening.open()) {
            reading.read(content, in);
        } catch (IOException e) {
            unread(ReadFailure.sentence(content.name(), e));
        }
        console.tick(tally);
    }

    void link() {
        tally.link();
    }

    /// Something is left out that was asked for.
    void unread(String problem) {
        tally.unread(problem);
        console.say(problem);
    }
}
