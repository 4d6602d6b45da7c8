// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Refuses parameters that a route of the API does not know, and those given twice: a filter with a
/// slip of the pen must not answer with everything.
final class KnownParameters implements HandlerInterceptor {
    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        // The fields of a form would count as parameters; no route of the API takes one.
        String type = request.getContentType();
        boolean form = type != null && type.startsWith("application/x-www-form-urlencoded");
        if (!form
                && handler instanceof HandlerMethod route
                && route.getBeanType().isAnnotationPresent(RestController.class)
                && route.getBeanType().getPackage() == KnownParameters.class.getPackage()) {
            check(request.getParameterMap(), known(route));
        }
        return true;
    }

    private static void check(Map<String, String[]> given, Set<String> known) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw RejectedException.invalid(
                    "Unknown parameter "
                            + String.join(", ", unknown)
                            + (known.isEmpty()
                                    ? ". This address takes none."
                                    : ". Known: " + String.join(", ", known) + "."));
        }
        given.forEach((name, values) -> {
            if (values.length > 1) {
                throw RejectedException.invalid(name + " is given more than once.");
            }
        });
    }

    /// Single parameters, and the components of records that are bound from parameters.
    private static Set<String> known(HandlerMethod route) {
        Set<String> known = new TreeSet<>();
        for (MethodParameter parameter : route.getMethodParameters()) {
            Parameter declared = parameter.getParameter();
            if (declared.isAnnotationPresent(RequestParam.class)) {
                known.add(declared.getName());
            } else if (declared.getType() == Asked.class) {
                Arrays.stream(Asked.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .forEach(known::add);
            }
        }
        return known;
    }
}
