// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/// Tells programs, which are answered in `application/problem+json`, from people, who get pages.
final class ForPrograms {
    private ForPrograms() {}

    static boolean is(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = failed == null ? request.getRequestURI() : failed.toString();
        return path.startsWith("/api/")
                || path.startsWith("//api/")
                || ScimAnswer.speaksTo(path)
                || path.startsWith("/ledger/")
                || path.startsWith("/health")
                || path.startsWith("/metrics");
    }
}
