// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.sources.Overview;
import dev.chaperone.workspace.sources.Sources;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// The page about the ways in by which assistants report of themselves.
@Controller
class SourcesController {
    private final Sources sources;
    private final Reads reads;
    private final Directory directory;
    private final Rows rows;
    private final Place place;

    SourcesController(Workspace workspace, Directory directory, Rows rows, Place place) {
        this.sources = workspace.sources();
        this.reads = workspace.reads();
        this.directory = directory;
        this.rows = rows;
        this.place = place;
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/sources")
    String show(SignedIn caller, Model model) {
        reads.sources(caller.actor());
        Overview overview = sources.overview();
        SourcesView.Names names =
                new SourcesView.Names(
                        directory.names(SourcesView.people(overview)), rows::toolName);
        model.addAttribute("page", SourcesView.of(overview, names, place.gateway()));
        return "sources";
    }
}
