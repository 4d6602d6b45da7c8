// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Checks commitments against the formula as an outsider would write it down.
final class CommitmentTest {
    private static final byte[] SALT =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "{\"messages\":[1,2,3]}".getBytes(StandardCharsets.UTF_8);

    @Test
    void commitsToABodyInOnePiece() throws Exception {
        Commitment commitment = new Commitment();
        commitment.saw(BODY, 0, 7);
        commitment.saw(BODY, 7, BODY.length);

        assertThat(commitment.end(SALT)).isEqualTo(byFormula(BODY.length));
    }

    @Test
    void commitsToABodyInPiecesAndTellsTheirDigests() throws Exception {
        Commitment commitment = new Commitment();
        commitment.saw(BODY, 0, 5);
        byte[] first = commitment.cut();
        commitment.saw(BODY, 5, 12);
        byte[] second = commitment.cut();
        commitment.saw(BODY, 12, BODY.length);

        assertThat(first).isEqualTo(sha256(Arrays.copyOfRange(BODY, 0, 5)));
        assertThat(second).isEqualTo(sha256(Arrays.copyOfRange(BODY, 5, 12)));
        assertThat(commitment.end(SALT)).isEqualTo(byFormula(5, 12, BODY.length));
    }

    @Test
    void aCutAtTheEndIsNotFollowedByAnEmptyPiece() throws Exception {
        Commitment commitment = new Commitment();
        commitment.saw(BODY, 0, BODY.length);
        commitment.cut();

        assertThat(commitment.end(SALT)).isEqualTo(byFormula(BODY.length));
    }

    @Test
    void tellsBodiesApartThatDifferInTheirCutsOnly() throws Exception {
        assertThat(byFormula(5, BODY.length)).isNotEqualTo(byFormula(6, BODY.length));
    }

    @Test
    void commitsToAnEmptyBody() throws Exception {
        byte[] nothing = {};

        assertThat(new Commitment().end(SALT))
                .isEqualTo(new Event.Body(0, commit(0, piece(nothing))));
    }

    @Test
    void needsASaltOfFullLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commitment().end(new byte[Commitment.SALT_BYTES - 1]));
    }

    @Test
    void handsOutWhatOpensIt() throws Exception {
        Commitment commitment = Commitment.toKeep(Long.MAX_VALUE);
        commitment.saw(BODY, 0, 5);
        commitment.cut();
        commitment.saw(BODY, 5, BODY.length);

        Commitment.Sealed sealed = commitment.seal();

        ByteArrayOutputStream list = new ByteArrayOutputStream();
        long from = 0;
        for (Commitment.Piece piece : sealed.pieces()) {
            assertThat(piece.from()).isEqualTo(from);
            from = piece.to();
            byte[] bytes = Arrays.copyOfRange(BODY, (int) piece.from(), (int) piece.to());
            assertThat(piece.sha256()).isEqualTo(sha256(bytes));
            list.write(piece(bytes));
        }
        assertThat(from).isEqualTo(BODY.length);
        assertThat(sealed.body().commitment())
                .isEqualTo(commit(sealed.salt(), BODY.length, list.toByteArray()));
    }

    @Test
    void remembersNoPieceThatEndsBehindTheLimit() {
        Commitment commitment = Commitment.toKeep(10);
        commitment.saw(BODY, 0, 10);
        commitment.cut();
        commitment.saw(BODY, 10, BODY.length);

        Commitment.Sealed sealed = commitment.seal();

        assertThat(sealed.pieces()).extracting(Commitment.Piece::to).containsExactly(10L);
        assertThat(sealed.body().bytes()).isEqualTo(BODY.length);
    }

    @Test
    void hasNothingToHandOutUnlessToldToRemember() {
        assertThatIllegalStateException().isThrownBy(() -> new Commitment().seal());
    }

    private static Event.Body byFormula(int... ends) throws Exception {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        int from = 0;
        for (int to : ends) {
            list.write(piece(Arrays.copyOfRange(BODY, from, to)));
            from = to;
        }
        return new Event.Body(BODY.length, commit(BODY.length, list.toByteArray()));
    }

    private static byte[] piece(byte[] bytes) throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(entry);
        out.writeLong(bytes.length);
        out.write(sha256(bytes));
        return entry.toByteArray();
    }

    private static Digest commit(long length, byte[] list)
            throws IOException, NoSuchAlgorithmException {
        return commit(SALT, length, list);
    }

    private static Digest commit(byte[] salt, long length, byte[] list)
            throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        out.write("chaperone/commit/v1".getBytes(StandardCharsets.UTF_8));
        out.write(salt);
        out.writeLong(length);
        out.write(sha256(list));
        return new Digest(HexFormat.of().formatHex(sha256(all.toByteArray())));
    }

    private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
