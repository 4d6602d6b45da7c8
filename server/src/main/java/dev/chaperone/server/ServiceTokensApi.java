// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.services.NewServiceToken;
import dev.chaperone.workspace.services.ServiceScope;
import dev.chaperone.workspace.services.ServiceToken;
import dev.chaperone.workspace.services.ServiceTokens;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Tokens of programs for this API: each may do only what its scopes say.
@RestController
class ServiceTokensApi {
    private final ServiceTokens services;
    private final People people;

    ServiceTokensApi(Workspace workspace) {
        this.services = workspace.admittance().services();
        this.people = workspace.people();
    }

    /// A token that is to be made.
    ///
    /// @param name of the program
    /// @param owner id or e-mail address of the person who answers for it
    /// @param scopes of `scim`, `read`, `export`
    /// @param expires within a year
    record ServiceTokenRequest(
            @Nullable String name,
            @Nullable String owner,
            @Nullable List<@Nullable String> scopes,
            @Nullable String expires) {}

    /// Another owner.
    ///
    /// @param owner id or e-mail address
    record OwnerChange(@Nullable String owner) {}

    /// A token as the API shows it.
    ///
    /// @param used when it was used last, to the minute; null when it never was
    /// @param token the secret, in the answer that made it and never again
    record ServiceTokenJson(
            String id,
            String name,
            String owner,
            List<String> scopes,
            String hint,
            String madeBy,
            Instant created,
            Instant expires,
            @Nullable Instant used,
            @Nullable Instant revoked,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {
        @Override
        public String toString() {
            return "ServiceTokenJson[" + id + "]";
        }
    }

    @Needs(value = Permission.MANAGE_TOKENS, fresh = true)
    @PostMapping("/api/v1/service-tokens")
    @ResponseStatus(HttpStatus.CREATED)
    ServiceTokenJson create(@RequestBody ServiceTokenRequest wanted, SignedIn caller) {
        Set<ServiceScope> scopes =
                Given.texts("scopes", wanted.scopes()).stream()
                        .map(ServiceScope::parse)
                        .collect(Collectors.toSet());
        Instant expires =
                Objects.requireNonNull(
                        Given.moment("expires", Given.text("expires", wanted.expires())));
        ServiceToken.Created made =
                services.create(
                        new NewServiceToken(
                                Given.text("name", wanted.name()),
                                person(wanted.owner()),
                                scopes,
                                expires),
                        caller.actor());
        return json(made.token(), made.secret());
    }

    @Needs(Permission.MANAGE_TOKENS)
    @GetMapping("/api/v1/service-tokens")
    Page<ServiceTokenJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<ServiceToken> page = services.list(cursor, limit);
        return new Page<>(
                page.items().stream().map(token -> json(token, null)).toList(), page.next());
    }

    /// Gives one another owner.
    @Needs(Permission.MANAGE_TOKENS)
    @PatchMapping("/api/v1/service-tokens/{id}")
    ServiceTokenJson own(
            @PathVariable String id, @RequestBody OwnerChange wanted, SignedIn caller) {
        return json(services.own(id, person(wanted.owner()), caller.actor()), null);
    }

    @Needs(Permission.MANAGE_TOKENS)
    @DeleteMapping("/api/v1/service-tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id, SignedIn caller) {
        services.revoke(id, caller.actor());
    }

    private PersonId person(@Nullable String owner) {
        return people.find(Given.text("owner", owner))
                .map(Person::id)
                .orElseThrow(() -> RejectedException.unknown("person"));
    }

    private static ServiceTokenJson json(ServiceToken token, @Nullable String secret) {
        return new ServiceTokenJson(
                token.id(),
                token.name(),
                token.owner().value(),
                token.scopes().stream().map(ServiceScope::written).sorted().toList(),
                token.hint(),
                token.madeBy(),
                token.made(),
                token.expires(),
                token.used(),
                token.revoked(),
                secret);
    }
}
