// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

import java.util.List;

/// What `/api/openapi.json` says beyond what the routes themselves tell.
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    static {
        // Not sent by the caller but found out by us.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(SignedIn.class);
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Chaperone")
                                .version("v1")
                                .description(
                                        "Who used which AI coding assistant, when, and what was"
                                                + " decided. Times are UTC, lists are newest"
                                                + " first, errors are application/problem+json."))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        "bearer",
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer"))
                                .addSchemas("Problem", problem()));
    }

    private static Schema<?> problem() {
        return new Schema<Object>()
                .type("object")
                .description("RFC 9457")
                .addProperty("type", new Schema<String>().type("string"))
                .addProperty("title", new Schema<String>().type("string"))
                .addProperty("status", new Schema<Integer>().type("integer"))
                .addProperty("detail", new Schema<String>().type("string"))
                .addProperty("instance", new Schema<String>().type("string"));
    }

    /// Names each operation for code generators, says what it needs, and how it fails.
    @Bean
    OperationCustomizer operations() {
        return (operation, route) -> {
            operation.setOperationId(name(route));
            Needs needs = route.getMethodAnnotation(Needs.class);
            if (needs != null) {
                operation.addSecurityItem(new SecurityRequirement().addList("bearer"));
                operation.addExtension("x-permission", needs.value().written());
            } else {
                operation.setSecurity(List.of());
            }
            return failing(operation);
        };
    }

    private static String name(HandlerMethod route) {
        String domain = route.getBeanType().getSimpleName().replaceAll("(Api|Controller)$", "");
        return route.getMethod().getName() + domain;
    }

    private static Operation failing(Operation operation) {
        Schema<?> problem = new Schema<Object>().$ref("#/components/schemas/Problem");
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("a problem")
                                .content(
                                        new Content()
                                                .addMediaType(
                                                        "application/problem+json",
                                                        new MediaType().schema(problem))));
        return operation;
    }
}
