// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.exports.CsvCells;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Listing;
import dev.chaperone.workspace.activity.Scope;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The whole record about whoever asks, as one file: all requests, all looks, and everything that
/// the page shows. It is written piece by piece, however long it is.
final class MyDownload {
    private static final int PIECE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final MyRecords records;
    private final Interactions interactions;
    private final Directory directory;

    MyDownload(MyRecords records, Interactions interactions, Directory directory) {
        this.records = records;
        this.interactions = interactions;
        this.directory = directory;
    }

    /// A line of the CSV.
    private record Line(
            String kind, Object at, String what, @Nullable Object by, @Nullable Object entry) {
        String written() {
            return List.of(kind, at.toString(), what, text(by), text(entry)).stream()
                            .map(CsvCells::cell)
                            .collect(Collectors.joining(","))
                    + "\r\n";
        }

        private static String text(@Nullable Object value) {
            return value == null ? "" : value.toString();
        }
    }

    void writeJson(SignedIn caller, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writePOJOProperty("record", records.of(caller));
            json.writeArrayPropertyStart("requests");
            eachRequest(caller, json::writePOJO);
            json.writeEndArray();
            json.writeArrayPropertyStart("looks");
            eachLook(caller, true, json::writePOJO);
            json.writeEndArray();
            json.writeArrayPropertyStart("looksAtEverybody");
            eachLook(caller, false, json::writePOJO);
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /// Everything that has a date, each kind the newest first.
    void writeCsv(SignedIn caller, OutputStream out) throws IOException {
        MyRecordJson all = records.of(caller);
        write(out, "kind,at,what,by,ledger entry\r\n");
        Consumer<Line> line = each -> writeUnchecked(out, each.written());
        eachRequest(caller, each -> line.accept(request(each)));
        for (boolean named : List.of(true, false)) {
            eachLook(
                    caller,
                    named,
                    each ->
                            line.accept(
                                    new Line(
                                            named ? "look" : "look at everybody",
                                            each.at(),
                                            each.why().isEmpty()
                                                    ? each.what()
                                                    : each.what() + ": " + each.why(),
                                            each.who(),
                                            each.entry())));
        }
        all.signatures()
                .forEach(each ->
                        line.accept(
                                new Line(
                                        "signature",
                                        each.acknowledged(),
                                        "version " + each.version(),
                                        null,
                                        each.entry())));
        all.grants()
                .forEach(each ->
                        line.accept(
                                new Line(
                                        "grant",
                                        each.from(),
                                        "%s under %s until %s: %s"
                                                .formatted(
                                                        each.tool(),
                                                        each.plan(),
                                                        each.until(),
                                                        each.state()),
                                        null,
                                        each.entry())));
        all.accessRequests()
                .forEach(each ->
                        line.accept(
                                new Line(
                                        "request for access",
                                        each.requested(),
                                        "%s under %s: %s"
                                                .formatted(each.tool(), each.plan(), each.state()),
                                        each.requester(),
                                        null)));
        all.exceptions()
                .forEach(each ->
                        line.accept(
                                new Line(
                                        "exception",
                                        each.from(),
                                        "from %s until %s: %s"
                                                .formatted(each.rule(), each.until(), each.state()),
                                        null,
                                        null)));
        all.tokens()
                .forEach(each ->
                        line.accept(
                                new Line(
                                        "token",
                                        each.created(),
                                        each.name() + " (" + each.kind() + ")",
                                        each.madeBy(),
                                        null)));
        all.sessions()
                .forEach(each ->
                        line.accept(
                                new Line(
                                        "session",
                                        each.started(),
                                        each.method() + " from " + each.address(),
                                        null,
                                        null)));
    }

    private static Line request(InteractionJson each) {
        return new Line(
                "request",
                each.at(),
                "%s %s %s: %s%s"
                        .formatted(
                                Words.orUnknown(each.tool()),
                                Words.orUnknown(each.model()),
                                Words.orUnknown(each.repository()),
                                each.decision(),
                                each.rule() == null ? "" : " by " + each.rule()),
                null,
                each.ledger().intent());
    }

    private void eachRequest(SignedIn caller, Consumer<InteractionJson> each) {
        Scope own = Scope.only(caller.themselves().person());
        String cursor = null;
        do {
            Listing piece = interactions.list(own, Filter.NONE, cursor, PIECE);
            Directory.Names names = directory.names(piece.items());
            piece.items().forEach(it -> each.accept(InteractionJson.of(it, names)));
            cursor = piece.next();
        } while (cursor != null);
    }

    private void eachLook(SignedIn caller, boolean named, Consumer<MyRecordJson.LookJson> each) {
        String cursor = null;
        do {
            MyRecords.LooksJson piece = records.looks(caller, named, cursor, PIECE);
            piece.items().forEach(each);
            cursor = piece.next();
        } while (cursor != null);
    }

    private static void writeUnchecked(OutputStream out, String text) {
        try {
            write(out, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
