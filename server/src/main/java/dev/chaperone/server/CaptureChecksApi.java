// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Check;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.List;

/// Reads all captured content, without showing it to anybody, and names what is damaged.
@RestController
class CaptureChecksApi {
    private final Captures captures;

    CaptureChecksApi(Workspace workspace) {
        this.captures = workspace.content().store();
    }

    /// What was found.
    ///
    /// @param drawers files that were read
    /// @param bodies prompts and answers in them
    /// @param damages each with its file, offset and interaction
    /// @param unfinished ends of files that a stop in the middle of a write left; nothing that was
    ///   promised is in them
    record Checked(long drawers, long bodies, List<String> damages, List<String> unfinished) {}

    @Needs(Permission.READ_CAPTURES)
    @PostMapping("/api/v1/capture-checks")
    Checked check() throws IOException {
        Check check = captures.fsck();
        return new Checked(
                check.drawers(),
                check.bodies(),
                check.damages().stream().map(Object::toString).toList(),
                check.unfinished().stream().map(Object::toString).toList());
    }
}
