// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

final class EndOfTurnTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void runsAllInOrderBehindTheTurnAndWhatTheyAddInTheNext() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();
        EndOfTurn endOfTurn = new EndOfTurn(context);

        context.runOnContext(_ -> {
            endOfTurn.run(() -> {
                seen.add("one");
                endOfTurn.run(() -> {
                    seen.add("three");
                    done.complete(null);
                });
            });
            endOfTurn.run(() -> {
                throw new IllegalStateException("trouble of one answer");
            });
            endOfTurn.run(() -> seen.add("two"));
            seen.add("turn");
        });

        done.get(10, TimeUnit.SECONDS);
        assertThat(seen).containsExactly("turn", "one", "two", "three");
    }
}
