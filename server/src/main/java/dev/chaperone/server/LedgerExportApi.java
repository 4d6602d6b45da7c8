// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.exports.Emails;
import dev.chaperone.exports.Format;
import dev.chaperone.exports.PeriodExport;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// Entries of a period, for other systems and for auditors.
@RestController
class LedgerExportApi {
    /// Of how many rows the export is, so that whoever has fewer knows.
    static final String ROWS = "chaperone-rows";

    private static final int BUFFER = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Ledger ledger;
    private final Journal journal;
    private final String origin;

    LedgerExportApi(Ledger ledger, Journal journal, Outlets outlets) {
        this.ledger = ledger;
        this.journal = journal;
        this.origin = outlets.origin();
    }

    @Operation(
            description =
                    "Every entry of a period, by the time the entry states: one line each, in the"
                            + " order of the ledger. Complete, or the connection breaks off: compare"
                            + " the number of lines with the header chaperone-rows. The export is"
                            + " itself recorded before its first byte.")
    @ApiResponse(
            responseCode = "200",
            description = "the events",
            headers =
                    @Header(
                            name = ROWS,
                            description = "number of events; CSV has its header line besides",
                            schema = @Schema(type = "integer")),
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    @Needs(Permission.READ_LEDGER)
    @GetMapping("/api/v1/ledger/export")
    void export(
            @Parameter(description = "the first moment: a time, or a day in UTC") @RequestParam
                    String from,
            @Parameter(description = "the moment after the last") @RequestParam String to,
            @Parameter(description = "ocsf, cef, jsonl or csv") @RequestParam String format,
            @Parameter(description = "whether CSV begins with a byte order mark, for spreadsheets")
                    @RequestParam(defaultValue = "false")
                    boolean bom,
            SignedIn caller,
            HttpServletResponse response)
            throws IOException {
        Instant first = moment("from", from);
        Instant end = moment("to", to);
        if (!first.isBefore(end)) {
            throw RejectedException.invalid("from is not before to: the period would be empty.");
        }
        Format chosen = format(format);
        PeriodExport export = PeriodExport.find(ledger, origin, first, end);
        journal.record(
                caller.actor(),
                "ledger.exported",
                "ledger",
                Map.of(
                        "from",
                        first.toString(),
                        "to",
                        end.toString(),
                        "format",
                        chosen.name(),
                        "rows",
                        Long.toString(export.rows()),
                        "size",
                        Long.toString(export.ledgerSize())));
        response.setContentType(chosen.mediaType());
        response.setHeader(ROWS, Long.toString(export.rows()));
        response.setHeader("content-disposition", attachment(first, end, chosen));
        // From here on nothing but the whole may follow: see Faults.
        response.flushBuffer();
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
        if (bom && chosen.name().equals("csv")) {
            out.write(BYTE_ORDER_MARK);
        }
        export.write(chosen, out);
        out.flush();
    }

    private static Instant moment(String name, String written) {
        Instant moment = Given.moment(name, written);
        if (moment == null) {
            throw RejectedException.invalid("The parameter '" + name + "' is empty.");
        }
        return moment;
    }

    private static Format format(String name) {
        Format format = Format.named(name, Emails.NONE);
        if (format == null) {
            throw RejectedException.invalid(
                    "format is '" + name + "', not ocsf, cef, jsonl or csv.");
        }
        return format;
    }

    /// Start inclusive, end exclusive, nothing that a caller wrote.
    private static String attachment(Instant from, Instant to, Format format) {
        String extension = format.name().equals("csv") ? "csv" : format.isJson() ? "jsonl" : "cef";
        return "attachment; filename=\"ledger-%s_%s--%s.%s\""
                .formatted(format.name(), NAME.format(from), NAME.format(to), extension);
    }
}
