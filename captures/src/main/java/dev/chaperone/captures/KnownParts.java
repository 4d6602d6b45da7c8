// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

/// Which parts a drawer has, as far as it is remembered. What was not asked for lately is
/// forgotten: such a part is stored once more, which costs space only.
///
/// Two tables: when the young one is full it becomes the old one, and the old one is dropped. What
/// is found in the old one goes on in the young one.
final class KnownParts {
    /// What [#find(PartId)] answers for an unknown part.
    static final int UNKNOWN = -1;

    private static final int MOST = 32 * 1024;
    private static final int FEWEST_SLOTS = 256;

    private Table young = new Table(FEWEST_SLOTS);
    private Table old = new Table(0);

    /// The place of a part in the file, counted in parts.
    int find(PartId id) {
        int place = young.find(id);
        if (place == UNKNOWN) {
            place = old.find(id);
            if (place != UNKNOWN) {
                add(id, place);
            }
        }
        return place;
    }

    void add(PartId id, int place) {
        if (young.size >= MOST) {
            old = young;
            young = new Table(FEWEST_SLOTS);
        }
        if (young.size >= young.places.length / 2) {
            Table larger = new Table(young.places.length * 2);
            young.copyTo(larger);
            young = larger;
        }
        young.add(id, place);
    }

    void clear() {
        young = new Table(FEWEST_SLOTS);
        old = new Table(0);
    }

    /// Whether more can be added without forgetting any.
    boolean hasRoom() {
        return young.size < MOST;
    }

    /// Memory it takes.
    long bytes() {
        return 20L * (young.places.length + old.places.length);
    }

    private static final class Table {
        private final long[] ids;
        // place + 1; 0 is free
        private final int[] places;
        private int size;

        /// @param slots a power of two, or 0 for a table without any
        Table(int slots) {
            ids = new long[2 * slots];
            places = new int[slots];
        }

        int find(PartId id) {
            return places.length == 0 ? UNKNOWN : places[slot(id)] - 1;
        }

        void add(PartId id, int place) {
            int slot = slot(id);
            if (places[slot] == 0) {
                size++;
            }
            ids[2 * slot] = id.high();
            ids[2 * slot + 1] = id.low();
            places[slot] = place + 1;
        }

        void copyTo(Table other) {
            for (int slot = 0; slot < places.length; slot++) {
                if (places[slot] != 0) {
                    other.add(new PartId(ids[2 * slot], ids[2 * slot + 1]), places[slot] - 1);
                }
            }
        }

        /// Where it is, or the free slot where it belongs. Ids are as good as random.
        private int slot(PartId id) {
            int mask = places.length - 1;
            int slot = (int) id.high() & mask;
            while (places[slot] != 0
                    && (ids[2 * slot] != id.high() || ids[2 * slot + 1] != id.low())) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }
    }
}
