// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PersonAddTest {
    private static final String PEOPLE = "/api/v1/people";

    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        workspace.answers(PEOPLE, 201, "{\"id\":\"per_1\",\"email\":\"zoe@northwind.example\"}");
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private Ran add(String... more) {
        List<String> words = new ArrayList<>(List.of("person", "add", "--data", data.path()));
        words.addAll(List.of("--email", "zoe@northwind.example", "--name", "Zoë \"Z\" Ek"));
        words.addAll(List.of(more));
        return Ran.of(words.toArray(String[]::new));
    }

    @Test
    void printsTheNewIdAndTheNextStep() {
        Ran ran = add("--team", "shop", "--team", "payments", "--role", "auditor");
        assertThat(ran.out()).isEqualTo("per_1\n");
        assertThat(ran.err())
                .contains("./chaperone token create --person zoe@northwind.example --name laptop");
        assertThat(ran.code()).isZero();
        assertThat(workspace.asked().getFirst().body())
                .isEqualTo(
                        """
                        {"email":"zoe@northwind.example","name":"Zoë \\"Z\\" Ek",\
                        "teams":["shop","payments"],"role":"auditor"}\
                        """);
    }

    @Test
    void makesADeveloperWhenNothingElseIsSaid() {
        assertThat(add("--json").out()).startsWith("{\"id\":\"per_1\",");
        assertThat(workspace.asked().getFirst().body())
                .endsWith("\"teams\":[],\"role\":\"developer\"}");
    }

    @Test
    void saysThatTheAddressIsTaken() {
        workspace.refuses(PEOPLE, 409, "There already is a person with this address.");
        Ran ran = add();
        assertThat(ran.err()).contains("There already is a person with this address.");
        assertThat(ran.code()).isEqualTo(2);
    }

    @Test
    void refusesARoleThatThereIsNot() {
        Ran ran = add("--role", "boss");
        assertThat(ran.err()).contains("--role is 'boss', not one of administrator, approver");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(workspace.asked()).isEmpty();
    }
}
