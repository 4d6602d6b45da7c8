// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the page about the detectors says of the company's own.
final class OwnSecretsPageTest {
    private static final DetectorsView NOTHING_ELSE =
            DetectorsView.of(List.of(), List.of(), Instant.parse("2026-11-30T12:00:00Z"), "", null);

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void namesSecretsWithTheirKindAndDateAndThePhrases() {
        OwnSecretsView.Row row =
                new OwnSecretsView.Row(
                        "shop.<b>", "canary", Moment.of(NOON, NOON), "the administrator token");

        String page = page(own(List.of(row), List.of("Inner <i>circle")));

        assertThat(page)
                .contains("shop.&lt;b&gt;", "canary", "by the administrator token")
                .contains("Inner &lt;i&gt;circle")
                .doesNotContain("secrets add .env");
    }

    @Test
    void teachesBothCommandsWhereThereIsNone() {
        assertThat(page(own(List.of(), List.of())))
                .contains("./chaperone secrets add .env --prefix shop. --data x")
                .contains("./chaperone secrets canary backup-server --data x");
    }

    @Test
    void saysNothingOfThemToWhomTheyDoNotConcern() {
        Map<String, Object> model = new HashMap<>();
        model.put("detectors", NOTHING_ELSE);

        assertThat(Rendering.of("detectors", Shell.STRANGER, model))
                .doesNotContain("The company’s own");
    }

    private static OwnSecretsView own(List<OwnSecretsView.Row> rows, List<String> phrases) {
        return new OwnSecretsView(
                "1 secret",
                rows,
                phrases,
                CommandLines.addSecrets(" --data x"),
                CommandLines.makeCanary(" --data x"));
    }

    private static String page(OwnSecretsView own) {
        return Rendering.of(
                "detectors", Shell.STRANGER, Map.of("detectors", NOTHING_ELSE, "own", own));
    }
}
