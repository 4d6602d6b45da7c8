// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// What the forward proxy adds to a prompt: one client asks a vendor over TLS and HTTP/1.1, on one
/// connection directly and on another through the proxy, in turns.
final class ProxyLatency {
    private static final int REQUESTS = 3_000;
    private static final String HOST = "api.anthropic.com";

    private final OutputStream out;
    private final InputStream in;

    private ProxyLatency(SSLSocket socket) throws IOException {
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /// Prints a row for each size of prompt.
    ///
    /// @param arguments the vendor's port, the proxy's port, a caller's token, and files with the
    ///   certificates of the vendor and of the proxy's authority
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        int vendor = Integer.parseInt(arguments[0]);
        int proxy = Integer.parseInt(arguments[1]);
        SSLContext tls = trusting(Path.of(arguments[3]), Path.of(arguments[4]));
        for (int size : new int[] {100, 50_000}) {
            ProxyLatency direct =
                    new ProxyLatency(
                            over(tls, new Socket(InetAddress.getLoopbackAddress(), vendor)));
            ProxyLatency tunnelled =
                    new ProxyLatency(
                            over(
                                    tls,
                                    tunnel(
                                            new Socket(InetAddress.getLoopbackAddress(), proxy),
                                            arguments[2])));
            long[] without = new long[REQUESTS];
            long[] with = new long[REQUESTS];
            // Each text is new, as prompts are; the first half is for the compilers.
            for (int i = -REQUESTS; i < REQUESTS; i++) {
                byte[] request = request(size, i + REQUESTS);
                long begun = System.nanoTime();
                direct.ask(request);
                long between = System.nanoTime();
                tunnelled.ask(request);
                if (i >= 0) {
                    without[i] = between - begun;
                    with[i] = System.nanoTime() - between;
                }
            }
            Arrays.sort(without);
            Arrays.sort(with);
            System.out.printf(
                    "| %d bytes | %d µs | %d µs | %d µs | %d µs | %d µs |%n",
                    size,
                    micros(without, 50),
                    micros(with, 50),
                    micros(with, 50) - micros(without, 50),
                    micros(without, 99),
                    micros(with, 99));
        }
    }

    private static long micros(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1_000;
    }

    private static SSLContext trusting(Path... files) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        for (Path file : files) {
            try (InputStream pem = Files.newInputStream(file)) {
                known.setCertificateEntry(
                        file.toString(),
                        CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    private static Socket tunnel(Socket socket, String token) throws IOException {
        socket.getOutputStream()
                .write(
                        "CONNECT %s:443 HTTP/1.1\r\nHost: %s:443\r\nProxy-Authorization: Bearer %s\r\n\r\n"
                                .formatted(HOST, HOST, token)
                                .getBytes(StandardCharsets.US_ASCII));
        String head = head(socket.getInputStream());
        if (!head.contains(" 200 ")) {
            throw new IOException("The proxy says " + head);
        }
        return socket;
    }

    private static SSLSocket over(SSLContext tls, Socket socket) throws IOException {
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, HOST, 443, true);
        secured.startHandshake();
        return secured;
    }

    private static byte[] request(int size, int number) {
        String text =
                "Run %07d: ".formatted(number) + "int rest = total - paid; ".repeat(size / 25);
        String body =
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(text);
        return """
        POST /v1/messages HTTP/1.1\r
        Host: %s\r
        Content-Type: application/json\r
        x-api-key: bench\r
        anthropic-version: 2023-06-01\r
        Content-Length: %d\r
        \r
        %s\
        """
                .formatted(HOST, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void ask(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        String head = head(in);
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("The vendor or the proxy says " + head);
        }
        String length = head.replaceAll("(?is).*content-length: (\\d+).*", "$1");
        in.skipNBytes(Long.parseLong(length));
    }

    private static String head(InputStream from) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = from.read();
            if (next < 0) {
                throw new IOException("Closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
