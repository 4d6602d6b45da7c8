// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.vocabulary.PersonId;

import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Which settings clients say they follow: each word of a person once an hour, and of each person
/// only a few different ones. The value is a plain hash over settings that may hold short secrets,
/// so it is written into no log.
final class ToldChecksums {
    private static final String HEADER = "x-claude-code-managed-settings-checksum";
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final String OTHER_FORM = "unreadable";
    private static final int MOST = 8;
    private static final int PEOPLE = 100_000;

    private final Cache<PersonId, Set<String>> heard =
            Caffeine.newBuilder().maximumSize(PEOPLE).expireAfterWrite(Duration.ofHours(1)).build();

    /// What a request says, if that is worth a note.
    Optional<String> news(HttpServerRequest request, PersonId person) {
        String value = request.getHeader(HEADER);
        if (value == null) {
            return Optional.empty();
        }
        String told = FORM.matcher(value).matches() ? value : OTHER_FORM;
        Set<String> before = heard.get(person, _ -> ConcurrentHashMap.newKeySet());
        return before.size() < MOST && before.add(told) ? Optional.of(told) : Optional.empty();
    }

    void forget(PersonId person) {
        heard.invalidate(person);
    }
}
