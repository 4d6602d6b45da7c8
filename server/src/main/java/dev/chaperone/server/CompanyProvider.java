// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// What the framework has to know of the company's identity provider. It is asked at the first
/// sign-in what it can do, not at the start: Chaperone starts while the provider is away.
final class CompanyProvider implements ClientRegistrationRepository {
    /// The framework's word for it.
    static final String ID = "company";

    static final String PATH = "/sign-in/company";
    static final String RETURN = PATH + "/return";

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(CompanyProvider.class);

    private final SignInSettings.Provider settings;
    private final @Nullable URI publicUrl;
    private final AtomicReference<@Nullable ClientRegistration> found = new AtomicReference<>();

    CompanyProvider(SignInSettings.Provider settings, @Nullable URI publicUrl) {
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!id.equals(ID)) {
            return null;
        }
        ClientRegistration known = found.get();
        if (known != null) {
            return known;
        }
        ClientRegistration asked = discover();
        found.set(asked);
        return asked;
    }

    private ClientRegistration discover() {
        String pages = publicUrl == null ? "{baseUrl}" : publicUrl.toString().replaceAll("/+$", "");
        return ClientRegistrations.fromOidcIssuerLocation(settings.issuer())
                .registrationId(ID)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .scope(settings.scopes())
                .redirectUri(pages + RETURN)
                .build();
    }

    /// Sends somebody to the provider: with state, nonce and a proof key (PKCE), and asked to sign
    /// in there anew where a fresh sign-in is wanted.
    OAuth2AuthorizationRequestResolver requests() {
        DefaultOAuth2AuthorizationRequestResolver usual =
                new DefaultOAuth2AuthorizationRequestResolver(this, PATH);
        usual.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                boolean asked =
                        request.getMethod().equals("GET") && request.getRequestURI().equals(PATH);
                return asked ? resolve(request, ID) : null;
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(
                    HttpServletRequest request, String id) {
                try {
                    OAuth2AuthorizationRequest begun = usual.resolve(request, id);
                    return begun == null || request.getParameter("again") == null
                            ? begun
                            : afresh(begun);
                } catch (RuntimeException e) {
                    // Goes on to a page that says so.
                    LOG.warn("The identity provider does not answer: {}", e.toString());
                    return null;
                }
            }
        };
    }

    private static OAuth2AuthorizationRequest afresh(OAuth2AuthorizationRequest begun) {
        return OAuth2AuthorizationRequest.from(begun)
                .additionalParameters(Map.of("max_age", "0", "prompt", "login"))
                .build();
    }

    /// Checks signature, issuer, audience and time of what the provider says.
    static JwtDecoderFactory<ClientRegistration> decoders() {
        OidcIdTokenDecoderFactory factory = new OidcIdTokenDecoderFactory();
        factory.setJwsAlgorithmResolver(CompanyProvider::algorithm);
        factory.setJwtValidatorFactory(registration -> {
            OidcIdTokenValidator usual = new OidcIdTokenValidator(registration);
            usual.setClockSkew(SKEW);
            return new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(SKEW), usual);
        });
        return factory;
    }

    /// The one that every provider has to know, unless it says that it signs otherwise. Never none,
    /// and never one with a shared key.
    private static JwsAlgorithm algorithm(ClientRegistration registration) {
        Object told =
                registration
                        .getProviderDetails()
                        .getConfigurationMetadata()
                        .get("id_token_signing_alg_values_supported");
        if (told instanceof Collection<?> names && !names.contains("RS256")) {
            for (Object name : names) {
                SignatureAlgorithm known = SignatureAlgorithm.from(String.valueOf(name));
                if (known != null) {
                    return known;
                }
            }
        }
        return SignatureAlgorithm.RS256;
    }

    /// Keeps none of the provider's tokens: nothing is asked of it after the sign-in.
    static OAuth2AuthorizedClientRepository keepingNothing() {
        return new OAuth2AuthorizedClientRepository() {
            @Override
            // The framework's signature.
            @SuppressWarnings("TypeParameterUnusedInFormals")
            public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                    String id, Authentication who, HttpServletRequest request) {
                return null;
            }

            @Override
            public void saveAuthorizedClient(
                    OAuth2AuthorizedClient client,
                    Authentication who,
                    HttpServletRequest request,
                    HttpServletResponse response) {
                // Not kept.
            }

            @Override
            public void removeAuthorizedClient(
                    String id,
                    Authentication who,
                    HttpServletRequest request,
                    HttpServletResponse response) {
                // Nothing was kept.
            }
        };
    }
}
