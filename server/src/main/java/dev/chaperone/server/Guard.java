// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets a request through to its route only if the caller has the permission that the route names.
/// It looks before anything of the request is read: neither body nor id can tell a stranger
/// something. A route that names no permission is closed to everybody.
final class Guard implements HandlerInterceptor {
    private final SignIns signIns;

    Guard(SignIns signIns) {
        this.signIns = signIns;
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
                    "The role "
                            + caller.role().written()
                            + " does not have the permission "
                            + needs.value()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-')
                            + ".");
        }
        return true;
    }

    /// Open by its own word, or one of the framework's: OPTIONS, the API's description.
    static boolean isOpen(HandlerMethod route) {
        String home = route.getBeanType().getName();
        return route.hasMethodAnnotation(OpenToAll.class)
                || home.startsWith("org.springframework.web.servlet.")
                || home.startsWith("org.springdoc.");
    }
}
