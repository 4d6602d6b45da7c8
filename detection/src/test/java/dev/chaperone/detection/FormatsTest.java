// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Every detector finds tokens that were made by its own form, and leaves alone what only looks
/// like them.
class FormatsTest {
    private static final int TIMES = 20;
    private static final ShapeIndex INDEX = new ShapeIndex(Detectors.rules(), List.of());
    private static final Marker MARKER = new ScalarMarker(new Literals(Detectors.probes()));

    private final Random random = new Random(20261129);

    static Stream<Rule> rules() {
        return Detectors.rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsWhatItDescribes(Rule rule) {
        for (Shape shape : rule.shapes()) {
            for (int i = 0; i < TIMES; i++) {
                String token = SampleToken.of(rule, shape, random);
                for (String text : texts(rule, token)) {
                    assertThat(found(text)).as("%s in %s", shape, text).contains(id(rule));
                }
            }
        }
    }

    /// What is too short for one form may be right for another.
    static Stream<Rule> rulesOfOneForm() {
        return rules().filter(rule -> rule.shapes().size() == 1 && !isAnyLength(rule));
    }

    private static boolean isAnyLength(Rule rule) {
        return rule.shapes().getFirst().parts().reversed().stream()
                .filter(Shape.Part.Run.class::isInstance)
                .map(Shape.Part.Run.class::cast)
                .findFirst()
                .filter(run -> run.min() > 0)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rulesOfOneForm")
    void leavesAloneWhatIsTooShort(Rule rule) {
        Shape shape = rule.shapes().getFirst();
        for (int i = 0; i < TIMES; i++) {
            String cut = SampleToken.tooShort(shape, random);
            for (String text : texts(rule, cut)) {
                assertThat(covering(text, cut))
                        .as("%s in %s", shape, text)
                        .doesNotContain(id(rule));
            }
        }
    }

    static Stream<Rule> rulesThatPass() {
        return rules().filter(rule -> !rule.passes().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("rulesThatPass")
    void passesWhatItSaysItPasses(Rule rule) {
        for (String pattern : rule.passes()) {
            String token = SampleToken.of(rule, rule.shapes().getFirst(), random);
            String text = pattern.replace("{}", token);
            assertThat(found(text)).as(text).doesNotContain(id(rule));
        }
    }

    /// The texts that the file gives; else one that people would write.
    private static List<String> texts(Rule rule, String token) {
        List<String> texts = new ArrayList<>();
        rule.finds().forEach(text -> texts.add(text.replace("{}", token)));
        if (texts.isEmpty()) {
            String name = rule.needsWord() ? rule.detector().near().getFirst() : "value";
            texts.add(name + " = \"" + token + "\"");
        }
        if (!rule.needsWord()) {
            texts.add(token);
            texts.add("see\n" + token + "\n");
        }
        return texts;
    }

    private static String id(Rule rule) {
        return rule.detector().id();
    }

    private List<String> found(String text) {
        return findings(text).stream().map(Finding::detector).toList();
    }

    /// What is found in the whole of a part of the text, not only in a piece of it.
    private List<String> covering(String text, String part) {
        int start = text.indexOf(part);
        return findings(text).stream()
                .filter(each -> each.start() <= start && each.end() >= start + part.length())
                .map(Finding::detector)
                .toList();
    }

    private List<Finding> findings(String text) {
        Text bytes = Text.of(text.getBytes(StandardCharsets.UTF_8));
        List<Finding> found = new ArrayList<>();
        Marks marks = new Marks();
        Layers layers = new Layers(bytes, Layers.DEEPEST, (_, _) -> {}, found::add, () -> {});
        for (int at = 0; at < bytes.end(); at += Marks.BLOCK) {
            int words = marks.mark(MARKER, bytes, at);
            INDEX.in(bytes, marks, words, layers, found::add);
        }
        found.removeIf(each -> each.confidence() == Confidence.GENERIC);
        return found;
    }
}
