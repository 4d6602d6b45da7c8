// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Wherever a text is cut while it comes, the same is found in it.
class GrowingScanTest {
    private static final String WORDS = "some words in a row, and a number 17. ";
    private static final String TOKEN = "ghp_R7mKq2Xv9LwT4bYd8NcJ5hZs3PfG6w0kV1eA";

    private final Random random = new Random(20261130);

    @Test
    void findsTokensOfEveryDetectorHoweverTheTextIsCut() {
        for (Rule rule : Detectors.rules()) {
            Shape shape = rule.shapes().getFirst();
            String name = rule.needsWord() ? rule.detector().near().getFirst() : "value";
            String text =
                    "%s\n%s = \"%s\"\nverbose = true\n%s"
                            .formatted(WORDS, name, SampleToken.of(rule, shape, random), WORDS);

            assertThat(inPieces(text, false)).as(text).isEqualTo(whole(text));
            // What is looked at before it is complete may go by another name, but not unseen.
            assertThat(inPieces(text, true).isEmpty()).as(text).isEqualTo(whole(text).isEmpty());
        }
    }

    @Test
    void findsATokenAtEveryCut() {
        String text = WORDS.repeat(200) + "token " + TOKEN + "\n" + WORDS.repeat(200);
        int place = text.indexOf(TOKEN);
        for (int cut = place - 10; cut < place + TOKEN.length() + 10; cut++) {
            assertThat(inPieces(text, false, cut)).isEqualTo(whole(text));
            assertThat(inPieces(text, true, cut)).isEqualTo(whole(text));
        }
    }

    @Test
    void findsWhatIsLongerThanALookback() {
        StringBuilder key = new StringBuilder("-----BEGIN RSA PRIVATE KEY-----\nMIIE");
        for (int i = 0; i < 12_000; i++) {
            key.append((char) ('A' + random.nextInt(26))).append(i % 40 == 39 ? "\n" : "");
        }
        key.append("\n-----END RSA PRIVATE KEY-----\n");
        String wrapped =
                Base64.getEncoder()
                        .encodeToString((WORDS.repeat(400) + "token " + TOKEN).getBytes(UTF_8));

        assertThat(inPieces(key.toString(), false)).containsExactly("private-key");
        assertThat(inPieces("x " + wrapped + " y", false))
                .isEqualTo(whole("x " + wrapped + " y"))
                .isNotEmpty();
    }

    @Test
    void tellsWhatAFindingBecomes() {
        byte[] text = ("token = " + TOKEN + "\n").getBytes(UTF_8);
        GrowingScan scan = new GrowingScan(Scanner.builtIn());

        assertThat(detectors(scan.look(text, 30, 0, true, TimeLimit.NONE)))
                .containsExactly("password-assignment");
        assertThat(detectors(scan.look(text, text.length, 0, true, TimeLimit.NONE)))
                .containsExactly("github-pat-classic");
    }

    private static List<String> detectors(Scan scan) {
        return scan.findings().stream().map(Finding::detector).toList();
    }

    @Test
    void tellsEachPlaceOnce() {
        String text = (WORDS + TOKEN + "\n").repeat(300);

        assertThat(inPieces(text, false)).hasSize(300);
        assertThat(inPieces(text, true)).hasSize(300);
    }

    private static List<String> whole(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Scanner.builtIn().scan(bytes, 0, bytes.length).stream()
                .map(Finding::detector)
                .toList();
    }

    /// Cut at random.
    private List<String> inPieces(String text, boolean all) {
        int[] cuts = new int[1 + text.length() / 50];
        Arrays.setAll(cuts, _ -> random.nextInt(text.length()));
        Arrays.sort(cuts);
        return inPieces(text, all, cuts);
    }

    private static List<String> inPieces(String text, boolean all, int... cuts) {
        byte[] bytes = text.getBytes(UTF_8);
        GrowingScan scan = new GrowingScan(Scanner.builtIn());
        List<String> found = new ArrayList<>();
        int dropped = 0;
        for (int i = 0; i <= cuts.length; i++) {
            boolean end = i == cuts.length;
            byte[] kept = Arrays.copyOfRange(bytes, dropped, end ? bytes.length : cuts[i]);
            scan.look(kept, kept.length, dropped, all || end, TimeLimit.NONE)
                    .findings()
                    .forEach(each -> found.add(each.detector()));
            dropped += scan.firstWanted(kept, dropped);
        }
        return found;
    }
}
