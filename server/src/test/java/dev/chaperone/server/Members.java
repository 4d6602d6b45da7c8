// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.people.Role;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;

/// People of a running product, one of each role and more, with accounts of their own.
final class Members {
    static final String PASSWORD = "grey kettle on the roof";

    private final RunningDemo site;

    Members(RunningDemo site) {
        this.site = site;
    }

    /// Adds somebody; their id.
    String person(String name, Role role) throws Exception {
        HttpResponse<String> made =
                site.post(
                        "/api/v1/people",
                        site.adminToken(),
                        "{\"email\":\"%s@northwind.example\",\"name\":\"%s\",\"role\":\"%s\"}"
                                .formatted(name, "Person " + name, role.written()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return RunningDemo.JSON.readTree(made.body()).path("id").asString();
    }

    /// The id of the person whom [RunningDemo#apiToken] makes for a role.
    String id(Role role) {
        return site.instance()
                .workspace()
                .people()
                .find(RunningDemo.email(role))
                .orElseThrow()
                .id()
                .value();
    }

    /// A browser in which the person of a role has just signed in.
    FormBrowser signedIn(Role role) throws Exception {
        return signedIn(id(role));
    }

    /// A browser in which somebody has just set up their account.
    FormBrowser signedIn(String person) throws Exception {
        String link = link(person);
        FormBrowser browser = new FormBrowser(site.url());
        Device device = Device.on(browser.open(link).body());
        HttpResponse<String> account =
                browser.submit(
                        link,
                        Map.of("password", PASSWORD, "repeated", PASSWORD, "code", device.code()));
        assertThat(account.uri().getPath()).isEqualTo("/account");
        return browser;
    }

    /// The path of an invitation.
    String link(String person) throws Exception {
        HttpResponse<String> made =
                site.post("/api/v1/people/" + person + "/invitations", site.adminToken(), "{}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return URI.create(RunningDemo.JSON.readTree(made.body()).path("link").asString()).getPath();
    }
}
