// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

class AnswerTapTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                AnswerTap.PIECE,
                AnswerTap.PIECE + 1,
                1_000_003,
                AnswerTap.MAX_KEPT,
                AnswerTap.MAX_KEPT + 1,
                AnswerTap.MAX_KEPT + 300_000
            })
    void keepsTheFirstPartInPiecesThatCoverIt(int length) {
        Random random = new Random(length);
        byte[] answer = new byte[length];
        random.nextBytes(answer);
        AnswerTap tap = new AnswerTap(true);
        for (int at = 0; at < length; ) {
            int next = Math.min(length, at + 1 + random.nextInt(200_000));
            tap.saw(answer, at, next);
            at = next;
        }

        Commitment.Sealed sealed = tap.seal();
        byte[] kept = tap.kept();

        assertThat(sealed.body().bytes()).isEqualTo(length);
        assertThat(kept).isEqualTo(Arrays.copyOf(answer, Math.min(length, AnswerTap.MAX_KEPT)));
        long at = 0;
        for (Commitment.Piece piece : sealed.pieces()) {
            assertThat(piece.from()).isEqualTo(at);
            assertThat(piece.to() - piece.from()).isLessThanOrEqualTo(AnswerTap.PIECE);
            byte[] bytes = Arrays.copyOfRange(kept, (int) piece.from(), (int) piece.to());
            assertThat(piece.sha256()).isEqualTo(Digest.sha256().digest(bytes));
            at = piece.to();
        }
        assertThat(at).isEqualTo(kept.length);
    }

    @Test
    void holdsNothingOfAnAnswerThatIsNotKept() {
        AnswerTap tap = new AnswerTap(false);
        tap.saw(new byte[1_000], 0, 1_000);

        assertThat(tap.end().bytes()).isEqualTo(1_000);
        assertThat(tap.kept()).isEmpty();
    }
}
