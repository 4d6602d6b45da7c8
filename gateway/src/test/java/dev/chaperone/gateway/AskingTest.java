// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Upstreams that were too busy are remembered only where another can be asked, so that callers who
/// make up hosts fill no memory.
@Timeout(60)
class AskingTest {
    private static final int TIMES = 30;

    private final Vertx vertx = Gateway.eventLoops();
    private final FakeVendor vendor = FakeVendor.start(vertx);

    @AfterEach
    void close() {
        TestSite.await(vertx.close());
    }

    @Test
    void remembersNoHostForWhichNobodyCanStandIn() throws Exception {
        assertThat(remembered(i -> List.of(upstream("host" + i)))).isZero();
    }

    @Test
    void remembersNoMoreThanThereAreUpstreams() throws Exception {
        List<Upstream> two = List.of(upstream("a"), upstream("b"));

        assertThat(remembered(_ -> two)).isEqualTo(2);
    }

    /// How many are remembered after many prompts, each of which goes to upstreams that are busy.
    private int remembered(IntFunction<List<Upstream>> candidates) throws Exception {
        vendor.behave((request, _) -> FakeVendor.answer(request, 503, "application/json", "{}"));
        Upstreams upstreams = new Upstreams(vertx, TestSite.PATIENT, Map.of());
        HttpServer door =
                TestSite.await(
                        vertx.createHttpServer()
                                .requestHandler(request -> ask(upstreams, request, candidates))
                                .listen(0, "127.0.0.1"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + door.actualPort() + "/v1/messages");
            return Integer.parseInt(
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body());
        }
    }

    private static void ask(
            Upstreams upstreams,
            HttpServerRequest request,
            IntFunction<List<Upstream>> candidates) {
        List<Future<HttpClientResponse>> answers = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            answers.add(
                    new Asking(
                                    upstreams,
                                    request,
                                    candidates.apply(i),
                                    new byte[] {'{', '}'},
                                    false)
                            .run());
        }
        Future.join(answers)
                .onComplete(_ -> request.response().end(Integer.toString(upstreams.resting())));
    }

    private Upstream upstream(String name) {
        return new Upstream(
                name,
                Upstream.Kind.ANTHROPIC,
                URI.create("http://127.0.0.1:" + vendor.port() + "/" + name),
                null,
                false,
                new PlanId("api"),
                new VendorId("anthropic"));
    }
}
