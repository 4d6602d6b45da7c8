// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

import java.util.Map;

/// Answers what failed before a route was found: the container's and the filters' errors, in the
/// same two forms as [Faults]. It looks nothing up: the reason may be that nothing can be.
@Controller
class ErrorsController implements ErrorController {
    @OpenToAll
    @RequestMapping("/error")
    Object show(HttpServletRequest request) {
        HttpStatus status = status(request);
        if (ScimAnswer.speaksTo(
                String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)))) {
            return ScimAnswer.error(status, null, "The request could not be taken as it is.");
        }
        if (ForPrograms.is(request)) {
            return Problems.of(status, word(status), "The request could not be taken as it is.");
        }
        return new ModelAndView(
                view(status),
                Map.of("shell", Shell.STRANGER, "status", status.value(), "detail", ""),
                status);
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        return known == null ? HttpStatus.NOT_FOUND : known;
    }

    private static String word(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "not-found";
            case FORBIDDEN -> "forbidden";
            default -> status.is4xxClientError() ? "invalid" : "internal";
        };
    }

    /// The page for a status.
    static String view(HttpStatus status) {
        return switch (status) {
            case FORBIDDEN -> "error/403";
            case NOT_FOUND -> "error/404";
            default -> status.is4xxClientError() ? "error/4xx" : "error/5xx";
        };
    }
}
