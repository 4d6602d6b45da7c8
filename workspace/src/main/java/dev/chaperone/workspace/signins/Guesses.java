// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts wrong codes, so that nobody finds one by trying. In memory: whoever makes the product
/// start again to guess on gains ten tries in twenty-five thousand million.
final class Guesses {
    private static final int MOST_OF_A_PERSON = 10;
    // Many people can stand behind one address: one of them alone must not lock the others out.
    private static final int MOST_OF_AN_ADDRESS = 50;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final int REMEMBERED = 10_000;

    private final Map<String, Count> counts = // guarded by this
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record Count(int wrong, Instant until) {}

    /// Whether neither the person nor the address has guessed too often lately.
    synchronized boolean mayTry(String person, String address, Instant now) {
        return wrong(ofPerson(person), now) < MOST_OF_A_PERSON
                && wrong(ofAddress(address), now) < MOST_OF_AN_ADDRESS;
    }

    synchronized void wrong(String person, String address, Instant now) {
        count(ofPerson(person), now);
        count(ofAddress(address), now);
    }

    private static String ofPerson(String person) {
        return "person " + person;
    }

    private static String ofAddress(String address) {
        return "address " + address;
    }

    private void count(String source, Instant now) {
        int before = wrong(source, now);
        Count count = counts.get(source);
        Instant until = before == 0 || count == null ? now.plus(WITHIN) : count.until;
        counts.put(source, new Count(before + 1, until));
    }

    private int wrong(String source, Instant now) {
        Count count = counts.get(source);
        return count == null || !now.isBefore(count.until) ? 0 : count.wrong;
    }
}
