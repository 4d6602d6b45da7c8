// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// The company's own secrets, arranged so that a text can be looked through for all of them at
/// once. [KnownSearch] does it.
///
/// Immutable; any number of threads may use it.
public final class KnownSecrets {
    /// 32 KB of bits, as much as stays close to the processor.
    private static final int BITS = 1 << 18;

    private static final Place[] NOWHERE = {};

    /// There are none.
    public static final KnownSecrets NONE =
            new KnownSecrets(FingerprintKey.of(new byte[FingerprintKey.BYTES]), List.of());

    private final FingerprintKey key;
    private final int size;
    private final boolean onlyInRuns;
    private final String version;
    private final long[] noticed = new long[BITS / Long.SIZE];

    // By gram, with open addressing.
    private final int[] grams;
    private final Place[][] places;

    /// Where a value would lie around the eight bytes that were noticed, and which ones would.
    ///
    /// @param before how many bytes of the value stand in front of the eight
    record Place(int before, int length, List<Value> values) {
        Place {
            values = List.copyOf(values);
        }

        Place with(Value value) {
            List<Value> more = new ArrayList<>(values);
            more.add(value);
            return new Place(before, length, more);
        }

        /// The one with this mac; null when there is none.
        @Nullable Value of(byte[] mac) {
            Value found = null;
            for (Value value : values) {
                found = MessageDigest.isEqual(value.mac, mac) ? value : found;
            }
            return found;
        }
    }

    /// A spelling of a secret.
    static final class Value {
        private final KnownSecret secret;
        private final byte[] mac;

        Value(KnownSecret secret, Fingerprint fingerprint) {
            this.secret = secret;
            this.mac = HexFormat.of().parseHex(fingerprint.mac());
        }

        KnownSecret secret() {
            return secret;
        }
    }

    private KnownSecrets(FingerprintKey key, Collection<KnownSecret> secrets) {
        this.key = key;
        this.size = secrets.size();
        long count = secrets.stream().mapToLong(secret -> secret.fingerprints().size()).sum();
        int slots = Integer.highestOneBit((int) Math.max(1, count)) * 4;
        grams = new int[slots];
        places = new Place[slots][];
        Arrays.fill(places, NOWHERE);
        boolean runs = true;
        for (KnownSecret secret : secrets) {
            for (Fingerprint fingerprint : secret.fingerprints()) {
                runs &= fingerprint.inRun();
                add(secret, fingerprint);
            }
        }
        onlyInRuns = runs;
        version = version(secrets);
    }

    /// Arranges a list.
    ///
    /// @param key with which the fingerprints were made
    public static KnownSecrets of(FingerprintKey key, Collection<KnownSecret> secrets) {
        return secrets.isEmpty() ? NONE : new KnownSecrets(key, secrets);
    }

    private void add(KnownSecret secret, Fingerprint fingerprint) {
        int gram = fingerprint.gram();
        noticed[word(gram)] |= 1L << gram;
        int slot = slot(gram);
        grams[slot] = gram;
        Value value = new Value(secret, fingerprint);
        Place[] here = places[slot];
        for (int i = 0; i < here.length; i++) {
            Place place = here[i];
            if (place.before() == fingerprint.window() && place.length() == fingerprint.length()) {
                here[i] = place.with(value);
                return;
            }
        }
        Place[] more = Arrays.copyOf(here, here.length + 1);
        more[here.length] = new Place(fingerprint.window(), fingerprint.length(), List.of(value));
        places[slot] = more;
    }

    private static String version(Collection<KnownSecret> secrets) {
        StringBuilder all = new StringBuilder();
        secrets.stream()
                .sorted(Comparator.comparing(KnownSecret::name))
                .forEach(secret -> {
                    all.append(secret.name()).append(' ').append(secret.kind().written());
                    secret.fingerprints().forEach(each -> all.append(' ').append(each.written()));
                    all.append('\n');
                });
        return Digest.of(all.toString()).hex();
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Whether all are noticed by eight bytes of a run.
    boolean onlyInRuns() {
        return onlyInRuns;
    }

    FingerprintKey key() {
        return key;
    }

    /// Changes with the list.
    String version() {
        return version;
    }

    /// Whether something may be noticed by this hash: nearly always not.
    boolean mayHold(int gram) {
        return (noticed[word(gram)] & 1L << gram) != 0;
    }

    /// Where values lie around eight bytes with this hash; empty for most that [#mayHold] lets
    /// pass.
    Place[] places(int gram) {
        int slot = slot(gram);
        return grams[slot] == gram ? places[slot] : NOWHERE;
    }

    /// Where a hash is, or where it would be.
    private int slot(int gram) {
        int slot = gram & grams.length - 1;
        while (places[slot].length > 0 && grams[slot] != gram) {
            slot = slot + 1 & grams.length - 1;
        }
        return slot;
    }

    private static int word(int gram) {
        return gram >>> 6 & BITS / Long.SIZE - 1;
    }
}
