// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class DetectorFileTest {
    @Test
    void readsWhatTheDocumentationShows() {
        List<Rule> rules =
                DetectorFile.read(
                        "example.yaml",
                        """
                        - provider: Example Hosting
                          source: https://docs.example.com/tokens
                          detectors:
                            - id: example-hosting-token
                              title: Example Hosting token
                              shapes: ["exh_{b62:36}"]
                              check: crc32-b62-6
                              near: [examplehosting]
                              severity: critical
                              finds: ['EXH_TOKEN="{}"']
                        """);

        assertThat(rules)
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.detector().provider()).isEqualTo("Example Hosting");
                    assertThat(rule.detector().severity()).isEqualTo(Detector.Severity.CRITICAL);
                    assertThat(rule.detector().confidence()).isEqualTo(Confidence.PROVEN);
                    assertThat(rule.detector().source())
                            .isEqualTo("https://docs.example.com/tokens");
                    assertThat(rule.check()).isEqualTo(Check.CRC32_B62_6);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "shapes: ['x_{b62:20-}']         | {b62:20-} is not a class and a number",
                "shapes: ['x_{b63:20}']          | {b63:20} is not a class and a number",
                "shapes: ['x_{b62:1-100000}']    | up to 4000",
                "shapes: ['x_{b62:9-20}{hex:4}'] | nobody knows where the first of two runs ends",
                "shapes: ['x_{b62:20']           | has no } behind its last {",
                "shape: ['x_{b62:20}']           | 'shape' is not known",
                "check: infix                    | needs either shapes or a program",
                "shapes: 'x_{b62:20}'            | expected a list",
                "shapes: ['x_{b62:20}', '']      | expected a text"
            })
    void namesTheLineOfWhatIsWrong(String member, String complaint) {
        String yaml =
                """
                - provider: Example
                  detectors:
                    - id: first
                      shapes: ["first_{b62:20}"]
                    - id: second
                      %s
                """
                        .formatted(member);

        assertThatThrownBy(() -> DetectorFile.read("own.yaml", yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint)
                .hasMessageMatching("(?s)own.yaml, line [56]: .*");
    }

    @Test
    void saysThatAFormNeedsAWordWhenNothingInItStandsOut() {
        List<Rule> rules =
                DetectorFile.read(
                        "own.yaml",
                        """
                        - provider: Example
                          detectors:
                            - {id: bare, shapes: ["{hex:32}"]}
                        """);

        assertThatThrownBy(() -> new ShapeIndex(rules, List.of()))
                .hasMessageContaining("bare: nothing in {hex:32} stands out, so it needs 'near'");
    }

    /// Two detectors of one form would be two names for one thing.
    @Test
    void hasADetectorForEachFormAndATitleForEachDetector() {
        Set<String> forms = new HashSet<>();
        for (Rule rule : Detectors.rules()) {
            Detector detector = rule.detector();
            assertThat(detector.title()).as(detector.id()).isNotEqualTo(detector.id());
            for (String shape : detector.shapes()) {
                assertThat(forms.add(shape + detector.near()))
                        .as(detector.id() + " " + shape)
                        .isTrue();
            }
        }
        assertThat(Detectors.all()).hasSizeGreaterThan(800);
    }
}
