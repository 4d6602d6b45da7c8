// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class CapturesCheckTest {
    private static final String CHECKS = "/api/v1/capture-checks";

    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        found("", "");
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private void found(String damages, String unfinished) {
        workspace.answers(
                CHECKS,
                200,
                """
                {"drawers":2,"bodies":7,"damages":[%s],"unfinished":[%s]}\
                """
                        .formatted(damages, unfinished));
    }

    private Ran check(String... more) {
        String[] words = new String[4 + more.length];
        System.arraycopy(new String[] {"captures", "check", "--data", data.path()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Ran.of(words);
    }

    @Test
    void isFineWhenNothingIsDamaged() {
        found("", "\"a.drawer, offset 9: a write was cut off\"");
        Ran ran = check();
        assertThat(ran.out())
                .contains("unfinished: a.drawer, offset 9")
                .contains("7 prompts and answers in 2 files are what was kept; 0 damages");
        assertThat(ran.code()).isZero();
        assertThat(workspace.asked().getFirst().method()).isEqualTo("POST");
        assertThat(workspace.asked().getFirst().authorization()).contains(Ran.SECRET);
    }

    @Test
    void namesEachDamageAndSaysWhatToDo() {
        found("\"a.drawer, offset 9, interaction interaction_1: wrong\"", "");
        Ran ran = check();
        assertThat(ran.out()).contains("damaged: a.drawer, offset 9, interaction interaction_1");
        assertThat(ran.err()).contains("Nothing was changed", "backup");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(check("--json").out()).startsWith("{\"drawers\":2,");
        assertThat(check("--json").code()).isEqualTo(1);
    }

    @Test
    void saysThatTheServerHasToRun() {
        workspace.refuses(CHECKS, 403, "READ_CAPTURES is missing.");
        assertThat(check().code()).isEqualTo(1);
        workspace.answers(CHECKS, 200, "{}");
        assertThat(check().code()).isEqualTo(3);
        workspace.close();
        assertThat(check().code()).isEqualTo(3);
        Ran stopped = Ran.of("captures", "check", "--data", folder.resolve("none").toString());
        assertThat(stopped.err()).contains("no server runs");
        assertThat(stopped.code()).isEqualTo(3);
        assertThat(check("--timeout", "-1").code()).isEqualTo(2);
    }
}
