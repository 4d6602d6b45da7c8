// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Keeps a number of appends in flight for a while and measures each.
final class Load {
    private Load() {}

    /// What came of it.
    ///
    /// @param perSecond appends that were acknowledged in a second
    /// @param latencies nanoseconds from asking to being told, sorted
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Result(double perSecond, long[] latencies) {
        /// Microseconds that this share of the appends did not exceed.
        double micros(double share) {
            int at = (int) Math.min(latencies.length - 1L, Math.round(share * latencies.length));
            return latencies[at] / 1_000.0;
        }
    }

    /// @param entry made anew for each append
    static Result run(
            Function<byte[], CompletableFuture<Long>> append,
            Function<Long, byte[]> entry,
            int inFlight,
            double seconds)
            throws InterruptedException {
        Semaphore slots = new Semaphore(inFlight);
        long[] latencies = new long[16 * 1024 * 1024];
        int count = 0;
        long began = System.nanoTime();
        long until = began + (long) (seconds * 1e9);
        while (System.nanoTime() < until && count < latencies.length) {
            slots.acquire();
            int nth = count++;
            byte[] bytes = entry.apply((long) nth);
            long asked = System.nanoTime();
            var _ =
                    append.apply(bytes)
                            .whenComplete((_, failure) -> {
                                latencies[nth] = failure == null ? System.nanoTime() - asked : -1;
                                slots.release();
                            });
        }
        slots.acquire(inFlight);
        double took = (System.nanoTime() - began) / 1e9;
        long[] sorted = Arrays.copyOf(latencies, count);
        Arrays.sort(sorted);
        if (count > 0 && sorted[0] < 0) {
            throw new IllegalStateException("An append was refused");
        }
        return new Result(count / took, sorted);
    }
}
