// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import java.io.IOException;
import java.util.List;

/// Reads `Authorization: Bearer` for the API.
final class BearerTokens extends OncePerRequestFilter {
    private static final String SCHEME = "bearer ";

    private final SignIns signIns;
    private final HandlerExceptionResolver faults;

    /// @param faults answers when a token can not be looked up
    BearerTokens(SignIns signIns, HandlerExceptionResolver faults) {
        this.signIns = signIns;
        this.faults = faults;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("authorization");
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            try {
                signIns.byToken(header.substring(SCHEME.length()).strip())
                        .ifPresent(identity -> SecurityContextHolder.setContext(context(identity)));
            } catch (DataAccessException | TransactionException e) {
                faults.resolveException(request, response, null, e);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    static SecurityContext context(Identity identity) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(identity, null, List.of()));
        return context;
    }
}
