// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.ReadNotRecordedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.util.Map;

/// Turns what went wrong into an answer in the caller's own format: `application/problem+json` (RFC
/// 9457) for the API, a page for people. Nothing of the inside is told.
@ControllerAdvice
class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    @ExceptionHandler
    @Nullable Object answer(
            Exception fault, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (response.isCommitted()) {
            // Nobody may take the half that has left for the whole: the container hangs up.
            LOG.warn("{} {} was cut short", request.getMethod(), place(request));
            throw fault;
        }
        Fault told = tell(fault);
        if (told.status == HttpStatus.SERVICE_UNAVAILABLE) {
            LOG.warn("{} {}: {}", request.getMethod(), place(request), told.word);
        } else if (told.status.is5xxServerError()) {
            LOG.error("{} {} failed", request.getMethod(), place(request), fault);
        }
        if (ScimAnswer.speaksTo(request.getRequestURI())) {
            return ScimAnswer.error(told.status, null, told.detail);
        }
        return ForPrograms.is(request) ? problem(told, fault) : page(told, request, response);
    }

    /// What was asked for, for the log: the end of an invitation's address is a key.
    private static String place(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith(WelcomeController.PATH) ? WelcomeController.PATH + "…" : path;
    }

    private record Fault(HttpStatus status, String word, String detail) {}

    private static Fault tell(Exception fault) {
        return switch (fault) {
            case RejectedException rejected -> rejected(rejected);
            case UnknownCallerException _ ->
                    new Fault(
                            HttpStatus.UNAUTHORIZED,
                            "unknown-caller",
                            "Send 'Authorization: Bearer' with a token of the API or the"
                                    + " administrator token of the data directory.");
            case StaleSignInException _ ->
                    new Fault(
                            HttpStatus.FORBIDDEN,
                            "stale-sign-in",
                            "This takes a fresh sign-in: sign in again, then repeat it.");
            case ForbiddenException forbidden ->
                    new Fault(
                            HttpStatus.FORBIDDEN,
                            "forbidden",
                            String.valueOf(forbidden.getMessage()));
            case NotRecordedException _ ->
                    new Fault(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "not-recorded",
                            "The ledger does not take the record, so nothing was changed. See"
                                    + " './chaperone doctor'.");
            case ReadNotRecordedException _ ->
                    new Fault(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "not-recorded",
                            "Who reads what other people did is recorded, and the ledger does not"
                                    + " take the record: nothing of others is shown. Your own"
                                    + " requests are, with yourself as the filter. See"
                                    + " './chaperone doctor'.");
            case DataAccessResourceFailureException _ -> databaseSilent();
            case TransientDataAccessException _ -> databaseSilent();
            case TransactionException _ -> databaseSilent();
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case BodyTooLargeException large -> tooLarge(large);
            case UnsupportedBodyException unsupported ->
                    new Fault(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "unsupported-media-type",
                            String.valueOf(unsupported.getMessage()));
            case InvalidParameterException _ ->
                    invalid("The address is not UTF-8 in percent encoding.");
            case MethodArgumentTypeMismatchException mismatch ->
                    invalid(mismatch.getName() + " can not be '" + mismatch.getValue() + "'.");
            case ErrorResponse known -> known(known);
            default ->
                    new Fault(
                            HttpStatus.INTERNAL_SERVER_ERROR,
                            "internal",
                            "This is our fault; the server's log names it.");
        };
    }

    private static Fault rejected(RejectedException rejected) {
        String detail = String.valueOf(rejected.getMessage());
        return switch (rejected.reason()) {
            case INVALID -> invalid(detail);
            case UNKNOWN -> new Fault(HttpStatus.NOT_FOUND, "not-found", detail);
            case CONFLICT -> new Fault(HttpStatus.CONFLICT, "conflict", detail);
        };
    }

    private static Fault tooLarge(BodyTooLargeException large) {
        return new Fault(
                HttpStatus.CONTENT_TOO_LARGE, "body-too-large", String.valueOf(large.getMessage()));
    }

    private static Fault databaseSilent() {
        return new Fault(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The database does not answer. The gateway goes on without it; try again in a"
                        + " moment.");
    }

    /// What Jackson says holds pieces of the body, so it is not passed on.
    private static Fault unreadable(HttpMessageNotReadableException fault) {
        return switch (fault.getCause()) {
            case BodyTooLargeException large -> tooLarge(large);
            case JacksonException json
                    when json.getCause() instanceof BodyTooLargeException large ->
                    tooLarge(large);
            case UnrecognizedPropertyException unknown ->
                    invalid(
                            "Unknown field '"
                                    + unknown.getPropertyName()
                                    + "'. Known: "
                                    + String.join(
                                            ", ",
                                            unknown.getKnownPropertyIds().stream()
                                                    .map(String::valueOf)
                                                    .sorted()
                                                    .toList())
                                    + ".");
            case JacksonException json when !json.getPath().isEmpty() ->
                    invalid(
                            "The field '"
                                    + json.getPath().getLast().getPropertyName()
                                    + "' can not be read.");
            case null, default -> invalid("The body is missing or is not JSON.");
        };
    }

    private static Fault known(ErrorResponse known) {
        HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
        String word =
                switch (status) {
                    case NOT_FOUND -> "not-found";
                    case METHOD_NOT_ALLOWED -> "method-not-allowed";
                    case UNSUPPORTED_MEDIA_TYPE -> "unsupported-media-type";
                    case NOT_ACCEPTABLE -> "not-acceptable";
                    default -> status.is4xxClientError() ? "invalid" : "internal";
                };
        String detail =
                status == HttpStatus.NOT_FOUND
                        ? "There is nothing here. /api/openapi.json lists what there is."
                        : String.valueOf(known.getBody().getDetail());
        return new Fault(status, word, detail);
    }

    private static Fault invalid(String detail) {
        return new Fault(HttpStatus.BAD_REQUEST, "invalid", detail);
    }

    private static ResponseEntity<ProblemDetail> problem(Fault told, Exception fault) {
        HttpHeaders headers = new HttpHeaders();
        if (fault instanceof ErrorResponse known) {
            headers.addAll(known.getHeaders());
        }
        if (told.status == HttpStatus.UNAUTHORIZED) {
            headers.set("WWW-Authenticate", "Bearer realm=\"chaperone\"");
        }
        ResponseEntity<ProblemDetail> problem = Problems.of(told.status, told.word, told.detail);
        headers.setContentType(problem.getHeaders().getContentType());
        return new ResponseEntity<>(problem.getBody(), headers, told.status);
    }

    private @Nullable ModelAndView page(
            Fault told, HttpServletRequest request, HttpServletResponse response) {
        if (told.word.equals("stale-sign-in")) {
            AfterSignIn.rememberPageBefore(request);
            return new ModelAndView("redirect:/sign-in?again=true");
        }
        if (told.status == HttpStatus.UNAUTHORIZED) {
            if (request.getHeader("hx-request") == null) {
                AfterSignIn.remember(request);
                return new ModelAndView("redirect:/sign-in");
            }
            // A script that keeps a page up to date must not get another page instead.
            response.setStatus(told.status.value());
            return null;
        }
        // Who asks is not looked up again: the reason may be that nothing can be.
        Map<String, Object> model =
                Map.of(
                        "shell",
                        Shell.of(SignIns.known(request)),
                        "status",
                        told.status.value(),
                        "detail",
                        told.detail);
        return new ModelAndView(ErrorsController.view(told.status), model, told.status);
    }
}
