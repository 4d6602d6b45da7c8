// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Scope;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import java.io.IOException;
import java.time.Instant;

/// The page on which somebody sees what is recorded about them, and who looked at it. It shows the
/// reader and nobody else.
@Controller
class MeController {
    static final String PATH = "/me";

    private static final int NEWEST = 10;
    private static final int LOOKS = 25;

    private final Workspace workspace;
    private final MyRecords records;
    private final MyDownload download;
    private final Rows rows;

    MeController(Workspace workspace, MyRecords records, Directory directory, Rows rows) {
        this.workspace = workspace;
        this.records = records;
        this.download = new MyDownload(records, workspace.interactions(), directory);
        this.rows = rows;
    }

    /// @param looks where the list of looks at the reader goes on; null at its begin
    /// @param wide the same of looks at everybody
    @Needs(Permission.ENTER)
    @GetMapping(PATH)
    String show(
            @RequestParam(required = false) @Nullable String looks,
            @RequestParam(required = false) @Nullable String wide,
            SignedIn caller,
            Model model) {
        model.addAttribute("me", caller.person() == null ? null : view(caller, looks, wide));
        return "me";
    }

    private MeView view(SignedIn caller, @Nullable String looks, @Nullable String wide) {
        Instant now = workspace.clock().instant();
        PersonId self = caller.themselves().person();
        return MeView.of(
                records.of(caller),
                new MeView.Lists(
                        records.looks(caller, true, looks, LOOKS),
                        records.looks(caller, false, wide, LOOKS),
                        rows.of(
                                workspace
                                        .interactions()
                                        .list(Scope.only(self), Filter.NONE, null, NEWEST)
                                        .items(),
                                now),
                        looks != null || wide != null),
                rows,
                now);
    }

    @Needs(Permission.ENTER)
    @GetMapping(PATH + "/record.{format:json|csv}")
    void download(@PathVariable String format, SignedIn caller, HttpServletResponse response)
            throws IOException {
        MyRecordApi.send(download, format, caller, response);
    }
}
