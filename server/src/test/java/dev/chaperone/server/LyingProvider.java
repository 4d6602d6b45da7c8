// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.chaperone.vocabulary.Digest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// An identity provider that says what a test wants it to say, true or not.
final class LyingProvider implements AutoCloseable {
    static final String CLIENT = "chaperone";

    private final HttpServer server;
    private final RSAKey key = key();
    private final RSAKey strangeKey = key();

    /// What the last browser was sent here with.
    final Map<String, String> asked = new HashMap<>();

    /// Addresses to which browsers were sent back.
    final List<String> returned = new CopyOnWriteArrayList<>();

    volatile Consumer<JWTClaimsSet.Builder> lie = _ -> {};
    volatile Signing signing = Signing.OWN_KEY;
    volatile boolean wrongState;
    volatile boolean denies;
    volatile boolean tokensAway;

    /// How the ID token is signed.
    enum Signing {
        OWN_KEY,
        STRANGE_KEY,
        CLIENT_SECRET,
        NOT_AT_ALL
    }

    private LyingProvider(HttpServer server) {
        this.server = server;
    }

    static LyingProvider start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LyingProvider provider = new LyingProvider(server);
        server.createContext("/.well-known/openid-configuration", provider::describe);
        server.createContext("/jwks", provider::keys);
        server.createContext("/authorize", provider::authorize);
        server.createContext("/token", provider::token);
        server.start();
        return provider;
    }

    /// Tells the truth again.
    void repent() {
        lie = _ -> {};
        signing = Signing.OWN_KEY;
        wrongState = false;
        denies = false;
        tokensAway = false;
        returned.clear();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void describe(HttpExchange exchange) throws IOException {
        json(
                exchange,
                Map.of(
                        "issuer",
                        issuer(),
                        "authorization_endpoint",
                        issuer() + "/authorize",
                        "token_endpoint",
                        issuer() + "/token",
                        "jwks_uri",
                        issuer() + "/jwks",
                        "response_types_supported",
                        List.of("code"),
                        "subject_types_supported",
                        List.of("public"),
                        "id_token_signing_alg_values_supported",
                        List.of("RS256", "none", "HS256")));
    }

    private void keys(HttpExchange exchange) throws IOException {
        json(exchange, new JWKSet(key.toPublicJWK()).toJSONObject());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        asked.clear();
        asked.putAll(fields(exchange.getRequestURI().getRawQuery()));
        String state = wrongState ? "another" : asked.get("state");
        String answer = denies ? "error=access_denied" : "code=" + UUID.randomUUID();
        String back =
                asked.get("redirect_uri")
                        + "?"
                        + answer
                        + "&state="
                        + URLEncoder.encode(state, StandardCharsets.UTF_8);
        returned.add(back);
        exchange.getResponseHeaders().add("location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> fields =
                fields(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (tokensAway) {
            exchange.close();
            return;
        }
        if (!proves(fields.getOrDefault("code_verifier", ""))) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        json(
                exchange,
                Map.of(
                        "access_token",
                        "opaque",
                        "token_type",
                        "Bearer",
                        "expires_in",
                        60,
                        "id_token",
                        idToken()));
    }

    /// The proof key of RFC 7636.
    private boolean proves(String verifier) {
        MessageDigest sha = Digest.sha256();
        byte[] digest = sha.digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest)
                .equals(asked.get("code_challenge"));
    }

    private String idToken() {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject("subject-of-ada")
                        .audience(CLIENT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                        .claim("nonce", asked.get("nonce"))
                        .claim("auth_time", now.getEpochSecond())
                        .claim("amr", List.of("pwd", "mfa"))
                        .claim("email", "ada@northwind.example")
                        .claim("email_verified", true)
                        .claim("name", "Ada Moreau");
        lie.accept(claims);
        try {
            return signed(claims.build());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return switch (signing) {
            case NOT_AT_ALL -> new PlainJWT(claims).serialize();
            case CLIENT_SECRET -> {
                SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
                shared.sign(new MACSigner("a client secret of more than 32 bytes"));
                yield shared.serialize();
            }
            case OWN_KEY -> signedWith(key, claims);
            case STRANGE_KEY -> signedWith(strangeKey, claims);
        };
    }

    /// Under the name of the known key, whichever it is.
    private String signedWith(RSAKey chosen, JWTClaimsSet claims) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(chosen));
        return token.serialize();
    }

    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void json(HttpExchange exchange, Map<String, Object> body) throws IOException {
        byte[] bytes = RunningDemo.JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /// Where a browser was sent back to last, without the address of the server.
    String lastReturn() {
        URI last = URI.create(returned.getLast());
        return last.getRawPath() + "?" + last.getRawQuery();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
