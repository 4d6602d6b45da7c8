// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/// Marks as many bytes at once as a register of this processor holds. Only to be loaded where the
/// module `jdk.incubator.vector` is there.
///
/// The literals are found as in Teddy (Langdale, Hyperscan, 2015): a byte is the pair of its
/// halves, and a table for each half says to which groups of literals it may belong.
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

    private static final byte LOW_HALF = 0x0f;

    private final byte[][] nibbles;

    VectorMarker(Literals literals) {
        nibbles =
                Arrays.stream(literals.nibbles())
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
        ByteVector firstLow = ByteVector.fromArray(SPECIES, nibbles[0], 0);
        ByteVector firstHigh = ByteVector.fromArray(SPECIES, nibbles[1], 0);
        ByteVector secondLow = ByteVector.fromArray(SPECIES, nibbles[2], 0);
        ByteVector secondHigh = ByteVector.fromArray(SPECIES, nibbles[3], 0);
        ByteVector thirdLow = ByteVector.fromArray(SPECIES, nibbles[4], 0);
        ByteVector thirdHigh = ByteVector.fromArray(SPECIES, nibbles[5], 0);
        for (int word = 0; word < words; word++) {
            long found = 0;
            for (int i = 0; i < Long.SIZE; i += SPECIES.length()) {
                int at = from + word * Long.SIZE + i;
                ByteVector first = ByteVector.fromArray(SPECIES, bytes, at);
                ByteVector second = ByteVector.fromArray(SPECIES, bytes, at + 1);
                ByteVector third = ByteVector.fromArray(SPECIES, bytes, at + 2);
                found |=
                        low(first)
                                        .selectFrom(firstLow)
                                        .and(high(first).selectFrom(firstHigh))
                                        .and(low(second).selectFrom(secondLow))
                                        .and(high(second).selectFrom(secondHigh))
                                        .and(low(third).selectFrom(thirdLow))
                                        .and(high(third).selectFrom(thirdHigh))
                                        .compare(VectorOperators.NE, (byte) 0)
                                        .toLong()
                                << i;
            }
            marks[word] = found;
        }
    }

    private static ByteVector low(ByteVector bytes) {
        return bytes.and(LOW_HALF);
    }

    /// There is no shift of single bytes in most processors.
    private static ByteVector high(ByteVector bytes) {
        return bytes.reinterpretAsShorts()
                .lanewise(VectorOperators.LSHR, 4)
                .reinterpretAsBytes()
                .and(LOW_HALF);
    }
}
