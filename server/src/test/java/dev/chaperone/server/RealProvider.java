// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// An identity provider of another hand: Spring Authorization Server, with a page of its own on
/// which people type name and password.
final class RealProvider implements AutoCloseable {
    static final String SECRET = "a client secret of more than 32 bytes";
    static final String PASSWORD = "correct password";

    private final ServletWebServerApplicationContext context;
    private final Clients clients;

    private RealProvider(ServletWebServerApplicationContext context, Clients clients) {
        this.context = context;
        this.clients = clients;
    }

    static RealProvider start() {
        Clients clients = new Clients();
        return new RealProvider(
                (ServletWebServerApplicationContext)
                        new SpringApplicationBuilder(Configuration.class)
                                .bannerMode(Banner.Mode.OFF)
                                .logStartupInfo(false)
                                .registerShutdownHook(false)
                                .properties(
                                        Map.of(
                                                "server.port",
                                                "0",
                                                "server.address",
                                                "127.0.0.1",
                                                "server.servlet.session.cookie.name",
                                                "provider"))
                                .initializers((GenericApplicationContext beans) ->
                                        beans.registerBean(
                                                RegisteredClientRepository.class, () -> clients))
                                .run(),
                clients);
    }

    String issuer() {
        return "http://127.0.0.1:" + Objects.requireNonNull(context.getWebServer()).getPort();
    }

    /// Lets the product's pages send people here.
    void sendsBackTo(String address) {
        clients.redirect = address;
    }

    @Override
    public void close() {
        context.close();
    }

    /// The product, whose address is known only when it has started.
    private static final class Clients implements RegisteredClientRepository {
        private volatile String redirect = "http://127.0.0.1/nowhere";

        @Override
        public void save(RegisteredClient client) {
            // The framework wants to store the secret under a slower hash.
        }

        @Override
        public RegisteredClient findById(String id) {
            return client();
        }

        @Override
        public RegisteredClient findByClientId(String id) {
            return client();
        }

        private RegisteredClient client() {
            return RegisteredClient.withId("1")
                    .clientId(LyingProvider.CLIENT)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(redirect)
                    .scope("openid")
                    .scope("email")
                    .scope("profile")
                    .clientSettings(
                            ClientSettings.builder()
                                    .requireProofKey(true)
                                    .requireAuthorizationConsent(false)
                                    .build())
                    .build();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configuration {
        @Bean
        @Order(1)
        SecurityFilterChain protocol(HttpSecurity http) throws Exception {
            OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
            return http.securityMatcher(server.getEndpointsMatcher())
                    .with(server, each -> each.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(all -> all.anyRequest().authenticated())
                    .exceptionHandling(faults ->
                            faults.authenticationEntryPoint(
                                    new LoginUrlAuthenticationEntryPoint("/login")))
                    .build();
        }

        @Bean
        SecurityFilterChain pages(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService people() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ada").password("{noop}" + PASSWORD).roles("USER").build());
        }

        @Bean
        JWKSource<SecurityContext> keys() throws JOSEException {
            return new ImmutableJWKSet<>(
                    new JWKSet(new RSAKeyGenerator(2048).keyID("one").generate()));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> {
                if (token.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
                    token.getClaims()
                            .claim("email", "ada@northwind.example")
                            .claim("email_verified", true)
                            .claim("groups", List.of("Developers"));
                }
            };
        }
    }
}
