// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class TextDifferenceTest {
    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "line " + i)
                .collect(Collectors.joining("\n"));
    }

    private static List<String> between(String before, String after) {
        return TextDifference.between(before, after).lines().stream()
                .map(line -> line.sign() + line.text())
                .toList();
    }

    @Test
    void showsNothingWhereNothingChanged() {
        assertThat(between(lines(1, 9), lines(1, 9))).isEmpty();
    }

    @Test
    void showsAChangeWithWhatStandsAroundIt() {
        assertThat(between(lines(1, 20), lines(1, 20).replace("line 10\n", "plan <b>\n")))
                .containsExactly(
                        "…6 lines as before",
                        " line 7",
                        " line 8",
                        " line 9",
                        "-line 10",
                        "+plan <b>",
                        " line 11",
                        " line 12",
                        " line 13",
                        "…7 lines as before");
    }

    @Test
    void sharesTheLinesBetweenTwoChanges() {
        String after = lines(1, 9).replace("line 3\n", "").replace("line 6", "line six");
        assertThat(between(lines(1, 9), after))
                .containsExactly(
                        " line 1",
                        " line 2",
                        "-line 3",
                        " line 4",
                        " line 5",
                        "-line 6",
                        "+line six",
                        " line 7",
                        " line 8",
                        " line 9");
    }
}
