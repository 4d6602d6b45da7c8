// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.VerifierKey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A witness that listens on a port of its own.
final class Site implements AutoCloseable {
    static final String NAME = "witness.example/w1";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final Witness witness;
    private final WitnessServer server;

    private Site(Witness witness) throws IOException {
        this.witness = witness;
        this.server = WitnessServer.start(witness, anyPort(), reports::add);
    }

    static Site start(Path directory, TestLog... logs) throws IOException {
        return start(directory, DurableFiles.onDisk(), logs);
    }

    static Site start(Path directory, DurableFiles files, TestLog... logs) throws IOException {
        List<VerifierKey> keys = List.of(logs).stream().map(TestLog::vkey).toList();
        return new Site(Witness.open(directory, Optional.of(NAME), keys, Clock.systemUTC(), files));
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    List<String> reports() {
        return reports;
    }

    Witness witness() {
        return witness;
    }

    int port() {
        return server.address().getPort();
    }

    WitnessAddress address(String name) {
        return new WitnessAddress(name, url(), witness.verifiers());
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    HttpResponse<String> submit(String body) throws IOException, InterruptedException {
        return send(request("/add-checkpoint").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    @Override
    public void close() throws IOException {
        server.close();
        witness.close();
        http.shutdownNow();
    }
}
