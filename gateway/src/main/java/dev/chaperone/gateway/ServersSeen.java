// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Which MCP servers were lately recorded as offered. Assistants offer the same with every prompt
/// of a session; recorded is each once an hour, so that the record still says when it was there
/// last. One for all event loops.
final class ServersSeen {
    private static final int MOST = 20_000;
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Cache<Offer, Boolean> seen =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterWrite(AGAIN)
                    .executor(Runnable::run)
                    .build();

    private record Offer(PersonId person, ToolId tool, @Nullable String session, String server) {}

    /// Those that are to be recorded, once.
    List<String> unseen(
            PersonId person, ToolId tool, @Nullable String session, List<String> servers) {
        return servers.stream()
                .filter(server ->
                        seen.asMap().putIfAbsent(new Offer(person, tool, session, server), true)
                                == null)
                .toList();
    }
}
