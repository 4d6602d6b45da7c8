// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.tokens.LastUse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

@Timeout(60)
class TokenUsesTest {
    private static final PersonId ADA = PersonId.next();
    private static final String UNUSED = "token_00000000000000000000000000";

    @TempDir Path directory;

    private Site site;
    private TestWorkspace workspace;
    private Projection projection;
    private TokenUses uses;
    private String used;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(directory);
        workspace = site.workspace();
        Requests first = Requests.by(ADA);
        used = "token_of_the_person";
        Requests.append(workspace.ledger(), first.intent());
        Requests.append(
                workspace.ledger(),
                Requests.by(ADA).at(TestWorkspace.NOON.plus(Duration.ofHours(2))).intent());
        projection = site.start();
        site.await(projection);
        uses = new TokenUses(workspace.ledger(), workspace.database(), projection);
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void isTheNewestRequestOfTheLedgerAndNeverWhereThereIsNone() {
        assertThat(uses.of(List.of(used, UNUSED)))
                .isEqualTo(
                        Map.of(
                                used,
                                new LastUse.At(TestWorkspace.NOON.plus(Duration.ofHours(2))),
                                UNUSED,
                                new LastUse.Never()));
        assertThat(uses.of(List.of())).isEmpty();
    }

    @Test
    void isNotWhatSomebodyWroteIntoTheDatabase() {
        workspace
                .test()
                .jdbc()
                .sql("UPDATE interaction SET token = ?, at = at + interval '1 day'")
                .param(UNUSED)
                .update();
        assertThat(uses.of(List.of(UNUSED)).get(UNUSED)).isInstanceOf(LastUse.Unknown.class);
    }
}
