// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.openings.Content;
import dev.chaperone.workspace.openings.ShownBody;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The page that shows captured content to the one who opened it.
record ContentView(
        String opening, String interaction, String reason, String entry, List<Body> bodies) {
    ContentView {
        bodies = List.copyOf(bodies);
    }

    /// A body.
    ///
    /// @param mark null when there is nothing to show
    /// @param text null when there is nothing to show
    /// @param note what the reader has to know about it
    /// @param path of the form that hands it out as a file
    record Body(String side, @Nullable Mark mark, @Nullable String text, String note, String path) {
        @Override
        public String toString() {
            return "Body[" + side + ", not shown]";
        }
    }

    static ContentView of(Content content) {
        String id = content.opening().id();
        return new ContentView(
                id,
                content.opening().interaction(),
                content.opening().wish().reason(),
                Words.number(content.entry()),
                content.bodies().stream().map(body -> body(id, body)).toList());
    }

    private static Body body(String opening, ShownBody body) {
        String path = "/captures/openings/" + opening + "/content/" + ShownText.word(body.side());
        String side = Words.sentence(ShownText.word(body.side()));
        return switch (body) {
            case ShownBody.Nothing(_, var why) -> new Body(side, null, null, why, path);
            case ShownBody.Text text ->
                    new Body(
                            side,
                            CaptureMarks.of(text.comparison()),
                            ShownText.forPage(text.bytes()),
                            note(text),
                            path);
        };
    }

    private static String note(ShownBody.Text text) {
        StringBuilder note = new StringBuilder();
        note.append(
                switch (text.comparison()) {
                    case MATCHES ->
                            "The commitment in the ledger was computed again from these bytes: it"
                                    + " is the same.";
                    case DIFFERS ->
                            "The commitment in the ledger belongs to other bytes. Do not rely on"
                                    + " this text; run the check of captures.";
                    case NOT_COMPARABLE ->
                            "What detectors found is masked, or a part was too long to be kept, so"
                                    + " these are not the bytes that the ledger committed to.";
                });
        note.append(" On the wire: ").append(Words.count(text.length(), "byte", "bytes"));
        note.append("; kept: ").append(Words.count(text.bytes().length, "byte", "bytes"));
        note.append('.');
        if (ShownText.utf8(text.bytes()) == null) {
            note.append(" It is not UTF-8 text: the file holds the exact bytes.");
        } else if (text.bytes().length > ShownText.MOST_CHARACTERS) {
            note.append(" Here is its beginning: the file holds all of it.");
        }
        return note.toString();
    }
}
