// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chaperone.gateway.Allowance;
import dev.chaperone.gateway.ProxyConfiguration;
import dev.chaperone.gateway.Spending;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.sources.Expected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ConfigurationFileTest {
    @TempDir private Path directory;

    @Test
    void namesAnAuthorityFileThatCanNotVouchForAnything() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "");

        refuses("https://models.example", file, "upstreams[0].ca: " + file + " holds no");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refuses("https://models.example", file, "upstreams[0].ca: " + file + " is not a PEM");
        refuses("https://models.example", directory.resolve("none"), "can not be read");
        refuses("http://models.example", file, "upstreams[0].ca is of use only with an https");
    }

    @Test
    void namesWhatItWouldOtherwiseTakeForSomethingElse() throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "-----BEGIN WAT-----");
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        tls: {cert: %s, key: %s}
                        upstreams:
                          - name: main
                            kind: anthropic
                            base-url: https://models.example
                            pass-through: "yes"
                            serves: {jurisdictions: [Germany]}
                            organizations: company
                          - name: google
                            kind: gemini
                            base-url: https://models.example
                            pass-through: true
                            organizations: [company]
                        """
                                .formatted(garbage, garbage));

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tls.cert: " + garbage)
                .hasMessageContaining("tls.key: " + garbage)
                .hasMessageContaining("pass-through is 'yes', not true or false")
                .hasMessageContaining("[0].organizations is not a list")
                .hasMessageContaining("[0].organizations is of use only with pass-through")
                .hasMessageContaining("kind gemini do not say whose")
                .hasMessageContaining("serves.jurisdictions");
    }

    @Test
    void readsLeadTimesAndChatsWithoutTheirAddress() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        reminders: {lead-days: [14, 3]}
                        chats:
                          - {name: security, credential: {env: CHAT}, events: [dev.chaperone.incident]}
                        """);
        ConfigurationFile.Settings settings =
                ConfigurationFile.read(file, _ -> "https://chat.example/services/hunter2");
        assertThat(settings.leads().days()).containsExactly(14, 3);
        assertThat(settings.channels().listeners("dev.chaperone.incident.closed"))
                .containsExactly("security");
        assertThat(settings.channels().chats("dev.chaperone.notice")).isEmpty();
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void namesWhatIsWrongWithLeadTimesAndChatsAndQuotesNoAddress() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        reminders: {lead-days: [30, 0, soon]}
                        webhooks: []
                        chats:
                          - {name: open, credential: {env: CHAT}}
                          - {name: none}
                          - {name: more, credential: {env: CHAT}, url: "https://chat.example/x"}
                        """);
        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> "http://chat.example/hunter2"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("reminders.lead-days[1] is '0', not a number of days")
                .hasMessageContaining("reminders.lead-days[2] is 'soon', not a number of days")
                .hasMessageContaining("chats[0].credential does not hold an address")
                .hasMessageContaining("chats[1].credential is missing")
                .hasMessageContaining("chats[2]")
                .hasMessageNotContaining("hunter2");
        Files.writeString(file, "reminders: {lead-days: often}\nchats: yes\n");
        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .hasMessageContaining("reminders.lead-days is 'often', not a list")
                .hasMessageContaining("chats must be a list");
    }

    @Test
    void readsLimitsAndPrices() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        limits:
                          - {name: fast, per: person, requests: 60, each: minute}
                          - {name: budget, per: team, teams: [web], spend: 99.5, each: month}
                        prices:
                          currency: EUR
                          models:
                            - {model: "claude-opus*", input: 15, output: 75}
                            - {model: "*", input: 3, output: 15}
                        """);

        Spending spending = ConfigurationFile.read(file, _ -> null).spending();

        assertThat(spending.allowances())
                .extracting(Allowance::name, Allowance::most)
                .containsExactly(tuple("fast", 60L), tuple("budget", 99_500_000L));
        assertThat(spending.prices().models()).hasSize(2);
    }

    @Test
    void namesWhatIsWrongWithLimits() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        limits:
                          - {name: a, per: planet, requests: 60, each: minute}
                          - {name: b, per: person, requests: 0, each: minute}
                          - {name: b, per: person, requests: 6, tokens: 7, each: fortnight}
                          - {name: c, per: person, spend: 10, each: day}
                          - {name: c, per: person, spend: 10, each: day}
                        prices: {currency: EUR, models: [{model: "claude*", input: x, output: 1}]}
                        """);

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("limits[0].per is 'planet', not one of person, team")
                .hasMessageContaining("limits[1].requests is 0, not a number above zero")
                .hasMessageContaining("limits[2] needs one of requests, tokens and spend")
                .hasMessageContaining("limits[2].each is 'fortnight'")
                .hasMessageContaining("two have the name 'c'")
                .hasMessageContaining("needs prices for all models")
                .hasMessageContaining("prices.models[0].input is 'x'");
    }

    @Test
    void saysWhomTelemetryIsExpectedFrom() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        telemetry:
                          expected: [claude-code, codex]
                          gateway-expected: [claude-code]
                          silent-after: 2d
                        """);

        assertThat(ConfigurationFile.read(file, _ -> null).expected())
                .isEqualTo(
                        new Expected(
                                Set.of(new ToolId("claude-code"), new ToolId("codex")),
                                Set.of(new ToolId("claude-code")),
                                Duration.ofDays(2)));

        Files.writeString(
                file,
                """
                telemetry:
                  expected: [claude-cod]
                  gateway-expected: claude-code
                  silent-after: soon
                  gateway: true
                """);
        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .hasMessageContaining("telemetry.expected names 'claude-cod'")
                .hasMessageContaining("telemetry.gateway-expected must be a list")
                .hasMessageContaining("telemetry.silent-after is 'soon'")
                .hasMessageContaining("unknown key 'gateway'");
    }

    @Test
    void readsHowTheForwardProxyWorks() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        proxy:
                          others: refuse
                          ports: [443, 8443]
                          inside: [Git.Northwind.Example]
                          organizations:
                            anthropic: {ids: [org-1, org-2], plan: enterprise}
                          addresses: {api.anthropic.com: "10.1.2.3:8443"}
                        """);

        ProxySettings proxy = ConfigurationFile.read(file, _ -> null).proxy();

        assertThat(proxy.others()).isFalse();
        assertThat(proxy.ports()).containsOnly(443, 8443);
        assertThat(proxy.inside()).containsOnly("git.northwind.example");
        assertThat(proxy.organizations())
                .containsExactly(
                        Map.entry(
                                "anthropic",
                                new ProxyConfiguration.Organizations(
                                        List.of("org-1", "org-2"), new PlanId("enterprise"))));
        assertThat(proxy.addresses())
                .containsExactly(
                        Map.entry(
                                "api.anthropic.com",
                                InetSocketAddress.createUnresolved("10.1.2.3", 8443)));
        assertThat(ProxySettings.DEFAULT)
                .isEqualTo(
                        new ProxySettings(true, Set.of(443), Set.of(), null, Map.of(), Map.of()));
    }

    @Test
    void namesWhatIsWrongWithTheForwardProxy() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        proxy:
                          others: drop
                          ports: [0, https]
                          inside: git.northwind.example
                          ca: none.pem
                          color: blue
                          organizations:
                            anthropic: {ids: []}
                            github: {ids: ["a, b"]}
                            mistral: {ids: [x]}
                          addresses: {api.anthropic.com: nowhere}
                        """);

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("proxy.others is 'drop', not tunnel or refuse")
                .hasMessageContaining("proxy.ports: '0' is not a port")
                .hasMessageContaining("proxy.ports: 'https' is not a port")
                .hasMessageContaining("proxy.inside must be a list of hosts")
                .hasMessageContaining("proxy.ca: none.pem can not be read")
                .hasMessageContaining("proxy: unknown key 'color'")
                .hasMessageContaining("proxy.organizations.anthropic.ids is not a list")
                .hasMessageContaining("proxy.organizations.github.ids: 'a, b' is not an id")
                .hasMessageContaining("proxy.organizations: unknown key 'mistral'")
                .hasMessageContaining("proxy.addresses: 'nowhere' is not host:port");
    }

    @Test
    void wantsANameAndAnAddressOfEachWitness() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        ledger:
                          witnesses:
                            - {url: "https://witness.example", vkeys: []}
                            - {name: partner, vkeys: []}
                        """);

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("ledger.witnesses[0] needs a name and the url")
                .hasMessageContaining("ledger.witnesses[1] needs a name and the url");
    }

    private void refuses(String base, Path ca, String problem) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        upstreams:
                          - {name: main, kind: anthropic, base-url: %s, ca: %s}
                        """
                                .formatted(base, ca));

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(problem);
    }
}
