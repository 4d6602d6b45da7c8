// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.TokenUses;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.tokens.LastUse;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Credentials: for the gateway and for this API. A token works, or stops working, when the call
/// returns.
@RestController
class TokensApi {
    private final Tokens tokens;
    private final People people;
    private final TokenUses uses;

    TokensApi(Workspace workspace) {
        this.tokens = workspace.tokens();
        this.people = workspace.people();
        this.uses = workspace.tokenUses();
    }

    /// A token that is to be made.
    ///
    /// @param person id or e-mail address
    /// @param kind `gateway` when missing
    /// @param expires when it stops working; never when missing
    record TokenRequest(
            @Nullable String person,
            @Nullable String name,
            @Nullable String kind,
            @Nullable String expires) {}

    /// A token as the API shows it.
    ///
    /// @param madeBy a person's id, `admin-token` or `system`; null when it is older than this is
    ///   known
    /// @param use `used`, `never`, or `unknown` when nobody can tell
    /// @param used when it was used last, to the minute; null when it never was, or nobody knows
    /// @param token the secret, in the answer that made it and never again
    record TokenJson(
            String id,
            String person,
            String name,
            String kind,
            String hint,
            Instant created,
            @Nullable String madeBy,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            String use,
            @Nullable Instant used,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {
        @Override
        public String toString() {
            return "TokenJson[" + id + "]";
        }
    }

    @Needs(Permission.MANAGE_TOKENS)
    @PostMapping("/api/v1/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    TokenJson create(@RequestBody TokenRequest wanted, SignedIn caller) {
        Person person =
                people.find(Given.text("person", wanted.person()))
                        .orElseThrow(() -> RejectedException.unknown("person"));
        Token.Kind kind =
                wanted.kind() == null ? Token.Kind.GATEWAY : Token.Kind.parse(wanted.kind());
        Token.Created made =
                tokens.create(
                        new NewToken(
                                person.id(),
                                Given.text("name", wanted.name()),
                                kind,
                                expires(wanted.expires())),
                        caller.actor(),
                        caller.token());
        return json(made.token(), new LastUse.Never(), made.secret());
    }

    /// Never, when the field is missing; not when it is empty, as a script's unset variable is.
    private static @Nullable Instant expires(@Nullable String written) {
        return written == null ? null : Given.moment("expires", Given.text("expires", written));
    }

    @Needs(Permission.READ_PEOPLE)
    @GetMapping("/api/v1/tokens")
    Page<TokenJson> list(
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        PersonId whose =
                person == null
                        ? null
                        : people.find(person)
                                .orElseThrow(() -> RejectedException.unknown("person"))
                                .id();
        Page<Token> page = tokens.list(whose, cursor, limit);
        Map<String, LastUse> known = uses(page.items(), uses);
        return new Page<>(
                page.items().stream().map(token -> json(token, use(token, known), null)).toList(),
                page.next());
    }

    /// When those of the gateway among these were used last.
    static Map<String, LastUse> uses(List<Token> tokens, TokenUses uses) {
        return uses.of(
                tokens.stream()
                        .filter(token -> token.kind() == Token.Kind.GATEWAY)
                        .map(Token::id)
                        .toList());
    }

    /// @param ofGateway of those of the gateway
    static LastUse use(Token token, Map<String, LastUse> ofGateway) {
        return ofGateway.getOrDefault(token.id(), token.used());
    }

    @Needs(Permission.MANAGE_TOKENS)
    @DeleteMapping("/api/v1/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id, SignedIn caller) {
        tokens.revoke(id, caller.actor());
    }

    private static TokenJson json(Token token, LastUse use, @Nullable String secret) {
        return new TokenJson(
                token.id(),
                token.person().value(),
                token.name(),
                token.kind().written(),
                token.hint(),
                token.createdAt(),
                token.madeBy(),
                token.expires(),
                token.revokedAt(),
                switch (use) {
                    case LastUse.At(var _) -> "used";
                    case LastUse.Never() -> "never";
                    case LastUse.Unknown(var _) -> "unknown";
                },
                use instanceof LastUse.At(Instant at) ? at : null,
                secret);
    }
}
