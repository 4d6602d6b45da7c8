// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutlineTest {
    @Test
    void drawsLettersAndDigitsUpToTheFirstRunOfUnknownLength() {
        assertThat(of("ab_{b62:3}-{hex:2-9}")).isEqualTo("110111011");
        assertThat(of("ab_{b62:3}")).as("with the end of the token").isEqualTo("1101110");
        assertThat(of("ab_{b64u:3}")).as("a run of any characters").isEqualTo("110???0");
    }

    @Test
    void drawsDigitsFromTheFirstOneOn() {
        Outline outline = Outline.ofDigits(Shape.parse("{upper:2}{digit:2} {digit:1}"), 2);

        assertThat(drawn(outline)).isEqualTo("11010");
    }

    @Test
    void tellsHowManyMayStandBehindASign() {
        Outline outline = Outline.of(Shape.parse("sk_{b62:4-9}"), 0, 0);

        assertThat(outline.mayHave(0, 2)).isTrue();
        assertThat(outline.mayHave(0, 3)).isFalse();
        assertThat(outline.mayHave(3, 3)).isFalse();
        assertThat(outline.mayHave(3, 4)).isTrue();
        assertThat(outline.mayHave(3, 30)).as("what a range may be is not drawn").isTrue();
        assertThat(Outline.hasLength(outline.lengthsFrom(3), 0b1111)).isTrue();
        assertThat(Outline.hasLength(outline.lengthsFrom(3), 0b1011)).isFalse();
    }

    private static String of(String shape) {
        return drawn(Outline.of(Shape.parse(shape), 0, 0));
    }

    private static String drawn(Outline outline) {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < Long.SIZE - Long.numberOfLeadingZeros(outline.known()); i++) {
            drawn.append(!outline.knows(i) ? '?' : outline.isAlnum(i) ? '1' : '0');
        }
        return drawn.toString();
    }
}
