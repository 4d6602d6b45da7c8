// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/// Numbers of persons and accounts are found by what their country gives out, and nothing that only
/// looks like one.
class NumbersTest {
    private static final int TIMES = 20;
    private static final NumberIndex INDEX = new NumberIndex(Detectors.numbers());
    private static final Marker MARKER = new ScalarMarker(new Literals(Detectors.probes()));

    private final Random random = new Random(20261130);

    static Stream<Rule> rules() {
        return Detectors.numbers().stream();
    }

    @Test
    void knowsTheNumbersOfThirtyCountries() {
        long countries = rules().map(rule -> rule.detector().provider()).distinct().count();

        assertThat(countries).isGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsWhatIsGivenOutBehindItsWord(Rule rule) {
        String word = rule.detector().near().getFirst();
        for (Shape shape : allShapes(rule)) {
            for (int i = 0; i < TIMES; i++) {
                String number = SampleNumber.of(scheme(rule).check(), shape, random);
                boolean sum = scheme(rule).check().of(SampleNumber.bare(number)) != Verdict.FITS;
                List<Finding> found = findings(word + ": " + number + "\n");
                assertThat(ofRule(found, rule))
                        .as("%s of %s", number, rule.detector().id())
                        .hasSize(1)
                        .allMatch(each -> !sum || each.confidence() == Confidence.PROVEN);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsAloneOnlyWhatIsSureAlone(Rule rule) {
        for (int i = 0; i < TIMES; i++) {
            for (Shape shape : rule.shapes()) {
                String number = SampleNumber.of(scheme(rule).check(), shape, random);
                assertThat(ofRule(findings("see\n" + number + ", please"), rule))
                        .as("%s of %s", number, rule.detector().id())
                        .hasSize(1);
            }
            for (Shape shape : scheme(rule).bare()) {
                String number = SampleNumber.of(scheme(rule).check(), shape, random);
                assertThat(ofRule(findings("x\n" + number + ", please"), rule))
                        .as("%s of %s", number, rule.detector().id())
                        .isEmpty();
            }
        }
    }

    static Stream<Rule> rulesWithASum() {
        return rules().filter(rule -> rule.detector().confidence() == Confidence.PROVEN);
    }

    /// Some sums have eleven values and ten digits for them, so one in ten may pass.
    @ParameterizedTest
    @MethodSource("rulesWithASum")
    void isNotProvenWithADigitChanged(Rule rule) {
        int proven = 0;
        int changed = 0;
        for (Shape shape : allShapes(rule)) {
            for (int i = 0; i < TIMES; i++) {
                String number = SampleNumber.of(scheme(rule).check(), shape, random);
                int at = random.nextInt(number.length());
                if (!Character.isDigit(number.charAt(at))) {
                    continue;
                }
                char other = (char) ('0' + (number.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
                String wrong = number.substring(0, at) + other + number.substring(at + 1);
                String word = rule.detector().near().getFirst();
                changed++;
                proven +=
                        ofRule(findings(word + " " + wrong), rule).stream()
                                        .anyMatch(each -> each.confidence() == Confidence.PROVEN)
                                ? 1
                                : 0;
            }
        }
        assertThat(proven).isLessThanOrEqualTo(changed / 8);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsWhatIsPublishedAsAnExample(Rule rule) {
        assertThat(rule.finds()).isNotEmpty();
        for (String text : rule.finds()) {
            assertThat(ofRule(findings(text), rule)).as(text).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void passesWhatItSaysItPasses(Rule rule) {
        assertThat(rule.passes()).isNotEmpty();
        for (String text : rule.passes()) {
            assertThat(ofRule(findings(text), rule)).as(text).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 45320151-1283-4366-9453-201511283036",
                "sha1 4532015112830366453201511283036645320151",
                "at 2023-01-15T12:30:00.123456789Z",
                "epoch 1700000000, 1700000000000, 1700000000000000",
                "from 192.168.100.101 to 10.0.0.1:8080",
                "version 1.22.333.4444-55",
                "pi = 3.14159265358979323846",
                "0x4532015112830366",
                "double x = 4532015112830366.25;",
                "int[] table = {123456782, 46454286, 111222333, 987654321};",
                "255 250 250\n250 235 215\n230 100 200",
                "6289 6293 6291 6286 6539 653B",
                "20230115123000 and 202301151230",
                "call +1 401-023-2137 or 800-555-0199",
                "path/4532015112830366/data_4532015112830366.bin",
                "c2Fsd4532015112830366GVk"
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(findings(text)).as(text).isEmpty();
    }

    @Test
    void findsTheSameWhereverABlockEnds() {
        for (int at = Marks.BLOCK - 80; at < Marks.BLOCK + 80; at++) {
            String text = " ".repeat(at) + "IBAN: DE89 3704 0044 0532 0130 00 ";
            assertThat(Scanner.builtIn().scan(Text.of(text.getBytes(StandardCharsets.UTF_8))))
                    .as("at %d", at)
                    .singleElement()
                    .satisfies(found -> assertThat(found.detector()).isEqualTo("iban"))
                    .satisfies(found -> assertThat(found.end() - found.start()).isEqualTo(27));
        }
    }

    private static Rule.Scheme scheme(Rule rule) {
        return Objects.requireNonNull(rule.scheme());
    }

    private static List<Shape> allShapes(Rule rule) {
        return Stream.concat(rule.shapes().stream(), scheme(rule).bare().stream()).toList();
    }

    private static List<Finding> ofRule(List<Finding> found, Rule rule) {
        return found.stream().filter(each -> each.detector().equals(rule.detector().id())).toList();
    }

    private static List<Finding> findings(String text) {
        Text bytes = Text.of(text.getBytes(StandardCharsets.UTF_8));
        List<Finding> found = new ArrayList<>();
        Marks marks = new Marks();
        for (int at = 0; at < bytes.end(); at += Marks.BLOCK) {
            int words = marks.mark(MARKER, bytes, at);
            INDEX.in(bytes, marks, words, found::add);
        }
        found.removeIf(Records::isCounted);
        return found;
    }
}
