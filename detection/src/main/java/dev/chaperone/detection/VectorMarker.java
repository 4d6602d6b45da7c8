// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/// Marks as many bytes at once as a register of this processor holds. Only to be loaded where the
/// module `jdk.incubator.vector` is there.
///
/// The literals are found much as in Teddy (Langdale, Hyperscan, 2015), which asks a table for each
/// half of a byte to which groups of literals it may belong. Here one table is asked for the five
/// low bits, because case does not matter and nearly all of the literals are letters: that is half
/// the work, and fewer other texts pass.
final class VectorMarker implements Marker {
    private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;

    // Moves a range of bytes to the lowest signed ones, so that one comparison tells its members.
    private static final byte TO_LETTERS = (byte) (Byte.MIN_VALUE - 'a');
    private static final byte BEHIND_LETTERS = (byte) (Byte.MIN_VALUE + 26);
    private static final byte TO_DIGITS = (byte) (Byte.MIN_VALUE - '0');
    private static final byte BEHIND_DIGITS = (byte) (Byte.MIN_VALUE + 10);

    /// The bit that tells small letters from capitals.
    private static final byte SMALL = 0x20;

    /// The bit that tells `/` from `+`.
    private static final byte SLASH = 0x04;

    private static final int LOW_VALUES = 1 << Literals.LOW_BITS;
    private static final byte LOW = (byte) (LOW_VALUES - 1);

    private final byte[][] tables;

    VectorMarker(Literals literals) {
        tables =
                Arrays.stream(literals.tables())
                        .map(table ->
                                Arrays.copyOf(table, Math.max(SPECIES.length(), table.length)))
                        .toArray(byte[][]::new);
    }

    @Override
    public void mark(byte[] bytes, int from, int words, Marks marks) {
        classes(bytes, from, words, marks);
        literals(bytes, from, words, marks.literals);
    }

    private static void classes(byte[] bytes, int from, int words, Marks marks) {
        for (int word = 0; word < words; word++) {
            long letters = 0;
            long digits = 0;
            long separators = 0;
            long belowSmalls = 0;
            long escapes = 0;
            long ats = 0;
            for (int i = 0; i < Long.SIZE; i += SPECIES.length()) {
                ByteVector here = ByteVector.fromArray(SPECIES, bytes, from + word * Long.SIZE + i);
                letters |=
                        here.or(SMALL)
                                        .add(TO_LETTERS)
                                        .compare(VectorOperators.LT, BEHIND_LETTERS)
                                        .toLong()
                                << i;
                digits |=
                        here.add(TO_DIGITS).compare(VectorOperators.LT, BEHIND_DIGITS).toLong()
                                << i;
                separators |=
                        here.or(SLASH)
                                        .compare(VectorOperators.EQ, (byte) '/')
                                        .or(here.compare(VectorOperators.EQ, (byte) '-'))
                                        .or(here.compare(VectorOperators.EQ, (byte) '_'))
                                        .toLong()
                                << i;
                ats |= here.compare(VectorOperators.EQ, (byte) '@').toLong() << i;
                belowSmalls |= here.compare(VectorOperators.LT, (byte) 'a').toLong() << i;
                escapes |=
                        here.compare(VectorOperators.EQ, (byte) '\\')
                                        .or(here.compare(VectorOperators.EQ, (byte) '%'))
                                        .toLong()
                                << i;
            }
            marks.tokens[word] = letters | digits | separators;
            marks.digits[word] = digits;
            marks.capitals[word] = letters & belowSmalls;
            marks.smalls[word] = letters & ~belowSmalls;
            marks.separators[word] = separators;
            marks.escapes[word] = escapes;
            marks.ats[word] = ats;
        }
    }

    private void literals(byte[] bytes, int from, int words, long[] marks) {
        for (int word = 0; word < words; word++) {
            long found = 0;
            for (int i = 0; i < Long.SIZE; i += SPECIES.length()) {
                int at = from + word * Long.SIZE + i;
                found |=
                        groups(0, bytes, at)
                                        .and(groups(1, bytes, at + 1))
                                        .and(groups(2, bytes, at + 2))
                                        .compare(VectorOperators.NE, (byte) 0)
                                        .toLong()
                                << i;
            }
            marks[word] = found;
        }
    }

    /// For each byte the groups of literals in which it stands at a place.
    private ByteVector groups(int place, byte[] bytes, int at) {
        ByteVector here = ByteVector.fromArray(SPECIES, bytes, at);
        ByteVector lower = ByteVector.fromArray(SPECIES, tables[place], 0);
        if (SPECIES.length() >= LOW_VALUES) {
            return here.and(LOW).selectFrom(lower);
        }
        ByteVector index = here.and((byte) (SPECIES.length() - 1));
        ByteVector upper = ByteVector.fromArray(SPECIES, tables[place], SPECIES.length());
        return index.selectFrom(lower)
                .blend(
                        index.selectFrom(upper),
                        here.and((byte) SPECIES.length()).compare(VectorOperators.NE, (byte) 0));
    }
}
