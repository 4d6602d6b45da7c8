// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.sessions.Sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.HandlerExceptionResolver;

import java.io.IOException;

/// Sessions and forgery protection for pages, tokens for the API. Who may do what is not decided
/// here but by [Guard], which knows the routes.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http,
            SignIns signIns,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver faults)
            throws Exception {
        return http.securityMatcher("/api/**", "/scim/**", "/ledger/*", "/ledger/tile/**")
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BodyLimit(), BasicAuthenticationFilter.class)
                .addFilterBefore(new BearerTokens(signIns, faults), BasicAuthenticationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    @Bean
    SecurityFilterChain pages(
            HttpSecurity http,
            SecurityContextRepository sessions,
            SignIns signIns,
            Workspace workspace,
            Entering entering,
            Entrance entrance)
            throws Exception {
        SignInSettings.Provider provider = entrance.settings().provider();
        if (provider != null) {
            new CompanySignIn(
                            provider,
                            new CompanyProvider(provider, entrance.publicUrl()),
                            workspace,
                            entering)
                    .addTo(http);
        }
        return http.securityContext(context -> context.securityContextRepository(sessions))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(faults ->
                        faults.accessDeniedHandler((request, response, denied) ->
                                formIsTooOld(signIns, request, response)))
                .logout(out ->
                        out.logoutUrl("/sign-out")
                                .logoutSuccessUrl("/sign-in")
                                .addLogoutHandler((_, _, who) ->
                                        recordEnd(workspace.admittance().sessions(), who)))
                .headers(headers ->
                        headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_POLICY))
                                .referrerPolicy(
                                        referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    /// Who wants to leave leaves, also when the ledger does not take the record.
    private static void recordEnd(Sessions sessions, @Nullable Authentication who) {
        if (who != null
                && who.getPrincipal() instanceof Identity identity
                && identity.proof() != null) {
            try {
                sessions.end(identity.proof().session(), identity.actor(), "signed-out");
            } catch (NotRecordedException e) {
                LOG.warn("The ledger does not take the record of a sign-out");
            }
        }
    }

    /// A form came without the page's proof that it is ours: the session has ended, or another site
    /// sent it. Nothing was done; who is not signed in any more may sign in again.
    private static void formIsTooOld(
            SignIns signIns, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (signIns.who(request).isEmpty()) {
            response.sendRedirect("/sign-in");
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    @Bean
    JwtDecoderFactory<ClientRegistration> decoders() {
        return CompanyProvider.decoders();
    }

    @Bean
    Entering entering(Workspace workspace, SecurityContextRepository contexts) {
        return new Entering(workspace.admittance(), contexts);
    }

    @Bean
    SecurityContextRepository sessions() {
        return new HttpSessionSecurityContextRepository();
    }
}
