// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failures, so that nobody finds a password by trying. After some failures for an account
/// one has to wait, longer each time but never for good: who knows an address must not be able to
/// keep its owner out. For the same reason the failures from an address at which the person was let
/// in lately count apart from everybody else's. In memory: a new start forgives.
final class Attempts {
    private static final int FREE = 5;
    private static final int FREE_OF_AN_ADDRESS = 50;
    private static final Duration WITHIN = Duration.ofMinutes(15);
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int REMEMBERED = 20_000;

    private final Map<String, Count> counts = // guarded by this
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record Count(int failures, Instant last, Instant waitUntil) {
        boolean isOld(Instant now) {
            return now.isAfter(last.plus(WITHIN)) && now.isAfter(waitUntil.plus(WITHIN));
        }
    }

    /// Who tries.
    ///
    /// @param account the e-mail address whatever its capitals, known or not
    /// @param address from where
    /// @param familiar whether the account's person was let in from there lately
    record Source(String account, String address, boolean familiar) {
        private String ofAccount() {
            return "account " + account + " " + (familiar ? address : "elsewhere");
        }

        private String ofAddress() {
            return "address " + address;
        }
    }

    /// Takes one attempt for a failure until [#succeeded], so that many at once are counted too.
    ///
    /// @return how long to wait first; zero when this attempt may be looked at
    synchronized Duration begin(Source source, Instant now) {
        Duration wait = left(source.ofAccount(), now);
        Duration ofAddress = left(source.ofAddress(), now);
        if (ofAddress.compareTo(wait) > 0) {
            wait = ofAddress;
        }
        if (wait.isZero()) {
            count(source.ofAccount(), FREE, now);
            count(source.ofAddress(), FREE_OF_AN_ADDRESS, now);
        }
        return wait;
    }

    synchronized void succeeded(Source source) {
        counts.remove(source.ofAccount());
        Count address = counts.get(source.ofAddress());
        if (address != null) {
            Count less = new Count(address.failures - 1, address.last, address.waitUntil);
            counts.put(source.ofAddress(), less);
        }
    }

    private Duration left(String key, Instant now) {
        Count count = counts.get(key);
        return count == null || !now.isBefore(count.waitUntil)
                ? Duration.ZERO
                : Duration.between(now, count.waitUntil);
    }

    private void count(String key, int free, Instant now) {
        Count before = counts.get(key);
        int failures = before == null || before.isOld(now) ? 1 : before.failures + 1;
        counts.put(key, new Count(failures, now, now.plus(wait(failures - free))));
    }

    /// @param beyond how many failures too many
    private static Duration wait(int beyond) {
        if (beyond < 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(beyond, 10));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
