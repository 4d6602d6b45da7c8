// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Only what no check of a ledger can do without: SHA-256 of as many leaves as a ledger has, from a
/// few bundles' worth of memory, on all processors.
final class HashProbe {
    private static final int BUNDLE = 256;
    private static final int NODE = 65;

    private HashProbe() {}

    /// Hashes, and says how large a leaf is in the mean.
    ///
    /// @param withNodes whether the hashes above the leaves are computed too
    static double run(SampleEntry kind, long leaves, boolean withNodes) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        byte[][] bundle = new byte[BUNDLE][];
        int bytes = 0;
        for (int i = 0; i < BUNDLE; i++) {
            byte[] entry = kind.at(1_000_000L + i);
            bundle[i] = new byte[1 + entry.length];
            System.arraycopy(entry, 0, bundle[i], 1, entry.length);
            bytes += entry.length;
        }
        long bundles = leaves / BUNDLE / threads;
        try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(() -> hash(bundle, bundles, withNodes));
            }
            for (Future<Integer> each : all.invokeAll(tasks)) {
                var _ = each.get();
            }
        }
        return (double) bytes / BUNDLE;
    }

    private static int hash(byte[][] bundle, long times, boolean withNodes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] hash = new byte[NODE];
        int seen = 0;
        for (long round = 0; round < times; round++) {
            for (byte[] leaf : bundle) {
                digest.update(leaf, 0, leaf.length);
                digest.digest(hash, 1, 32);
                if (withNodes) {
                    digest.update(hash, 0, NODE);
                    digest.digest(hash, 1 + 32, 32);
                }
                seen += hash[1 + 32];
            }
        }
        return seen;
    }
}
