// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// MCP servers that a prompt offers to the model are in its record, once an hour and session.
@Timeout(60)
class OfferedServersTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private final TestSite site = TestSite.setup().start();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/messages | {\"tools\":[{\"name\":\"Bash\"},{\"name\":\"mcp__git-hub__search\",\"description\":\"x\"}]}",
                "/v1/messages | {\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://x.example\",\"name\":\"git-hub\"}]}",
                "/v1/messages | {\"tools\":[{\"type\":\"mcp_toolset\",\"mcp_server_name\":\"git-hub\"}]}",
                "/model/claude-x/invoke | {\"tools\":[{\"input_schema\":{\"name\":{}},\"name\":\"mcp__git-hub__a__b\"}]}",
                "/v1/chat/completions | {\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"mcp__git-hub__search\"}}]}",
                "/v1/responses | {\"tools\":[{\"type\":\"mcp\",\"server_label\":\"git-hub\",\"server_url\":\"https://x.example\"}]}",
                "/v1/responses | {\"tools\":[{\"type\":\"namespace\",\"name\":\"mcp__git-hub\",\"tools\":[{\"name\":\"search\"}]}]}",
                "/v1beta/models/g:generateContent | {\"tools\":[{\"functionDeclarations\":[{\"name\":\"ls\"},{\"name\":\"mcp_git-hub_search\"}]}]}"
            })
    void areReadOutOfTheListOfTools(String path, String body) throws Exception {
        assertThat(offered(path, body)).containsExactly("git-hub");
    }

    @Test
    void areNotTakenFromWhatPeopleWrite() throws Exception {
        String text =
                "{\"messages\":[{\"role\":\"user\",\"name\":\"mcp__git-hub__search\",\"content\":\"mcp__git-hub__search\"}]}";

        assertThat(offered("/v1/messages", text)).isEmpty();
    }

    @Test
    void areNotRecordedAgainInTheSameSession() throws Exception {
        String body = "{" + HELLO + "," + tool("mcp__git-hub__search") + "}";
        for (String session : List.of("session-1", "session-1", "session-2")) {
            site.send(site.post("/v1/messages", body).header("x-session-id", session));
        }

        assertThat(site.ledger().await(6))
                .filteredOn(event -> event instanceof Event.Intent)
                .extracting(event -> ((Event.Intent) event).reported() != null)
                .containsExactly(true, false, true);
    }

    @Test
    void areNamedOnlyIfTheyAreNamesAndNotWithoutEnd() throws Exception {
        String odd = "{" + HELLO + "," + tool("mcp__anna@northwind.example__x") + "}";
        assertThat(offered("/v1/messages", odd)).containsExactly("unreadable");

        String many =
                IntStream.range(0, 300)
                        .mapToObj(i -> "{\"name\":\"mcp__s" + i + "__x\"}")
                        .collect(Collectors.joining(",", "{\"tools\":[", "]}"));
        assertThat(offered("/v1/messages", many)).hasSize(50);
    }

    private static String tool(String name) {
        String description = "A tool of some length. ".repeat(20);
        return "\"tools\":[{\"name\":\"" + name + "\",\"description\":\"" + description + "\"}]";
    }

    private List<String> offered(String path, String body) throws Exception {
        int before = Math.toIntExact(site.ledger().size());
        assertThat(site.send(site.post(path, body)).statusCode()).isEqualTo(200);
        Event.Intent intent = (Event.Intent) site.ledger().await(before + 1).get(before);
        site.ledger().await(before + 2);
        return intent.reported() == null ? List.of() : intent.reported().mcp();
    }
}
