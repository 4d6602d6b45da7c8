// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import de.captaingoldfish.scim.sdk.common.response.ScimResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the directory is answered (RFC 7644).
///
/// @param body JSON; empty where there is none
record ScimAnswer(int status, Map<String, String> headers, String body) {
    static final MediaType TYPE = MediaType.parseMediaType("application/scim+json");
    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    ScimAnswer {
        headers = Map.copyOf(headers);
    }

    static ScimAnswer of(ScimResponse response) {
        return new ScimAnswer(
                response.getHttpStatus(),
                response.getHttpHeaders(),
                response.isEmpty() ? "" : response.toString());
    }

    boolean isRefusal() {
        return status >= 400;
    }

    ResponseEntity<String> entity() {
        HttpHeaders all = new HttpHeaders();
        headers.forEach(all::set);
        all.remove(HttpHeaders.CONTENT_TYPE);
        if (body.isEmpty()) {
            return ResponseEntity.status(status).headers(all).build();
        }
        return ResponseEntity.status(status).headers(all).contentType(TYPE).body(body);
    }

    /// Whether a path is the directory's.
    static boolean speaksTo(String path) {
        return path.equals("/scim") || path.startsWith("/scim/") || path.startsWith("//scim/");
    }

    /// An error in the protocol's own form (RFC 7644, 3.12).
    ///
    /// @param type such as `invalidSyntax`; null where the standard has no word
    static ResponseEntity<Map<String, Object>> error(
            HttpStatus status, @Nullable String type, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of(ERROR));
        body.put("status", String.valueOf(status.value()));
        if (type != null) {
            body.put("scimType", type);
        }
        body.put("detail", detail);
        HttpHeaders headers = new HttpHeaders();
        if (status == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"chaperone\"");
        }
        return ResponseEntity.status(status).headers(headers).contentType(TYPE).body(body);
    }
}
