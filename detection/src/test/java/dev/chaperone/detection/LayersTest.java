// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// The same is found however a text is written.
class LayersTest {
    private static final String TOKEN = "ghp_R7mKq2Xv9LwT4bYd8NcJ5hZs3PfG6w0kV1eA";
    private static final int MOST_STEPS = 100;

    enum Writing {
        JSON {
            @Override
            String of(String text) {
                StringBuilder written = new StringBuilder("\"");
                text.chars().forEach(c -> written.append(escaped((char) c)));
                return written.append('"').toString();
            }

            private static String escaped(char c) {
                return switch (c) {
                    case '"', '\\' -> "\\" + c;
                    case '/' -> "\\/";
                    case '\n' -> "\\n";
                    case '\t' -> "\\t";
                    default -> String.valueOf(c);
                };
            }
        },
        JSON_IN_JSON {
            @Override
            String of(String text) {
                return JSON.of(JSON.of(text));
            }
        },
        NUMBERS {
            @Override
            String of(String text) {
                StringBuilder written = new StringBuilder();
                text.chars().forEach(c -> written.append("\\u%04x".formatted(c)));
                return written.toString();
            }
        },
        PERCENTS {
            @Override
            String of(String text) {
                StringBuilder written = new StringBuilder();
                for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                    boolean plain = CharClass.B62.has(b & 0xff);
                    written.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
                }
                return written.toString();
            }
        },
        BASE64 {
            @Override
            String of(String text) {
                return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            }
        },
        BASE64_IN_JSON {
            @Override
            String of(String text) {
                return "{\"content\":\"" + BASE64.of(text) + "\"}";
            }
        };

        abstract String of(String text);
    }

    @ParameterizedTest
    @EnumSource
    void findsTokensOfEveryDetectorAsInPlainText(Writing writing) {
        Random random = new Random(20261130);
        for (Rule rule : Detectors.rules()) {
            Shape shape = rule.shapes().getFirst();
            String name = rule.needsWord() ? rule.detector().near().getFirst() : "value";
            String text =
                    "# settings\n%s = \"%s\"\nverbose = true\n"
                            .formatted(name, SampleToken.of(rule, shape, random));
            assertThat(found(writing.of(text))).as(writing.of(text)).containsAll(found(text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatHasNoFormAsInPlainText(Writing writing) {
        for (String text :
                List.of(
                        "DB_PASSWORD=\"S3cr3tV@lue!\"\n",
                        "password: hunter2hunter2",
                        "{\"password\":\"S3cr3tValue!\"}",
                        "postgres://app:Zx81qqLp@db.internal:5432/shop",
                        "curl -u admin:Tr0ub4dor https://db.internal",
                        "Authorization: Bearer a8Kf3mPq2LwZ7nRt9VbC",
                        "Passwörter für später — password: hunter2hunter2",
                        "nothing to see here, only words\nand lines")) {
            assertThat(found(writing.of(text))).as(writing.of(text)).isEqualTo(found(text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhereItStoodInTheTextAsItWasWritten(Writing writing) {
        String before = writing.of("the token is ");
        String all = before + writing.of(" " + TOKEN + " ") + writing.of(" and no more");

        assertThat(findings(all))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.start()).isGreaterThanOrEqualTo(before.length());
                    assertThat(found.end())
                            .isLessThanOrEqualTo(
                                    before.length() + writing.of(" " + TOKEN + " ").length());
                });
    }

    @Test
    void saysWhenSomethingIsWrappedMoreOftenThanItLooks() {
        String twice = Writing.BASE64.of(Writing.BASE64.of("the token is " + TOKEN));
        String thrice = Writing.BASE64.of(twice);

        assertThat(scan(twice).complete()).isTrue();
        assertThat(scan(twice).findings()).hasSize(1);
        assertThat(scan(thrice).complete()).isFalse();
        assertThat(scan("see " + TOKEN + " and " + thrice).findings()).hasSize(1);
    }

    @Test
    void namesExactlyTheEscapedCharacters() {
        String text = "say \\u0067hp_" + TOKEN.substring(4) + " aloud";
        Finding found = findings(text).getFirst();
        assertThat(text.substring(found.start(), found.end()))
                .isEqualTo("\\u0067hp_" + TOKEN.substring(4));
    }

    /// A stretch is decoded in pieces; nothing is lost where they meet.
    @Test
    void findsATokenWhereverAPieceEnds() {
        for (int at = 64 * 1024 - 120; at < 64 * 1024 + 40; at += 7) {
            String plain = "word ".repeat(at / 5) + TOKEN + " word".repeat(200);
            assertThat(found(Writing.BASE64.of(plain)))
                    .as("at %d", at)
                    .contains("github-pat-classic");
        }
    }

    @Test
    void looksTwoLayersDeepAndNoDeeper() {
        String once = Writing.BASE64.of("the token is " + TOKEN + ".");
        String twice = Writing.BASE64.of(once);
        String threeTimes = Writing.BASE64.of(twice);

        assertThat(found(once)).isNotEmpty();
        assertThat(found(twice)).isNotEmpty();
        assertThat(found(threeTimes)).isEmpty();
    }

    @Test
    void leavesLoneSurrogatesAndBrokenEscapesAsTheyAre() {
        for (String text :
                List.of(
                        "\\ud83d",
                        "\\ud83d\\u",
                        "\\u12",
                        "\\",
                        "\\x",
                        "%",
                        "%4",
                        "%zz",
                        "\\ud83d\\ude00")) {
            assertThat(found(text + " " + TOKEN)).as(text).contains("github-pat-classic");
        }
    }

    /// Pieces and stretches may end in the middle of an escape.
    @Test
    void survivesWhereverATextOfEscapesEnds() {
        String escapes = "\\u20ac\\ud83d\\ude00\\x41\\/%41%e2".repeat(6_000);
        for (int cut = 0; cut < 40; cut++) {
            String text = "x".repeat(cut) + escapes.substring(0, escapes.length() - cut);
            assertThat(found(text)).as("cut by %d", cut).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0041",
                "\\\\",
                "\\\"",
                "%41",
                "%25",
                "QUFB",
                "\\u005c",
                "YWFhYWFhYWFhYWFhYWFhYWFhYWFh ",
                "\\\"password\\\": "
            })
    void readsEachByteABoundedNumberOfTimes(String piece) {
        Text text =
                Text.of(
                        piece.repeat(100_000 / piece.length())
                                .getBytes(StandardCharsets.ISO_8859_1));
        Scanner.builtIn().scan(text);
        assertThat(text.steps() / 100_000).isLessThan(MOST_STEPS);
    }

    private static Set<String> found(String text) {
        Set<String> found = new TreeSet<>();
        findings(text).forEach(each -> found.add(each.detector()));
        return found;
    }

    private static List<Finding> findings(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Scanner.builtIn().scan(bytes, 0, bytes.length);
    }

    private static Scan scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Scanner.builtIn().scan(bytes, 0, bytes.length, TimeLimit.NONE);
    }
}
