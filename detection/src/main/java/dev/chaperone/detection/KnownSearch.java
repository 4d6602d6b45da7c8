// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

import javax.crypto.Mac;

/// Looks for the company's own secrets in one text and in what it holds written in another way.
///
/// Every eight bytes are noticed by a small hash, and only where one fits the whole value is
/// hashed. Text that is made of such eights on purpose would make that dear. So the work is
/// bounded: where it is used up, what would have to be looked at is told as a finding that is less
/// sure.
final class KnownSearch {
    /// What one HMAC costs beside its bytes, counted in bytes.
    private static final int MAC_COST = 256;

    /// How much may be hashed for each byte of the text: some hundred times of what chance brings
    /// with ten thousand secrets.
    private static final int WORK_PER_BYTE = 16;

    private static final int WORK_AT_FIRST = 64 * 1024;

    private final KnownSecrets known;
    private final FingerprintKey key;
    private final Windows windows;
    private long work = WORK_AT_FIRST;
    private @Nullable Mac mac;

    KnownSearch(KnownSecrets known) {
        this.known = known;
        this.key = known.key();
        this.windows = known.windows();
    }

    /// Looks through a block.
    void in(Text text, Marks marks, int words, Consumer<Finding> found) {
        int last = text.end() - FingerprintKey.WINDOW;
        byte[] bytes = text.bytes();
        work += (long) words * Long.SIZE * WORK_PER_BYTE;
        for (int word = 0; word < words; word++) {
            int base = marks.place(word, 1);
            long bits = windows.in(marks, word) & upTo(last - base);
            for (; bits != 0; bits &= bits - 1) {
                int at = base + Long.numberOfTrailingZeros(bits);
                int gram = key.gram(bytes, at);
                if (known.mayHold(gram)) {
                    look(text, at, gram, found);
                }
            }
        }
    }

    /// Every place up to the last.
    private static long upTo(int last) {
        if (last < 0) {
            return 0;
        }
        return last >= Long.SIZE - 1 ? -1 : (2L << last) - 1;
    }

    private void look(Text text, int at, int gram, Consumer<Finding> found) {
        for (KnownSecrets.Place place : known.places(gram)) {
            int start = at - place.before();
            if (start < text.start() || start > text.end() - place.length()) {
                continue;
            }
            work -= MAC_COST + place.length();
            if (work < 0) {
                found.accept(
                        new Finding(
                                Detectors.COMPANY_SECRET,
                                Confidence.CONTEXTUAL,
                                start,
                                start + place.length()));
                return;
            }
            text.looked(place.length());
            KnownSecret secret = place.secrets().get(tag(text, start, place.length()));
            if (secret != null) {
                found.accept(
                        new Finding(
                                secret.kind().detector(),
                                Confidence.EXACT,
                                start,
                                start + place.length(),
                                secret.name()));
            }
        }
    }

    private KnownSecrets.Tag tag(Text text, int start, int length) {
        Mac one = mac;
        if (one == null) {
            one = key.mac();
            mac = one;
        }
        one.update(text.bytes(), start, length);
        return KnownSecrets.Tag.of(one.doFinal());
    }
}
