// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server.rehearsal;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An administrator who looks at pages, and a program that asks the API.
final class Visitor {
    private static final List<String> PLACES =
            List.of(
                    "/",
                    "/activity",
                    "/activity/rows",
                    "/people",
                    "/policy",
                    "/api/v1/interactions",
                    "/api/v1/checks",
                    "/health");
    private static final Pattern FORGERY_PROOF =
            Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final Rehearsal.Door door;

    Visitor(Rehearsal.Door door) {
        this.door = door;
    }

    /// Looks at everything again and again.
    ///
    /// @param end by the clock of `System.nanoTime`
    long lookAround(long end) throws IOException, InterruptedException {
        try (Client client = new Client()) {
            signIn(client);
            while (System.nanoTime() < end) {
                for (String place : PLACES) {
                    HttpRequest.Builder asked = Client.to(door.workspace() + place);
                    if (place.startsWith("/api/")) {
                        asked.header("authorization", "Bearer " + door.adminToken());
                    }
                    client.expect(200, asked.GET());
                }
            }
            return client.answers();
        }
    }

    private void signIn(Client client) throws IOException, InterruptedException {
        String page = door.workspace() + "/sign-in";
        Matcher proof = FORGERY_PROOF.matcher(client.expect(200, Client.to(page).GET()));
        if (!proof.find()) {
            throw new IOException("the sign-in page has no form");
        }
        String form = "token=" + encoded(door.adminToken()) + "&_csrf=" + encoded(proof.group(1));
        client.expect(
                200,
                Client.to(page)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
