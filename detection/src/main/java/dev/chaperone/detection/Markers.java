// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

/// Chooses the marker. Vectors are several times faster once the JVM has compiled them and a
/// hundred times slower before, so they are used only after they have been seen to win here.
final class Markers {
    private static final String VECTORS = "jdk.incubator.vector";
    private static final int BLOCKS = 20;
    private static final int WINS = 3;
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final int BYTES = Marks.WORDS * Long.SIZE + 2 * Marks.SLACK;

    private final Marker scalar;
    private final Literals literals;
    private final @Nullable Markers tried;
    private volatile Marker best;

    Markers(Literals literals) {
        this(literals, null);
    }

    /// @param tried of other literals, which find out for these as well whether vectors win
    Markers(Literals literals, @Nullable Markers tried) {
        this.literals = literals;
        this.tried = tried;
        scalar = new ScalarMarker(literals);
        best = scalar;
    }

    /// The one to use now.
    Marker best() {
        if (tried != null && best.equals(scalar) && !tried.best.equals(tried.scalar)) {
            best = new VectorMarker(literals);
        }
        return best;
    }

    /// Whether this JVM was started with vectors.
    static boolean haveVectors() {
        return ModuleLayer.boot().findModule(VECTORS).isPresent();
    }

    /// Uses vectors until they are compiled, and keeps them when they then are faster and tell the
    /// same.
    void warmUp() {
        if (!haveVectors() || best instanceof VectorMarker) {
            return;
        }
        Marker vectors = new VectorMarker(literals);
        byte[] text = sample();
        int wins = 0;
        long started = System.nanoTime();
        while (wins < WINS && System.nanoTime() - started < MOST_NANOS) {
            Marks byVectors = new Marks();
            Marks byBytes = new Marks();
            long withVectors = nanos(vectors, text, byVectors);
            long without = nanos(scalar, text, byBytes);
            if (!byVectors.equalTo(byBytes)) {
                return;
            }
            wins = withVectors < without ? wins + 1 : 0;
        }
        best = wins == WINS ? vectors : scalar;
    }

    private static long nanos(Marker marker, byte[] text, Marks marks) {
        long started = System.nanoTime();
        for (int block = 0; block < BLOCKS; block++) {
            marker.mark(text, block % Marks.SLACK, Marks.WORDS, marks);
        }
        return System.nanoTime() - started;
    }

    /// Letters, digits and signs without order.
    private static byte[] sample() {
        byte[] text = new byte[BYTES];
        int state = 1;
        for (int i = 0; i < text.length; i++) {
            state = state * 1_103_515_245 + 12_345;
            text[i] = (byte) (' ' + (state >>> 16) % 95);
        }
        return text;
    }
}
