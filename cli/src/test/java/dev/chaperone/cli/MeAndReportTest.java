// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class MeAndReportTest {
    private static final String ME = "/api/v1/me";
    private static final String INCIDENTS = "/api/v1/incidents";

    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private void duties(String duties) {
        workspace.answers(
                ME,
                200,
                "{\"id\":\"p\",\"name\":\"Ada\",\"role\":\"developer\",\"duties\":" + duties + "}");
    }

    @Test
    void saysWhatIsToBeDoneWhereAndUntilWhen() {
        duties(
                """
                [{"kind":"sign","about":"a","title":"Sign","because":"it has changed",
                  "due":"2026-12-01T00:00:00Z","overdue":false,"url":"http://c/acceptable-use"}]
                """);
        Ran ran = Ran.of("me", "--data", data.path());
        assertThat(ran.out())
                .contains("Ada, developer")
                .contains("until 2026-12-01T00:00:00Z: Sign, because it has changed")
                .contains("http://c/acceptable-use");
        assertThat(ran.code()).isZero();
    }

    @Test
    void failsForScriptsWhenSomethingIsLate() {
        duties(
                """
                [{"kind":"sign","about":"a","title":"Sign","because":"it has changed",
                  "due":"2026-10-01T00:00:00Z","overdue":true,"url":"http://c/acceptable-use"}]
                """);
        Ran ran = Ran.of("me", "--data", data.path());
        assertThat(ran.out()).contains("since 2026-10-01");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void saysThatNothingIsAsked() {
        duties("[]");
        assertThat(Ran.of("me", "--data", data.path()).out()).contains("Nothing is asked of you.");
    }

    @Test
    void reportsWithTheLastRequestAndWithoutAnyId() {
        workspace.answers(
                INCIDENTS,
                201,
                "{\"id\":\"incident_1\",\"number\":7,\"decideBy\":\"2026-12-03T00:00:00Z\"}");
        Ran ran = Ran.of("report", "I pasted a dump.", "--data", data.path());
        assertThat(ran.out())
                .isEqualTo(
                        "Incident 7 is open. It has to be decided by 2026-12-03T00:00:00Z whom to"
                                + " tell.\n");
        assertThat(ran.err()).contains("delete nothing");
        assertThat(workspace.asked().getFirst().body())
                .isEqualTo("{\"description\":\"I pasted a dump.\",\"last\":1}");
    }
}
