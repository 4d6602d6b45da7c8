// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every route names the permission that it needs, and holds to it for every role.
@Timeout(600)
final class RoutesTest {
    /// What strangers may call. A route comes onto this list on purpose or not at all.
    private static final Set<String> OPEN =
            Set.of(
                    "GET /sign-in",
                    "POST /sign-in",
                    "POST /sign-in/demo",
                    "POST /sign-in/account",
                    "POST /sign-in/passkey",
                    "POST /sign-in/passkey/options",
                    "GET /sign-in/company",
                    "GET /welcome/{secret}",
                    "POST /welcome/{secret}",
                    "GET /health",
                    "GET /ledger/checkpoint",
                    "GET /ledger/vkey",
                    "GET /ledger/minimum-index",
                    "GET /ledger/witnessed",
                    "GET /ledger/tile/{level:[0-9]+}/**",
                    "GET /api/openapi.json",
                    "GET /api/openapi.json.yaml",
                    "ANY /error");

    private static final String GARBAGE = "{\"not\": json";

    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void nameAPermissionOrAreOnTheListOfOpenOnes() {
        Set<String> open = new TreeSet<>();
        routes().forEach((route, method) -> {
            if (Guard.isOpen(method)) {
                open.add(route);
            } else {
                assertThat(method.hasMethodAnnotation(Needs.class)).as(route).isTrue();
            }
        });
        assertThat(open).isEqualTo(new TreeSet<>(OPEN));
    }

    @Test
    void sendStrangersAwayBeforeReadingWhatTheySend() throws Exception {
        for (String route : closedApi()) {
            assertThat(status(route, "")).as(route).isEqualTo(401);
            assertThat(status(route, "chp_wrong")).as(route).isEqualTo(401);
        }
    }

    @Test
    void refuseARoleWithoutThePermissionBeforeReadingWhatItSends() throws Exception {
        for (Role role : Role.values()) {
            String token = demo.apiToken(role);
            for (String route : closedApi()) {
                boolean may = Permission.of(role).contains(needed(route));
                int status = status(route, token);
                if (may) {
                    assertThat(status).as(role + " " + route).isNotIn(401, 403);
                } else {
                    assertThat(status).as(role + " " + route).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void neverOpenTheApiToAGatewayToken() throws Exception {
        for (String route : closedApi()) {
            assertThat(status(route, demo.token())).as(route).isEqualTo(401);
        }
    }

    private static Permission needed(String route) {
        HandlerMethod method = Objects.requireNonNull(routes().get(route));
        return Objects.requireNonNull(method.getMethodAnnotation(Needs.class)).value();
    }

    private static Set<String> closedApi() {
        Set<String> closed = new TreeSet<>(routes().keySet());
        closed.removeAll(OPEN);
        closed.removeIf(route -> !route.contains(" /api/"));
        assertThat(closed).hasSizeGreaterThan(8);
        return closed;
    }

    private static int status(String route, String token) throws Exception {
        String[] parts = route.split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]+}", "0");
        return demo.send(parts[0], path, token, "application/json", GARBAGE).statusCode();
    }

    private static Map<String, HandlerMethod> routes() {
        return routes(demo);
    }

    /// Every route of a running product, as `GET /people/{id}`.
    static Map<String, HandlerMethod> routes(RunningDemo site) {
        Map<String, HandlerMethod> routes = new TreeMap<>();
        Map<RequestMappingInfo, HandlerMethod> known =
                site.instance()
                        .web()
                        .context()
                        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                        .getHandlerMethods();
        known.forEach((info, method) ->
                info.getPatternValues()
                        .forEach(path -> {
                            if (info.getMethodsCondition().getMethods().isEmpty()) {
                                routes.put("ANY " + path, method);
                            }
                            info.getMethodsCondition()
                                    .getMethods()
                                    .forEach(verb -> routes.put(verb + " " + path, method));
                        }));
        return routes;
    }
}
