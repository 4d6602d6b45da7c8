// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A company's own secret is found wherever it stands, and nothing else is.
class KnownSecretsTest {
    private static final int LENGTH = 100_000;

    /// As in [WorstCaseTest], and what is hashed besides.
    private static final int MOST_STEPS = 150;

    private final Random random = new Random(20261130);

    @ParameterizedTest
    @EnumSource(LayersTest.Writing.class)
    void isFoundHoweverItIsWritten(LayersTest.Writing writing) {
        for (int i = 0; i < 200; i++) {
            String value =
                    i % 2 == 0
                            ? OwnSecrets.token(random, 16 + random.nextInt(60))
                            : OwnSecrets.password(random, 16 + random.nextInt(60));
            Scanner scanner = OwnSecrets.scanner(value, OwnSecrets.token(random, 20));
            String text = "the access of last week, as agreed: " + value + " and no more";

            assertThat(names(scanner, writing.of(text))).as(writing.of(text)).contains("secret-0");
        }
    }

    @Test
    void isFoundAtEveryPlaceOfATextAndOfARange() {
        String value = "kQ7mZx2LwT4bYd8NcJ5h";
        Scanner scanner = OwnSecrets.scanner(value);
        byte[] around = " ".repeat(64).getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 140; before++) {
            String text = "a".repeat(before) + value + "b".repeat(140 - before);
            byte[] bytes = (" ".repeat(64) + text).getBytes(StandardCharsets.UTF_8);

            List<Finding> whole = scanner.scan(bytes, 0, bytes.length);
            int end = around.length + before + value.length();

            assertThat(whole).contains(found(around.length + before, end));
            assertThat(scanner.scan(bytes, around.length + before, end))
                    .containsExactly(found(around.length + before, end));
            assertThat(scanner.scan(bytes, around.length + before, end - 1)).isEmpty();
            assertThat(scanner.scan(bytes, around.length + before + 1, end)).isEmpty();
        }
    }

    @Test
    void isFoundAcrossTheBordersOfBlocks() {
        String value = "kQ7mZx2LwT4bYd8NcJ5h";
        Scanner scanner = OwnSecrets.scanner(value, "with signs !§$%&/ and blanks");
        for (int at = Marks.BLOCK - 40; at < Marks.BLOCK + 10; at++) {
            for (String each : List.of(value, "with signs !§$%&/ and blanks")) {
                byte[] bytes =
                        (".".repeat(at) + each + ".".repeat(Marks.BLOCK))
                                .getBytes(StandardCharsets.UTF_8);

                assertThat(scanner.scan(bytes, 0, bytes.length)).as("at %s", at).hasSize(1);
            }
        }
    }

    @Test
    void isFoundInEverySpellingOfLinesAndQuotes() {
        String value = "first line kQ7mZx\nsecond \"line\" with \\ and\ttab";
        Scanner scanner = OwnSecrets.scanner(value);

        assertThat(names(scanner, "x" + value + "x")).containsExactly("secret-0");
        assertThat(names(scanner, LayersTest.Writing.JSON.of("x" + value + "x")))
                .containsExactly("secret-0");
    }

    @Test
    void isNotFoundWhereACharacterDiffers() {
        for (int i = 0; i < 200; i++) {
            StringBuilder other = new StringBuilder(OwnSecrets.token(random, 30));
            Scanner scanner = OwnSecrets.scanner(other.toString());
            other.setCharAt(random.nextInt(30), '.');

            assertThat(names(scanner, "xx " + other + " xx")).isEmpty();
        }
    }

    @Test
    void tellsWhichOfThousandsItIs() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            values.add(OwnSecrets.token(random, 24));
        }
        Scanner scanner = OwnSecrets.scanner(values.toArray(String[]::new));
        for (int i = 0; i < values.size(); i += 97) {
            assertThat(names(scanner, "go/" + values.get(i) + "/on"))
                    .containsExactly("secret-" + i);
        }
        assertThat(names(scanner, OwnSecrets.token(random, LENGTH))).isEmpty();
    }

    @Test
    void outranksWhatItsFormSays() {
        String token = "ghp_R7mKq2Xv9LwT4bYd8NcJ5hZs3PfG6w0kV1eA";
        KnownSecret canary =
                KnownSecret.of(OwnSecrets.KEY, "backup", KnownSecret.Kind.CANARY, token);
        Scanner scanner = Scanner.with(KnownSecrets.of(OwnSecrets.KEY, List.of(canary)), List.of());
        byte[] bytes = ("token = " + token).getBytes(StandardCharsets.UTF_8);

        assertThat(scanner.scan(bytes, 0, bytes.length))
                .containsExactly(
                        new Finding("canary", Confidence.EXACT, 8, bytes.length, "backup"));
        assertThat(scanner.kind("canary").isSecret()).isTrue();
    }

    @Test
    void changesTheVersionOfTheScannerWithTheList() {
        Scanner one = OwnSecrets.scanner("kQ7mZx2LwT4bYd8NcJ5h");
        Scanner same = OwnSecrets.scanner("kQ7mZx2LwT4bYd8NcJ5h");
        Scanner other = OwnSecrets.scanner("kQ7mZx2LwT4bYd8NcJ5i");

        assertThat(one.version()).isEqualTo(same.version()).isNotEqualTo(other.version());
        assertThat(one.version()).isNotEqualTo(Scanner.builtIn().version());
        assertThat(Scanner.with(KnownSecrets.NONE, List.of())).isSameAs(Scanner.builtIn());
    }

    @Test
    void comesBackFromItsWrittenForm() {
        for (int i = 0; i < 100; i++) {
            Fingerprint one =
                    Fingerprint.of(
                            OwnSecrets.KEY,
                            OwnSecrets.password(random, 8 + random.nextInt(90))
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(Fingerprint.parse(one.written())).isEqualTo(one);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8.0.t.000000.00",
                "7.0.t.000000.00000000000000000000000000000000",
                "9.2.t.000000.00000000000000000000000000000000",
                "4097.0.t.000000.00000000000000000000000000000000",
                "8.0.r.000000.00000000000000000000000000000000",
                "8.0.t.000000.0000000000000000000000000000000G"
            })
    void refusesWhatIsNoFingerprint(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.parse(written));
    }

    @Test
    void showsNeitherKeyNorFingerprintInItsWords() {
        KnownSecret secret = OwnSecrets.secret("database", "kQ7mZx2LwT4bYd8NcJ5h");

        assertThat(secret.toString()).contains("database").doesNotContain("kQ7mZx");
        assertThat(secret.toString()).doesNotContain(secret.fingerprints().getFirst().mac());
        assertThat(OwnSecrets.KEY.toString()).isEqualTo("FingerprintKey[not shown]");
    }

    /// Whoever knows a piece of a secret can write a text of nothing but it.
    @Test
    void costsABoundedAmountInTextsOfNothingButBeginnings() {
        List<KnownSecret> secrets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            secrets.add(OwnSecrets.secret("secret-" + i, "ZQJXKVZQ" + "e".repeat(8 + i % 900)));
        }
        KnownSecrets known = KnownSecrets.of(OwnSecrets.KEY, secrets);
        Scanner scanner = Scanner.with(known, List.of());
        for (String piece : List.of("ZQJXKVZQ", "ZQJXKVZQ" + "e".repeat(50) + "f", "ZQJXKVZQ ")) {
            Text text =
                    Text.of(piece.repeat(LENGTH / piece.length()).getBytes(StandardCharsets.UTF_8));

            List<Finding> found = scanner.scan(text);

            assertThat(text.steps() / LENGTH).isLessThan(MOST_STEPS);
            assertThat(found).as("told, not passed over").isNotEmpty();
        }
    }

    /// What is bounded must not be what happens.
    @Test
    void doesNotTellOfATextThatRepeatsAPieceOfASecret() {
        Scanner scanner =
                OwnSecrets.scanner("northwind-ZQJXKVZQ-7mZx2LwT4bYd8", "ZQJXKVZQ.kD93mx8Wq");
        String log = "2026-11-30 04:11:22 INFO user ZQJXKVZQ signed in from the office\n";

        assertThat(names(scanner, log.repeat(2_000))).isEmpty();
    }

    private static Finding found(int start, int end) {
        return new Finding("company-secret", Confidence.EXACT, start, end, "secret-0");
    }

    private static List<String> names(Scanner scanner, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, 0, bytes.length).stream()
                .filter(finding -> finding.detector().equals(Detectors.COMPANY_SECRET))
                .map(finding -> String.valueOf(finding.name()))
                .distinct()
                .toList();
    }
}
