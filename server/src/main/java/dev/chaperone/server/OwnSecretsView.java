// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.secrets.ListedSecret;
import dev.chaperone.workspace.secrets.ListedSecrets;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a company has of its own among the detectors: its secrets, by name, and its phrases.
///
/// @param summary how many there are and how many are shown
/// @param phrases of the policy in force
/// @param addLine a command for copying
/// @param canaryLine another
record OwnSecretsView(
        String summary, List<Row> rows, List<String> phrases, String addLine, String canaryLine) {
    private static final int MOST_ROWS = 100;

    OwnSecretsView {
        rows = List.copyOf(rows);
        phrases = List.copyOf(phrases);
    }

    /// A secret.
    record Row(String name, String kind, Moment added, String addedBy) {}

    /// What surrounds the list.
    ///
    /// @param dataOption as [Place#dataOption()]
    record Frame(List<String> phrases, String dataOption, Instant now) {}

    static OwnSecretsView of(ListedSecrets secrets, Directory directory, Frame frame) {
        Page<ListedSecret> page = secrets.list(null, MOST_ROWS);
        String more = page.next() == null ? "" : ", the newest %d are shown".formatted(MOST_ROWS);
        return new OwnSecretsView(
                Words.count(secrets.count(), "secret", "secrets") + more,
                page.items().stream().map(each -> row(each, directory, frame.now())).toList(),
                frame.phrases(),
                CommandLines.addSecrets(frame.dataOption()),
                CommandLines.makeCanary(frame.dataOption()));
    }

    private static Row row(ListedSecret secret, Directory directory, Instant now) {
        return new Row(
                secret.name(),
                secret.kind().written(),
                Moment.of(secret.addedAt(), now),
                by(secret.addedBy(), directory));
    }

    private static String by(String actor, Directory directory) {
        return switch (actor) {
            case "admin-token" -> "the administrator token";
            case "system" -> "Chaperone";
            default -> {
                PersonId person = new PersonId(actor);
                yield directory.names(Set.of(person)).shown(person);
            }
        };
    }
}
