// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate that vouches for itself, made by the JDK's own tool.
///
/// @param certificate PEM file
/// @param key PEM file
record TestCertificate(Path certificate, Path key, KeyStore store) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /// @param name as `ip:127.0.0.1` or `dns:vendor.example`
    static TestCertificate named(String name, Path directory) throws Exception {
        Path file = directory.resolve(name.replace(':', '-') + ".p12");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=Chaperone test",
                "-ext",
                "SAN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Key key = store.getKey("test", PASSWORD);
        return new TestCertificate(
                pem("CERTIFICATE", store.getCertificate("test").getEncoded(), file),
                pem("PRIVATE KEY", key.getEncoded(), file),
                store);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private static Path pem(String kind, byte[] bytes, Path beside) throws IOException {
        String text =
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(
                                kind,
                                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes),
                                kind);
        return Files.writeString(Path.of(beside + "." + kind.replace(' ', '-') + ".pem"), text);
    }

    HttpServerOptions server() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setMaxHeaderSize(64 * 1024)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(64 * 1024))
                .setKeyCertOptions(
                        new PemKeyCertOptions()
                                .setCertPath(certificate.toString())
                                .setKeyPath(key.toString()));
    }

    /// A client that trusts this certificate only.
    HttpClient.Builder client() throws GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, PASSWORD);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        trusted.setCertificateEntry("test", store.getCertificate("test"));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context);
    }
}
