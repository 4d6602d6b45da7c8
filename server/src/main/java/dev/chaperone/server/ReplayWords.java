// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Replayed;
import dev.chaperone.workspace.replays.NewReplay;

import org.springframework.web.util.UriComponentsBuilder;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What has to be said beside the figures of a replay, and where they are confirmed.
final class ReplayWords {
    private ReplayWords() {}

    /// What the figures take for granted.
    static List<String> notes(Replayed result) {
        List<String> notes =
                new ArrayList<>(
                        List.of(
                                "Gates (signature, training, checklist) are left out: they are about"
                                        + " people and their day, not about traffic.",
                                "Teams and countries are those of now; exceptions are those that"
                                        + " held at the time of each request.",
                                "Findings are those of then: no text is kept, so nothing is searched"
                                        + " again. What would have been taken out is taken to be"
                                        + " possible to take out.",
                                "Answers are not replayed, but for those that hooks told of.",
                                "Figures are the database's, which is compared with the ledger in"
                                        + " the background: see the start page."));
        for (Replayed.Unsearched each : result.unsearched()) {
            notes.add(
                    "The phrases of '%s' were not looked for in %s: what it decides is at least what is told here."
                            .formatted(
                                    each.rule(),
                                    Words.count(each.requests(), "request", "requests")));
        }
        return notes;
    }

    /// The search of the recorded requests of the period that finds what was counted.
    ///
    /// @param path of the page or of the API
    static String search(String path, NewReplay wanted, String name, String value) {
        return UriComponentsBuilder.fromPath(path)
                .queryParam(name, "{value}")
                .queryParam("from", "{from}")
                .queryParam("to", "{to}")
                .encode()
                .buildAndExpand(value, utc(wanted.since()), utc(wanted.until()))
                .toUriString();
    }

    /// As the fields of a browser want it: without an offset, which means UTC here.
    private static LocalDateTime utc(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
