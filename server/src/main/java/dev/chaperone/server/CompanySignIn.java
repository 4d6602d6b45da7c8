// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.Refusals;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.ProviderLinks;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Lets people in whom the company's identity provider vouches for. The protocol is the
/// framework's; here is decided who it is, and what is said to whoever is not let in.
final class CompanySignIn {
    private static final String REFUSAL = CompanySignIn.class.getName() + ".refusal";
    private static final String DOOR = "oidc";
    private static final Logger LOG = LoggerFactory.getLogger(CompanySignIn.class);

    private final SignInSettings.Provider settings;
    private final CompanyProvider provider;
    private final ProviderLinks links;
    private final People people;
    private final Refusals refusals;
    private final Entering entering;

    CompanySignIn(
            SignInSettings.Provider settings,
            CompanyProvider provider,
            Workspace workspace,
            Entering entering) {
        this.settings = settings;
        this.provider = provider;
        this.links = workspace.admittance().links();
        this.people = workspace.people();
        this.refusals = workspace.refusals();
        this.entering = entering;
    }

    void addTo(HttpSecurity http) throws Exception {
        http.oauth2Login(login ->
                login.clientRegistrationRepository(provider)
                        .authorizedClientRepository(CompanyProvider.keepingNothing())
                        .loginPage("/sign-in")
                        .loginProcessingUrl(CompanyProvider.RETURN)
                        .authorizationEndpoint(
                                ask -> ask.authorizationRequestResolver(provider.requests()))
                        .successHandler(this::vouchedFor)
                        .failureHandler(this::failed));
    }

    private void vouchedFor(
            HttpServletRequest request, HttpServletResponse response, Authentication vouched)
            throws IOException {
        OidcUser user = (OidcUser) Objects.requireNonNull(vouched.getPrincipal());
        try {
            Person person = links.find(vouched(user), () -> roleOfNewcomer(user));
            follow(person, user);
            response.sendRedirect(
                    entering.enter(
                            person.id(), method(user), authenticated(user), request, response));
        } catch (RejectedException rejected) {
            refuse(request, response, String.valueOf(rejected.getMessage()));
        } catch (NotRecordedException | DataAccessException e) {
            LOG.warn("A sign-in could not be stored or recorded", e);
            refuse(
                    request,
                    response,
                    "Chaperone can not record the sign-in now, so nobody is let in. Try again in a"
                            + " moment.");
        }
    }

    private ProviderLinks.Vouched vouched(OidcUser user) {
        return new ProviderLinks.Vouched(
                settings.issuer(),
                Objects.requireNonNull(user.getSubject()),
                user.getEmail(),
                isVerified(user),
                user.getFullName());
    }

    /// Entra does not know `email_verified`, but says whether the company owns the address.
    private static boolean isVerified(OidcUser user) {
        Object owned = user.getClaims().get("xms_edov");
        return Boolean.TRUE.equals(user.getEmailVerified())
                || owned != null && List.of("true", "1").contains(owned.toString());
    }

    /// Gives somebody the role of their groups. Groups that no role is written for, and a provider
    /// that tells none, leave the role alone.
    private void follow(Person person, OidcUser user) {
        Role role = roleOfGroups(user);
        if (role != null && role != person.role()) {
            people.changeRole(person.id(), role, Actor.SYSTEM);
        }
    }

    /// Null when nobody becomes a person by signing in.
    private @Nullable Role roleOfNewcomer(OidcUser user) {
        if (!settings.createsPeople()) {
            return null;
        }
        Role role = roleOfGroups(user);
        return role == null ? Role.DEVELOPER : role;
    }

    private @Nullable Role roleOfGroups(OidcUser user) {
        Object told = user.getClaims().get(settings.groupsClaim());
        Collection<?> groups = told instanceof Collection<?> many ? many : List.of();
        return settings.roles().entrySet().stream()
                .filter(entry -> groups.contains(entry.getKey()))
                .map(entry -> entry.getValue())
                .findFirst()
                .orElse(null);
    }

    /// When the person showed the provider who they are. One that does not tell is taken at the
    /// time of its word.
    private static Instant authenticated(OidcUser user) {
        Instant told = user.getIdToken().getAuthenticatedAt();
        return told == null ? Objects.requireNonNull(user.getIdToken().getIssuedAt()) : told;
    }

    /// How it was shown, as far as the provider tells: short words only.
    private static String method(OidcUser user) {
        List<String> told = user.getIdToken().getAuthenticationMethods();
        String methods =
                told == null
                        ? ""
                        : told.stream()
                                .filter(word -> word.matches("[A-Za-z0-9_-]{1,20}"))
                                .limit(5)
                                .collect(Collectors.joining("+"));
        return methods.isEmpty() ? "oidc" : "oidc:" + methods;
    }

    private void failed(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure)
            throws IOException {
        String code =
                failure instanceof OAuth2AuthenticationException known
                        ? known.getError().getErrorCode()
                        : "";
        // Neither the description nor the cause: both can hold what a stranger sent.
        LOG.warn(
                "A sign-in with the identity provider failed: {}", code.replaceAll("[^\\w.-]", ""));
        if (isAway(failure)) {
            refuse(request, response, CompanySignInController.AWAY);
        } else if (code.equals("access_denied")) {
            refuse(request, response, "The identity provider did not let you in.");
        } else {
            refuse(
                    request,
                    response,
                    "The sign-in with the identity provider did not succeed: it was not begun in"
                            + " this browser, took too long, or what the provider sent does not"
                            + " hold. Begin again.");
        }
    }

    private static boolean isAway(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String sentence)
            throws IOException {
        refusals.refused(DOOR);
        SecurityContextHolder.clearContext();
        // Nothing stays of what the framework took in.
        request.getSession().invalidate();
        request.getSession(true).setAttribute(REFUSAL, sentence);
        response.sendRedirect("/sign-in");
    }

    /// What is said to somebody who was just sent back; null when nobody was.
    static @Nullable String refusal(HttpServletRequest request) {
        var session = request.getSession(false);
        Object sentence = session == null ? null : session.getAttribute(REFUSAL);
        if (session != null && sentence != null) {
            session.removeAttribute(REFUSAL);
        }
        return sentence == null ? null : sentence.toString();
    }
}
