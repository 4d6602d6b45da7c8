// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;

import io.swagger.v3.oas.annotations.Parameter;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/// What is recorded about the caller, and who looked at it. There is no way to ask for somebody
/// else's.
@RestController
class MyRecordApi {
    private static final int LIMIT = 50;

    private final MyRecords records;
    private final MyDownload download;

    MyRecordApi(MyRecords records, Workspace workspace, Directory directory) {
        this.records = records;
        this.download = new MyDownload(records, workspace.interactions(), directory);
    }

    @Needs(Permission.ENTER)
    @GetMapping("/api/v1/me/record")
    MyRecordJson record(SignedIn caller) {
        return records.of(caller);
    }

    /// Who looked at the caller's requests, captured texts and person, the newest first.
    @Needs(Permission.ENTER)
    @GetMapping("/api/v1/me/looks")
    MyRecords.LooksJson looks(
            @Parameter(
                            description =
                                    "me: looks whose entry names you; everybody: those at the record"
                                            + " of all people, and older ones that do not say whose")
                    @RequestParam(defaultValue = "me")
                    String at,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            SignedIn caller) {
        return records.looks(
                caller, named(at), cursor, limit == null ? LIMIT : Given.number("limit", limit));
    }

    private static boolean named(String at) {
        return switch (at) {
            case "me" -> true;
            case "everybody" -> false;
            default -> throw RejectedException.invalid("at is '" + at + "', not me or everybody.");
        };
    }

    /// All of it as one file.
    @Needs(Permission.ENTER)
    @GetMapping("/api/v1/me/record/download")
    void download(
            @Parameter(description = "json or csv") @RequestParam(defaultValue = "json")
                    String format,
            SignedIn caller,
            HttpServletResponse response)
            throws IOException {
        send(download, format, caller, response);
    }

    static void send(
            MyDownload download, String format, SignedIn caller, HttpServletResponse response)
            throws IOException {
        caller.themselves();
        response.setHeader(
                "content-disposition", "attachment; filename=\"about-me." + format + "\"");
        response.setHeader("cache-control", "no-store");
        switch (format) {
            case "json" -> {
                response.setContentType("application/json");
                download.writeJson(caller, response.getOutputStream());
            }
            case "csv" -> {
                response.setContentType("text/csv;charset=UTF-8");
                download.writeCsv(caller, response.getOutputStream());
            }
            default -> {
                response.reset();
                throw RejectedException.invalid("format is '" + format + "', not json or csv.");
            }
        }
    }
}
