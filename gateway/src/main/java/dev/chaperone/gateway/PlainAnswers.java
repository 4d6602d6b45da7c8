// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.catalog.Host;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the forward proxy answers to requests that are no CONNECT: the file by which browsers and
/// systems choose a proxy, the certificate of its authority, and why it does nothing else. Neither
/// file holds a secret.
final class PlainAnswers {
    /// What is written into a script must be no script.
    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9.-]+:\\d+|\\[[0-9a-f:]+]:\\d+");

    private PlainAnswers() {}

    static void give(HttpServerRequest request, ProxyConfiguration configuration, boolean tls) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        String uri = request.uri();
        if (reads && uri.equals("/proxy.pac")) {
            pac(request, configuration, tls);
        } else if (reads && uri.equals("/ca.pem")) {
            answer(
                    request,
                    200,
                    "application/x-pem-file",
                    configuration.authority().certificatePem());
        } else if (uri.startsWith("/")) {
            answer(
                    request,
                    404,
                    "text/plain",
                    "Chaperone: this is a forward proxy. It takes CONNECT, and GET of /proxy.pac and"
                            + " /ca.pem.\n");
        } else {
            answer(
                    request,
                    403,
                    "text/plain",
                    "Chaperone: this proxy takes no unencrypted http:// requests, only CONNECT for"
                            + " https://. Use an https:// address, or leave the host out of the proxy"
                            + " (NO_PROXY).\n");
        }
    }

    private static void pac(
            HttpServerRequest request, ProxyConfiguration configuration, boolean tls) {
        String place = request.getHeader("host");
        if (place == null || !PLACE.matcher(place).matches()) {
            answer(request, 400, "text/plain", "Chaperone: ask by host and port.\n");
            return;
        }
        answer(
                request,
                200,
                "application/x-ns-proxy-autoconfig",
                script(configuration, (tls ? "HTTPS " : "PROXY ") + place));
    }

    private static String script(ProxyConfiguration configuration, String proxy) {
        String ours =
                configuration.hosts().all().stream()
                        .map(Host::pattern)
                        .distinct()
                        .map(pattern -> "shExpMatch(host, \"" + pattern + "\")")
                        .collect(Collectors.joining("\n      || "));
        return """
        function FindProxyForURL(url, host) {
          if (url.substring(0, 6) != "https:") return "DIRECT";
          if (%s) return "%s";
          return "%s";
        }
        """
                .formatted(ours, proxy, configuration.others() ? "DIRECT" : proxy);
    }

    private static void answer(HttpServerRequest request, int status, String type, String text) {
        var _ = request.response().setStatusCode(status).putHeader("content-type", type).end(text);
        request.resume();
    }
}
