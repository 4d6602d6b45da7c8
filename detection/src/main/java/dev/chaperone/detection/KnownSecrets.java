// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import dev.chaperone.vocabulary.Digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private final Windows windows;
    private final String version;
    private final long[] noticed = new long[BITS / Long.SIZE];

    // By gram, with open addressing; one more than the gram, so that 0 is nothing.
    private final int[] grams;
    private final Place[][] places;

    /// Where a value would lie around the eight bytes that were noticed, and which ones would.
    ///
    /// @param before how many bytes of the value stand in front of the eight
    /// @param secrets by the mac of the value. Looking one up takes no time from which somebody
    ///   without the key could learn: nobody else knows which mac a text has
    record Place(int before, int length, Map<Tag, KnownSecret> secrets) {}

    /// The half of a mac that is kept.
    record Tag(long first, long second) {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

        static Tag of(byte[] mac) {
            return new Tag((long) LONGS.get(mac, 0), (long) LONGS.get(mac, Long.BYTES));
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
        Set<WindowKind> all = EnumSet.noneOf(WindowKind.class);
        for (KnownSecret secret : secrets) {
            for (Fingerprint fingerprint : secret.fingerprints()) {
                all.add(fingerprint.kind());
                add(secret, fingerprint);
            }
        }
        windows = new Windows(all);
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
        grams[slot] = gram + 1;
        Tag tag = Tag.of(HexFormat.of().parseHex(fingerprint.mac()));
        for (Place place : places[slot]) {
            if (place.before() == fingerprint.window() && place.length() == fingerprint.length()) {
                place.secrets().put(tag, secret);
                return;
            }
        }
        Place[] more = Arrays.copyOf(places[slot], places[slot].length + 1);
        more[more.length - 1] =
                new Place(
                        fingerprint.window(),
                        fingerprint.length(),
                        new HashMap<>(Map.of(tag, secret)));
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

    /// Where one of them may be noticed.
    Windows windows() {
        return windows;
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
        return grams[slot] == 0 ? NOWHERE : places[slot];
    }

    /// Where a hash is, or where it would be.
    private int slot(int gram) {
        int slot = gram & grams.length - 1;
        while (grams[slot] != 0 && grams[slot] != gram + 1) {
            slot = slot + 1 & grams.length - 1;
        }
        return slot;
    }

    private static int word(int gram) {
        return gram >>> 6 & BITS / Long.SIZE - 1;
    }
}
