// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

final class SignInSettingsTest {
    @TempDir private Path directory;

    @Test
    void saysNothingByItself() throws Exception {
        assertThat(read("").signIn()).isEqualTo(new SignInSettings(Duration.ofHours(12), null));
        assertThat(read("sign-in: {step-up: PT4H}").signIn().stepUp())
                .isEqualTo(Duration.ofHours(4));
    }

    @Test
    void readsAProviderAndLeavesTheUsualOut() throws Exception {
        SignInSettings.Provider provider =
                read("""
                sign-in:
                  oidc:
                    issuer: https://acme.okta.com
                    client-id: abc
                    client-secret: {env: OIDC_SECRET}
                """)
                        .signIn()
                        .provider();
        assertThat(provider)
                .isEqualTo(
                        new SignInSettings.Provider(
                                "https://acme.okta.com",
                                "abc",
                                "value of OIDC_SECRET",
                                List.of("openid", "email", "profile"),
                                "groups",
                                Map.of(),
                                false));
        assertThat(String.valueOf(provider)).doesNotContain("OIDC_SECRET");
    }

    @Test
    void readsWhatIsUnusual() throws Exception {
        SignInSettings.Provider provider =
                Objects.requireNonNull(
                        read("""
                        sign-in:
                          oidc:
                            issuer: http://localhost:9000
                            client-id: abc
                            client-secret: {env: X}
                            scopes: [openid, email, groups]
                            groups-claim: roles
                            roles: {Admins: administrator, "Internal audit": auditor}
                            new-people: create
                        """)
                                .signIn()
                                .provider());
        assertThat(provider.scopes()).containsExactly("openid", "email", "groups");
        assertThat(provider.groupsClaim()).isEqualTo("roles");
        assertThat(provider.roles())
                .containsExactly(
                        Map.entry("Admins", Role.ADMINISTRATOR),
                        Map.entry("Internal audit", Role.AUDITOR));
        assertThat(provider.createsPeople()).isTrue();
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThatThrownBy(() ->
                        read(
                                """
                                sign-in:
                                  colour: blue
                                  step-up: soon
                                  oidc:
                                    issuer: http://acme.example
                                    scopes: [email]
                                    roles: {Admins: king}
                                    new-people: maybe
                                    passkeys: true
                                """))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("sign-in: unknown key 'colour'")
                .hasMessageContaining("sign-in.step-up is 'soon', not a time such as PT4H")
                .hasMessageContaining("sign-in.oidc.issuer is 'http://acme.example', not an")
                .hasMessageContaining("sign-in.oidc.client-id is missing")
                .hasMessageContaining("sign-in.oidc.client-secret is missing: {env: NAME}")
                .hasMessageContaining("sign-in.oidc.scopes has no 'openid'")
                .hasMessageContaining("sign-in.oidc.roles.Admins: role is 'king'")
                .hasMessageContaining("sign-in.oidc.new-people is 'maybe', not refuse or create")
                .hasMessageContaining("sign-in.oidc: unknown key 'passkeys'");
        assertThatThrownBy(() -> read("sign-in: {oidc: {client-secret: {file: none}}}"))
                .hasMessageContaining("sign-in.oidc.client-secret.file: none can not be read");
        assertThatThrownBy(() -> read("sign-in: {oidc: }"))
                .hasMessageContaining("sign-in.oidc must have members");
    }

    private ConfigurationFile.Settings read(String text) throws IOException, StartFailure {
        return ConfigurationFile.read(
                Files.writeString(directory.resolve("config.yaml"), text),
                name -> "value of " + name);
    }
}
