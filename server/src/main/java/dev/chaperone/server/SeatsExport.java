// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.exports.CsvCells;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.seats.Seat;
import dev.chaperone.workspace.seats.SeatFinding;
import dev.chaperone.workspace.seats.SeatFindings;
import dev.chaperone.workspace.seats.Seats;
import dev.chaperone.workspace.seats.SourceId;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Accounts and findings for a spreadsheet, piece by piece: however long they are, they are not in
/// memory. That they were taken away is recorded before the first byte.
@RestController
class SeatsExport {
    private static final List<String> SEAT =
            List.of(
                    "source",
                    "tool",
                    "account",
                    "kind",
                    "address",
                    "name",
                    "plan",
                    "last_activity",
                    "state",
                    "can_be_used",
                    "shown_since",
                    "person",
                    "rule");

    private final Seats seats;
    private final SeatFindings findings;
    private final Journal journal;

    SeatsExport(Workspace workspace) {
        this.seats = workspace.vendors().seats();
        this.findings = workspace.vendors().findings();
        this.journal = workspace.journal();
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping("/api/v1/seats/export")
    void seats(
            @RequestParam(required = false) @Nullable String source,
            SignedIn caller,
            HttpServletResponse response)
            throws IOException {
        SourceId id = source == null ? null : new SourceId(source);
        write(
                "seats",
                id == null ? "" : id.value(),
                caller,
                response,
                SEAT,
                (at, limit) -> seats.list(new Seats.Filter(id, null), at, limit),
                SeatsExport::cells);
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping("/api/v1/seat-findings/export")
    void findings(
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String source,
            SignedIn caller,
            HttpServletResponse response)
            throws IOException {
        SeatFindings.Filter filter = SeatsApi.filter(kind, source);
        write(
                "seat-findings",
                filter.source() == null ? "" : filter.source().value(),
                caller,
                response,
                List.of("finding", "tool", "plan", "kind", "person", "source", "account", "grant"),
                (at, limit) -> findings.list(filter, at, limit),
                SeatsExport::cells);
    }

    private <T> void write(
            String what,
            String source,
            SignedIn caller,
            HttpServletResponse response,
            List<String> headings,
            Page.Pieces<T> pieces,
            Function<T, List<String>> cells)
            throws IOException {
        Page<T> page = pieces.read(null, Page.MAX_LIMIT);
        journal.record(caller.actor(), "seats.exported", what, Map.of("source", source));
        response.setContentType("text/csv;charset=utf-8");
        response.setHeader(
                "content-disposition", "attachment; filename=\"%s.csv\"".formatted(what));
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        out.write(line(headings));
        while (true) {
            for (T each : page.items()) {
                out.write(line(cells.apply(each)));
            }
            if (page.next() == null) {
                break;
            }
            page = pieces.read(page.next(), Page.MAX_LIMIT);
        }
        out.flush();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static List<String> cells(Seat seat) {
        return List.of(
                seat.source().value(),
                seat.tool().value(),
                seat.account(),
                seat.kind().written(),
                text(seat.address()),
                text(seat.name()),
                text(seat.plan()),
                text(seat.lastActivity()),
                text(seat.state()),
                seat.live() ? "yes" : "no",
                seat.shownSince().toString(),
                text(seat.owner()),
                seat.rule().written());
    }

    private static List<String> cells(SeatFinding finding) {
        SeatsJson.FindingJson json = SeatsJson.FindingJson.of(finding);
        return List.of(
                json.kind(),
                json.tool(),
                text(json.plan()),
                json.access(),
                text(json.person()),
                json.seat() == null ? "" : json.seat().source(),
                json.seat() == null ? "" : json.seat().account(),
                text(json.grant()));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
