// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Set;

/// Answers to the names of this machine only, where nobody else shall reach it: a page of another
/// site can give its own name this machine's address and would pass for a page of ours.
final class LocalNames extends OncePerRequestFilter {
    private static final Set<String> USUAL = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final String bind;

    LocalNames(String bind) {
        this.bind = bind;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = request.getServerName();
        if (USUAL.contains(name) || name.equals(bind)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpStatus.MISDIRECTED_REQUEST.value());
        }
    }
}
