// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.etag.ETag;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// One request of the directory while it is worked on.
final class ScimCall extends Context {
    /// Of a version: enough that none comes twice.
    private static final int DIGITS = 20;

    private final Actor by;
    private @Nullable String subject;
    private String note = "";
    private @Nullable RuntimeException failure;

    ScimCall(Actor by) {
        super(new LetIn());
        this.by = by;
    }

    Actor by() {
        return by;
    }

    /// Notes whom it is about and what changed.
    void changed(String id, String words) {
        subject = id;
        note = words;
    }

    @Nullable String subject() {
        return subject;
    }

    String note() {
        return note;
    }

    /// What failed on our side; null when nothing did. The library makes an answer of everything,
    /// so that it has to be kept apart.
    @Nullable RuntimeException failure() {
        return failure;
    }

    /// What stands beside each resource.
    ///
    /// @param state of what the version shall tell whether it changed
    Meta meta(String id, Instant created, Instant changed, Digest state) {
        return Meta.builder()
                .created(created)
                .lastModified(changed)
                .location(getResourceReferenceUrl(id))
                .version(ETag.builder().weak(true).tag(state.hex().substring(0, DIGITS)).build())
                .build();
    }

    /// Does a part of it, and says refusals as the protocol does.
    <T> T part(Supplier<T> work) {
        try {
            return work.get();
        } catch (RejectedException rejected) {
            throw told(rejected);
        } catch (ScimException said) {
            throw said;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private static ScimException told(RejectedException rejected) {
        String words = rejected.getMessage();
        return switch (rejected.reason()) {
            case INVALID -> new BadRequestException(words, ScimType.RFC7644.INVALID_VALUE);
            case UNKNOWN -> new ResourceNotFoundException(words);
            case CONFLICT -> new ConflictException(words, ScimType.RFC7644.UNIQUENESS);
        };
    }

    /// Whoever comes this far was let in by [Guard].
    private static final class LetIn implements Authorization {
        @Override
        public Set<String> getClientRoles() {
            return Set.of();
        }

        @Override
        public boolean authenticate(Map<String, String> headers, Map<String, String> parameters) {
            return true;
        }
    }
}
