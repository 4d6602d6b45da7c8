// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

import java.time.Clock;
import java.time.Duration;

/// Lets a request through to its route only if the caller has the permission that the route names.
/// It looks before anything of the request is read: neither body nor id can tell a stranger
/// something. A route that names no permission is closed to everybody.
final class Guard implements HandlerInterceptor {
    private final SignIns signIns;
    private final Duration stepUp;
    private final Clock clock;

    /// @param stepUp after which time somebody shows again who they are before they do what takes a
    ///   fresh sign-in
    Guard(SignIns signIns, Duration stepUp, Clock clock) {
        this.signIns = signIns;
        this.stepUp = stepUp;
        this.clock = clock;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod route) || isOpen(route)) {
            return true;
        }
        Needs needs = route.getMethodAnnotation(Needs.class);
        if (needs == null) {
            throw new ForbiddenException("This route is closed.");
        }
        SignedIn caller = signIns.who(request).orElseThrow(UnknownCallerException::new);
        if (!caller.may(needs.value())) {
            throw new ForbiddenException(
                    (caller.only() == null
                                    ? "The role " + caller.role().written() + " does"
                                    : "The scopes of this token do")
                            + " not have the permission "
                            + needs.value().written()
                            + ".");
        }
        if (needs.fresh() && isStale(caller)) {
            throw new StaleSignInException();
        }
        return true;
    }

    /// Tokens of the API prove each time anew who calls.
    private boolean isStale(SignedIn caller) {
        Proof proof = caller.proof();
        return proof != null && proof.at().plus(stepUp).isBefore(clock.instant());
    }

    /// Open by its own word, or one of the framework's: OPTIONS, the API's description.
    static boolean isOpen(HandlerMethod route) {
        String home = route.getBeanType().getName();
        return route.hasMethodAnnotation(OpenToAll.class)
                || home.startsWith("org.springframework.web.servlet.")
                || home.startsWith("org.springdoc.");
    }
}
