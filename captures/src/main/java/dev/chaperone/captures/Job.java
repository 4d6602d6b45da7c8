// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.util.concurrent.CompletableFuture;

/// What waits for the thread that writes.
sealed interface Job {
    /// Bytes that it holds in memory.
    long bytes();

    /// It will not be done, or nobody knows whether it was.
    void refuse(Exception why);

    /// A body to be kept, and the promise to whoever brought it.
    record Keeping(Capture capture, CompletableFuture<Void> promise) implements Job {
        @Override
        public long bytes() {
            return capture.body().length;
        }

        @Override
        public void refuse(Exception why) {
            promise.completeExceptionally(why);
        }
    }

    /// A drawer to be destroyed.
    record Destroying(Drawer drawer, CompletableFuture<Erasure> promise) implements Job {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void refuse(Exception why) {
            promise.completeExceptionally(why);
        }
    }
}
