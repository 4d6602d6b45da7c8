// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Fingerprint;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.secrets.ListedSecret;
import dev.chaperone.workspace.secrets.ListedSecrets;

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
import java.util.ArrayList;
import java.util.List;

/// The company's own secrets, by fingerprints. The gateway looks for one, or does so no longer,
/// when the call returns.
@RestController
class KnownSecretsApi {
    private final ListedSecrets secrets;

    KnownSecretsApi(ListedSecrets secrets) {
        this.secrets = secrets;
    }

    /// Secrets that are to be looked for.
    record SecretsRequest(@Nullable List<@Nullable SecretRequest> secrets) {}

    /// One of them.
    ///
    /// @param kind `secret` when missing
    /// @param fingerprints as `./chaperone secrets` makes them, one for each spelling
    record SecretRequest(
            @Nullable String name,
            @Nullable String kind,
            @Nullable List<@Nullable String> fingerprints) {
        @Override
        public String toString() {
            return "SecretRequest[" + name + "]";
        }
    }

    /// A secret as the API shows it.
    ///
    /// @param addedBy a person's id, `system` or `admin-token`
    record SecretJson(String name, String kind, Instant added, String addedBy) {
        static SecretJson of(ListedSecret secret) {
            return new SecretJson(
                    secret.name(), secret.kind().written(), secret.addedAt(), secret.addedBy());
        }
    }

    /// What was added.
    record AddedJson(int added, int known) {}

    /// The key of all fingerprints.
    record KeyJson(String key) {
        @Override
        public String toString() {
            return "KeyJson[not shown]";
        }
    }

    @Needs(Permission.READ_SECRETS)
    @GetMapping("/api/v1/known-secrets")
    Page<SecretJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<ListedSecret> page = secrets.list(cursor, limit);
        return new Page<>(page.items().stream().map(SecretJson::of).toList(), page.next());
    }

    @Needs(Permission.MANAGE_SECRETS)
    @PostMapping("/api/v1/known-secrets")
    @ResponseStatus(HttpStatus.CREATED)
    AddedJson add(@RequestBody SecretsRequest wanted, SignedIn caller) {
        List<KnownSecret> added = new ArrayList<>();
        for (SecretRequest each :
                wanted.secrets() == null ? List.<SecretRequest>of() : wanted.secrets()) {
            added.add(secret(each));
        }
        secrets.add(added, caller.actor());
        return new AddedJson(added.size(), secrets.count());
    }

    private static KnownSecret secret(@Nullable SecretRequest wanted) {
        if (wanted == null) {
            throw RejectedException.invalid("The list 'secrets' holds null.");
        }
        String name = Given.text("name", wanted.name());
        try {
            return new KnownSecret(
                    name,
                    KnownSecret.Kind.parse(wanted.kind() == null ? "secret" : wanted.kind()),
                    Given.texts("fingerprints", wanted.fingerprints()).stream()
                            .map(Fingerprint::parse)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid("'" + name + "': " + e.getMessage() + ".");
        }
    }

    @Needs(Permission.MANAGE_SECRETS)
    @DeleteMapping("/api/v1/known-secrets/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name, SignedIn caller) {
        secrets.remove(name, caller.actor());
    }

    /// The key, for whoever makes fingerprints. Reading it is recorded.
    @Needs(Permission.MANAGE_SECRETS)
    @GetMapping("/api/v1/known-secrets/key")
    KeyJson key(SignedIn caller) {
        return new KeyJson(secrets.key(caller.actor()));
    }
}
