// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/// A ledger behind HTTP.
@Timeout(60)
class WebsiteTest {
    private static final String TOKEN = "chp_auditor";

    @TempDir private Path folder;
    private HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> tokensSeen = new CopyOnWriteArrayList<>();
    private @Nullable String redirect;
    private boolean packed;

    @BeforeEach
    void start() throws IOException {
        SampleLog.written(folder, 700);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ledger/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ledger";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/ledger/".length());
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
            tokensSeen.add(path + " " + token);
            Path file = folder.resolve(path.replaceFirst("^moved/", ""));
            boolean entries = path.startsWith("tile/entries/");
            if (redirect != null && path.equals("tile/0/000")) {
                exchange.getResponseHeaders().set("location", redirect);
                exchange.sendResponseHeaders(302, -1);
            } else if (entries && !token.equals("Bearer " + TOKEN)) {
                exchange.sendResponseHeaders(403, -1);
            } else if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, Files.readAllBytes(file));
            }
        }
    }

    private void send(HttpExchange exchange, byte[] content) throws IOException {
        byte[] bytes = content;
        if (packed) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
            bytes = out.toByteArray();
            exchange.getResponseHeaders().set("content-encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void checksAServersLedgerWithAToken() {
        Ran ran = Ran.ledger(url(), "--token", TOKEN);
        assertThat(ran.out())
                .contains("700 entries were hashed and compared")
                .contains("ok     witnessed:")
                .contains("Result: fine.");
        assertThat(ran.code()).isZero();
        assertThat(tokensSeen)
                .contains("tile/entries/000 Bearer " + TOKEN)
                .contains("tile/0/000 null")
                .contains("checkpoint null");
        assertThat(Ran.withToken(TOKEN, "ledger", url()).code()).isZero();
    }

    @Test
    void findsTheLedgerOfAServersAddress() {
        String address = url().substring(0, url().length() - "/ledger".length());
        assertThat(Ran.withToken(TOKEN, "ledger", address + "/").code()).isZero();
    }

    @Test
    void checksTheHashesWithoutATokenAndSaysSo() throws IOException {
        Ran ran = Ran.ledger(url());
        assertThat(ran.out())
                .contains("ok     tiles:")
                .contains("--     entries: the entries were NOT CHECKED, only their hashes")
                .contains("Give a token of the auditor role with CHAPERONE_TOKEN or --token")
                .contains("Result: UNKNOWN, not everything could be checked, 1 check not made.");
        assertThat(ran.code()).isEqualTo(3);
        byte[] tile = Files.readAllBytes(folder.resolve("tile/0/001"));
        tile[77] ^= 1;
        Files.write(folder.resolve("tile/0/001"), tile);
        assertThat(Ran.ledger(url()).code()).isEqualTo(1);
    }

    @Test
    void unpacksWhatIsPackedWithoutBeingAsked() {
        packed = true;
        assertThat(Ran.ledger(url(), "--token", TOKEN).code()).isZero();
    }

    @Test
    void unpacksNoBomb() throws IOException {
        packed = true;
        Files.write(folder.resolve("tile/0/000"), new byte[64 * 1024 * 1024]);
        Ran ran = Ran.ledger(url(), "--token", TOKEN);
        assertThat(ran.err()).contains("tile/0/000");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void takesTheFullTileWhenThePartialOneIsGone() throws IOException {
        byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint"));
        new SampleLog(folder, 1000).writeTree(1000);
        Files.write(folder.resolve("checkpoint"), checkpoint);
        Files.delete(folder.resolve("tile/0/002.p/188"));
        Files.delete(folder.resolve("tile/entries/002.p/188"));
        assertThat(Ran.ledger(url(), "--token", TOKEN).code()).isZero();
    }

    @Test
    void namesADamagedEntryOfAServer() throws IOException {
        byte[] bundle = Files.readAllBytes(folder.resolve("tile/entries/001"));
        bundle[52] ^= 1;
        Files.write(folder.resolve("tile/entries/001"), bundle);
        Ran ran = Ran.ledger(url(), "--token", TOKEN);
        assertThat(ran.out()).contains("tile/entries/001: entry 261 is not the one in the tree");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void followsRedirectionsOnTheSameServerOnly() {
        redirect = url() + "/moved/tile/0/000";
        assertThat(Ran.ledger(url(), "--token", TOKEN).code()).isZero();
        redirect = url() + "/tile/0/000";
        Ran loop = Ran.ledger(url(), "--token", TOKEN);
        assertThat(loop.err()).contains("which is not followed");
        assertThat(loop.code()).isEqualTo(3);
        redirect = "http://localhost:1/ledger/tile/0/000";
        Ran away = Ran.ledger(url(), "--token", TOKEN);
        assertThat(away.err()).contains("redirects to http://localhost:1/", "not followed");
        assertThat(away.code()).isEqualTo(3);
    }

    @Test
    void saysThatNobodyAnswers() {
        server.stop(0);
        Ran ran = Ran.ledger(url());
        assertThat(ran.err()).contains("nothing answers at");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void saysThatThereIsNoLedger() throws IOException {
        Files.delete(folder.resolve("checkpoint"));
        Ran ran = Ran.ledger(url());
        assertThat(ran.err()).contains("there is no ledger");
        assertThat(ran.code()).isEqualTo(3);
    }
}
