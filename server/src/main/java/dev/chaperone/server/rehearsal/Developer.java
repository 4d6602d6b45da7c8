// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server.rehearsal;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/// Works with an assistant: a conversation grows to 100 KB, then another one begins. Now and then a
/// secret is in it.
final class Developer {
    private static final int CONVERSATION = 100 * 1024;
    private static final String CODE =
            """
            public final class OrderService {
                public Order place(Cart cart, Customer customer) {
                    if (cart.isEmpty()) { throw new IllegalArgumentException("empty: " + cart.id()); }
                    return repository.save(new Order(customer.id(), cart.total(), Instant.now())); // €
                }
            }
            """;

    private final Rehearsal.Door door;

    Developer(Rehearsal.Door door) {
        this.door = door;
    }

    /// Works on one conversation after another.
    ///
    /// @param end by the clock of `System.nanoTime`
    long work(long end) throws IOException, InterruptedException {
        try (Client client = new Client()) {
            String token = ownToken(client);
            while (System.nanoTime() < end) {
                StringBuilder conversation = new StringBuilder(message("user", "Begin.\n" + CODE));
                for (int turn = 0; conversation.length() < CONVERSATION; turn++) {
                    conversation
                            .append(',')
                            .append(message("assistant", "I read it.\n" + CODE.repeat(4)))
                            .append(',')
                            .append(message("user", "Step " + turn + ":\n" + CODE.repeat(6)));
                    ask(client, token, 200, "/v1/messages", conversation.toString(), true);
                    String small = message("user", "Give step " + turn + " a name.");
                    ask(client, token, 200, "/v1/messages", small, false);
                    ask(client, token, 200, "/v1/chat/completions", small, turn % 2 == 0);
                }
                String secret = message("user", "Is AKIAIOSFODNN7EXAMPLE a good key?");
                ask(client, token, 451, "/v1/messages", secret, true);
            }
            return client.answers();
        }
    }

    private String ownToken(Client client) throws IOException, InterruptedException {
        JsonMapper json = JsonMapper.shared();
        String bearer = "Bearer " + door.adminToken();
        String people = door.workspace() + "/api/v1/people";
        JsonNode first =
                json.readTree(
                                client.expect(
                                        200,
                                        Client.to(people).header("authorization", bearer).GET()))
                        .path("items")
                        .path(0);
        String wanted =
                json.writeValueAsString(
                        Map.of(
                                "person", first.path("email").asString(),
                                "name", "rehearsal",
                                "kind", "gateway"));
        String made =
                client.expect(
                        201,
                        Client.to(door.workspace() + "/api/v1/tokens")
                                .header("authorization", bearer)
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(wanted)));
        return json.readTree(made).path("token").asString();
    }

    private static String message(String role, String text) {
        return JsonMapper.shared().writeValueAsString(Map.of("role", role, "content", text));
    }

    private void ask(
            Client client, String token, int status, String path, String messages, boolean stream)
            throws IOException, InterruptedException {
        String body =
                "{\"model\":\"demo\",\"max_tokens\":100,\"stream\":%s,\"messages\":[%s]}"
                        .formatted(stream, messages);
        client.expect(
                status,
                Client.to(door.gateway() + path)
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/json")
                        .header("user-agent", "claude-cli/2.1.330 (external, cli)")
                        .header("x-chaperone-repository", "northwind/shop")
                        .POST(BodyPublishers.ofString(body)));
    }
}
