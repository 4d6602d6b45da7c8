// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/// The address at which the company's directory calls. It describes itself (`/Schemas`,
/// `/ResourceTypes`, `/ServiceProviderConfig`), so the API's description leaves it out.
@Hidden
@Controller
class ScimController {
    static final String PATH = "/scim/v2";

    private final ScimEndpoint endpoint;
    private final Entrance entrance;

    ScimController(Workspace workspace, Entrance entrance) {
        this.endpoint =
                new ScimEndpoint(
                        workspace.directory().users(),
                        workspace.directory().events(),
                        workspace.clock());
        this.entrance = entrance;
    }

    @Needs(Permission.PROVISION)
    @RequestMapping(
            path = {PATH, PATH + "/**"},
            method = {
                RequestMethod.GET,
                RequestMethod.POST,
                RequestMethod.PUT,
                RequestMethod.PATCH,
                RequestMethod.DELETE
            })
    ResponseEntity<?> answer(HttpServletRequest request, SignedIn caller) throws IOException {
        String place = request.getRequestURI().substring(PATH.length());
        // Nothing lies deeper than /Users/{id}.
        if (place.length() < 2 || place.chars().filter(c -> c == '/').count() > 2) {
            return ScimAnswer.error(
                    HttpStatus.NOT_FOUND,
                    null,
                    "There is nothing here. " + PATH + "/ResourceTypes lists what there is.");
        }
        String query = request.getQueryString();
        ScimEndpoint.Asking asking =
                new ScimEndpoint.Asking(
                        HttpMethod.valueOf(request.getMethod()),
                        entrance.base(request) + PATH + place + (query == null ? "" : "?" + query),
                        place,
                        headers(request),
                        new String(
                                request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return endpoint.answer(asking, caller.actor()).entity();
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!name.equalsIgnoreCase("authorization") && !name.equalsIgnoreCase("cookie")) {
                headers.put(name, request.getHeader(name));
            }
        }
        return headers;
    }
}
