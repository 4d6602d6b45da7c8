// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/// What is to be done when an event loop has read all that the network brought: one task for all
/// answers that grew, where each having its own would cost as much as looking at their bytes.
///
/// For the event loop's thread only.
final class EndOfTurn {
    private static final Logger LOG = LoggerFactory.getLogger(EndOfTurn.class);

    private final Context context;
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> running = new ArrayList<>();

    EndOfTurn(Context context) {
        this.context = context;
    }

    /// Runs this at the end of the turn, once for each call.
    void run(Runnable work) {
        waiting.add(work);
        if (waiting.size() == 1) {
            context.runOnContext(_ -> runAll());
        }
    }

    private void runAll() {
        List<Runnable> now = waiting;
        waiting = running;
        running = now;
        for (Runnable work : now) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                // One answer's trouble is not that of the others.
                LOG.error("Passing an answer on failed", e);
            }
        }
        now.clear();
    }
}
