// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a browser without scripts does on our pages: keeps cookies, follows redirects, sends forms
/// with the page's proof that it is ours.
final class FormBrowser implements AutoCloseable {
    private static final Pattern PROOF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final String base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(cookies)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private String proof = "";
    private String before = "";

    FormBrowser(String base) {
        this.base = base;
    }

    HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    HttpResponse<String> submit(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("_csrf", proof);
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("referer", before)
                        .POST(BodyPublishers.ofString(form(all)))
                        .build());
    }

    /// What the browser keeps under this name; empty when nothing.
    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> page = client.send(request, BodyHandlers.ofString());
        before = page.uri().toString();
        Matcher found = PROOF.matcher(page.body());
        if (found.find()) {
            proof = found.group(1);
        }
        return page;
    }

    @Override
    public void close() {
        client.close();
    }
}
