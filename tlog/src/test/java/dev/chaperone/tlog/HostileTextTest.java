// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/// Text of strangers is read or refused as malformed; nothing else comes out.
class HostileTextTest {
    private static final int ROUNDS = 3_000;

    @Test
    void readsOrRefusesWhateverComes() {
        List<String> seeds =
                List.of(
                        """
                        example.com/log
                        15
                        rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=

                        \u2014 example.com/log M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg=
                        """,
                        """
                        c2sp.org/tlog-proof@v1
                        extra ZGVtbw==
                        index 3
                        Zx8UbF5HHooag6PCFM5LqQe486WIjRTMjNPOdbsS75Q=

                        a
                        """,
                        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                        "witness a b\ngroup g 2 a b\nquorum g\n",
                        "tile/15/x123/x456/789.p/41",
                        "tile/entries/x001/234");
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).getBytes(UTF_8);
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(bytes, 0, random.nextInt(bytes.length + 1), UTF_8);
            read += reads(() -> Note.parse(bytes).format());
            read += reads(() -> Note.parse(text).format());
            read += reads(() -> Checkpoint.parse(text).body());
            read += reads(() -> Receipt.parse(text).format());
            read += reads(() -> VerifierKey.parse(text).vkey());
            read += reads(() -> SigningKey.parse(text).format());
            read += reads(() -> WitnessPolicy.parse(text).toString());
            read += reads(() -> Tile.parse(text).path());
            read += reads(() -> Bundle.parse(text).path());
            read += reads(() -> Bundle.decode(bytes, 3).toString());
        }
        assertThat(read).isPositive();
    }

    private interface Reading {
        String text() throws MalformedException;
    }

    private static int reads(Reading reading) {
        try {
            return reading.text().isEmpty() ? 0 : 1;
        } catch (MalformedException e) {
            return 0;
        }
    }

    @Test
    void refusesWhatLooksAlmostLikeANote() {
        String line = "\u2014 w AAAAAAE=\n";
        for (String note :
                List.of(
                        "",
                        "\n",
                        "\n\n",
                        line,
                        "text" + line,
                        "text\n" + line,
                        "text\n\n- w AAAAAAE=\n",
                        "text\n\n\u2014w AAAAAAE=\n",
                        "text\n\n\u2014 w  AAAAAAE=\n",
                        "text\n\n\u2014 w AAAAAAE= \n",
                        "text\n\n\u2014 w AAAAAAE\n",
                        "text\n\n\u2014 w AAAAAAF=\n",
                        "text\n\n\u2014 w AAAAAA==\n",
                        "text\n\n\u2014 w+ AAAAAAE=\n",
                        "text\n\n\u2014 w\u00a0 AAAAAAE=\n",
                        "text\n\n\u2014 w\u2028 AAAAAAE=\n",
                        "text\n\n\u2014  AAAAAAE=\n",
                        "te\txt\n\n" + line,
                        "te\ud800xt\n\n" + line,
                        "te\udc00xt\n\n" + line,
                        "text\r\n\r\n" + line)) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(note)
                    .isThrownBy(() -> Note.parse(note));
        }
    }

    @Test
    void splitsANoteAtItsLastEmptyLine() throws Exception {
        Note note = Note.parse("one\n\ntwo \ud83d\ude00\n\n\u2014 w AAAAAAE=\n");
        assertThat(note.text()).isEqualTo("one\n\ntwo \ud83d\ude00\n");
        assertThat(note.signatures()).hasSize(1);
    }

    @Test
    void readsNumbersUpToTheEndOfTheUnsignedRange() throws Exception {
        String root = Merkle.leaf(new byte[0]).base64();
        Checkpoint last = Checkpoint.parse("o\n18446744073709551615\n" + root + "\n");
        assertThat(last.size()).isEqualTo(-1);
        assertThat(last.body()).startsWith("o\n18446744073709551615\n");
        for (String size :
                List.of("18446744073709551616", "", " 1", "1 ", "0x1", "1e3", "\u0661")) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(size)
                    .isThrownBy(() -> Checkpoint.parse("o\n" + size + "\n" + root + "\n"));
        }
    }
}
