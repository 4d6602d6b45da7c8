// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class WorkplaceTest {
    private static final String COMMIT = "12db48643602b82813efee41cb7ed2e20c7f390a";
    private static final Workplace SHOP =
            new Workplace("shop", "https://github.com/acme/shop", COMMIT);

    @Test
    void isWhatOurForwarderTells() {
        Map<String, String> headers =
                Map.of(
                        "x-chaperone-repository",
                        "https://ada:token@github.com/acme/shop.git",
                        "x-chaperone-commit",
                        COMMIT);

        Workplace told = Workplace.told(headers::get);

        assertThat(told.commit()).isEqualTo(COMMIT);
        assertThat(told.name()).contains("github.com/acme/shop").doesNotContain("ada", "token");
    }

    @Test
    void isWhatCodexTellsOfATurn() {
        Map<String, String> headers =
                Map.of(
                        "x-codex-turn-metadata",
                        """
                        {"turn_id":"t","workspaces":{"/home/dev/code":{"associated_remote_urls":
                        {"upstream":"https://github.com/other/shop","origin":"git@github.com:acme/shop"},
                        "latest_git_commit_hash":"%s","has_changes":false},"/home/dev/two":{}}}
                        """
                                .formatted(COMMIT));

        assertThat(Workplace.told(headers::get))
                .isEqualTo(
                        new Workplace(
                                "code", RepositoryName.of("git@github.com:acme/shop"), COMMIT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"workspaces\":7}",
                "{\"workspaces\":{}}",
                "{\"workspaces\":{\"/home/dev\":{\"latest_git_commit_hash\":\"HEAD\"}}}"
            })
    void isUnknownWhereNothingIsTold(String metadata) {
        Map<String, String> headers =
                Map.of("x-codex-turn-metadata", metadata, "x-chaperone-commit", "main");

        assertThat(Workplace.told(headers::get)).isEqualTo(Workplace.UNKNOWN);
        assertThat(Workplace.UNKNOWN.name()).isNull();
    }

    @Test
    void takesFromAnotherWordOnlyWhatIsOfTheSamePlace() {
        assertThat(new Workplace("shop", null, null).or(SHOP)).isEqualTo(SHOP);
        assertThat(Workplace.UNKNOWN.or(SHOP)).isEqualTo(SHOP);
        assertThat(SHOP.or(new Workplace(null, null, "other"))).isEqualTo(SHOP);

        Workplace elsewhere = new Workplace("docs", null, null);
        assertThat(elsewhere.or(SHOP)).isEqualTo(elsewhere);
        Workplace other = new Workplace(null, "acme/other", null);
        assertThat(other.or(SHOP)).isEqualTo(other);
    }
}
