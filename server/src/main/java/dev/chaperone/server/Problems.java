// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import java.net.URI;

/// Errors as programs read them (RFC 9457).
final class Problems {
    private static final String TYPE = "urn:chaperone:problem:";

    private Problems() {}

    /// An answer that may still get headers.
    ///
    /// @param word the stable end of the problem's type
    static ResponseEntity<ProblemDetail> of(HttpStatus status, String word, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPE + word));
        problem.setTitle(status.getReasonPhrase());
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
