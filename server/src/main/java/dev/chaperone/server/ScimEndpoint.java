// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ETagFeature;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ResourceTypeFeatures;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.directory.DirectoryEvent;
import dev.chaperone.workspace.directory.DirectoryEvents;
import dev.chaperone.workspace.directory.DirectoryUsers;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The company's directory keeps people and groups in step by SCIM 2.0 (RFC 7643, RFC 7644). The
/// protocol is a library's, with the habits of the common directories; what a request does is
/// decided in [DirectoryUsers]. A request is done wholly or not at all, and what was wanted is
/// noted either way.
final class ScimEndpoint {
    /// The most that one answer lists.
    private static final int LISTED = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DirectoryUsers users;
    private final DirectoryEvents events;
    private final ResourceEndpoint endpoint;
    private final Clock clock;

    ScimEndpoint(DirectoryUsers users, DirectoryEvents events, Clock clock) {
        this.users = users;
        this.events = events;
        this.clock = clock;
        this.endpoint =
                new ResourceEndpoint(
                        provider(),
                        new ScimUsers(users).endpoint(),
                        new GroupEndpointDefinition(new ScimGroups(users.groups())));
        endpoint.getPatchWorkarounds().addFirst(ScimRemovedMembers::new);
        for (ResourceType type : endpoint.getRegisteredResourceTypes()) {
            ResourceTypeFeatures features = type.getFeatures();
            features.setETagFeature(ETagFeature.builder().enabled(true).build());
            type.setFeatures(features);
        }
    }

    private static ServiceProvider provider() {
        return ServiceProvider.builder()
                .patchConfig(
                        PatchConfig.builder()
                                .supported(true)
                                .ignoreUnknownAttributes(true)
                                .doNotFailOnNoTarget(true)
                                .activateMsAzureFilterWorkaround(true)
                                .activateMsAzureValueSubAttributeWorkaround(true)
                                .activateMsAzureComplexSimpleValueWorkaround(true)
                                .build())
                .filterConfig(FilterConfig.builder().supported(true).maxResults(LISTED).build())
                .eTagConfig(ETagConfig.builder().supported(true).build())
                .authenticationSchemes(
                        List.of(
                                AuthenticationScheme.builder()
                                        .name("OAuth Bearer Token")
                                        .description("A service token with the scope scim.")
                                        .type("oauthbearertoken")
                                        .build()))
                .caseInsensitiveValidation(true)
                .lenientContentTypeChecking(true)
                .build();
    }

    /// What is asked for.
    ///
    /// @param address with parameters, as the answer's locations shall begin
    /// @param place below `/scim/v2`
    record Asking(
            HttpMethod method,
            String address,
            String place,
            Map<String, String> headers,
            String body) {
        boolean writes() {
            return method != HttpMethod.GET && !place.endsWith("/.search");
        }
    }

    ScimAnswer answer(Asking asking, Actor by) {
        ScimCall call = new ScimCall(by);
        if (!asking.writes()) {
            return ask(asking, call);
        }
        ScimAnswer answer;
        try {
            answer =
                    isJson(asking)
                            ? users.oneByOne(() -> {
                                ScimAnswer given = ask(asking, call);
                                if (given.isRefusal()) {
                                    throw new UndoneException(given);
                                }
                                note(asking, call, given);
                                return given;
                            })
                            : new ScimAnswer(400, Map.of(), NO_JSON);
        } catch (UndoneException undone) {
            answer = undone.answer;
        }
        if (answer.isRefusal()) {
            note(asking, call, answer);
        }
        return answer;
    }

    private static final String NO_JSON =
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"400\","
                    + "\"scimType\":\"invalidSyntax\",\"detail\":\"The body is not a JSON object.\"}";

    private static boolean isJson(Asking asking) {
        if (asking.method() == HttpMethod.DELETE) {
            return true;
        }
        try {
            var read = JSON.readTree(asking.body());
            return read != null && read.isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /// The library answers everything, also what failed here: that goes to whoever knows how to say
    /// it.
    private ScimAnswer ask(Asking asking, ScimCall call) {
        var response =
                endpoint.handleRequest(
                        asking.address(), asking.method(), asking.body(), asking.headers(), call);
        RuntimeException failure = call.failure();
        if (failure != null) {
            throw failure;
        }
        return ScimAnswer.of(response);
    }

    private void note(Asking asking, ScimCall call, ScimAnswer answer) {
        events.note(
                new DirectoryEvent(
                        clock.instant(),
                        call.by().value(),
                        asking.method().name(),
                        asking.place(),
                        call.subject(),
                        answer.status(),
                        answer.isRefusal() ? why(answer) : call.note()));
    }

    private static String why(ScimAnswer answer) {
        try {
            return JSON.readTree(answer.body()).path("detail").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /// Undoes what was begun: the answer is a refusal.
    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ScimAnswer answer;

        UndoneException(ScimAnswer answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }
}
