// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.HashMap;
import java.util.Map;

/// What somebody sends who wants to have more than they were given: each would take effect if
/// whoever sends it had the permission.
final class Sent {
    /// To the API, by route.
    static final Map<String, String> BODIES =
            Map.of(
                    "POST /api/v1/people",
                    """
                    {"email":"mallory@northwind.example","name":"Mallory","role":"administrator"}\
                    """,
                    "PATCH /api/v1/people/{id}",
                    """
                    {"role":"administrator","teams":["Security"],"active":true}\
                    """,
                    "POST /api/v1/tokens",
                    """
                    {"person":"grace@northwind.example","name":"mine","kind":"api"}\
                    """,
                    "POST /api/v1/service-tokens",
                    """
                    {"name":"mine","owner":"grace@northwind.example","scopes":["scim","read","export"],\
                    "expires":"2027-01-01T00:00:00Z"}\
                    """,
                    "PATCH /api/v1/service-tokens/{id}",
                    "{\"owner\":\"ada@northwind.example\"}",
                    "POST /api/v1/policies",
                    "apiVersion: chaperone.dev/v1\n",
                    "POST /api/v1/acknowledgments/demands",
                    "{\"person\":\"grace@northwind.example\",\"reason\":\"because I say so\"}",
                    "POST /api/v1/training/retrainings",
                    "{\"person\":\"grace@northwind.example\",\"course\":\"ai-coding-safely\"}",
                    "POST /api/v1/cases",
                    "{\"person\":\"grace@northwind.example\",\"rules\":[],\"interactions\":[],"
                            + "\"note\":\"It was her.\"}");

    /// By a form of the pages: the fields of all of them together.
    static final Map<String, String> FORM = form();

    private Sent() {}

    private static Map<String, String> form() {
        Map<String, String> form = new HashMap<>();
        form.put("email", "mallory@northwind.example");
        form.put("role", "administrator");
        form.put("person", "grace@northwind.example");
        form.put("teams", "Security");
        form.put("country", "DE");
        form.put("name", "Mallory");
        form.put("days", "0");
        form.put("reason", "Because it would be convenient.");
        form.put("note", "Because it would be convenient.");
        form.put("scope", "everything");
        form.put("findings", "nothing");
        form.put("description", "Something was sent.");
        form.put("noticed", "");
        form.put("tool", "claude-code");
        form.put("plan", "api");
        form.put("until", "2027-01-01");
        form.put("review", "2027-01-01");
        form.put("text", "apiVersion: chaperone.dev/v1\n");
        return form;
    }
}
