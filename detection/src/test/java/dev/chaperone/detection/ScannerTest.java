// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

class ScannerTest {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Scanner scanner = Scanner.builtIn();

    @ParameterizedTest
    @CsvSource({
        "aws-access-key-id, key AKIAIOSFODNN7EXAMPLE here",
        "aws-secret-access-key, aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "gitlab-pat, glpat-x8Kf3mPq2LwZ7nRt9VbC",
        "slack-bot, xoxb-1234567890123-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
        "stripe-secret, sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "google-api-key, AIzaSyD4x8Kf3mPq2LwZ7nRt9VbCxYz0aB1cD2e",
        "password-assignment, password: hunter2hunter2",
        "password-assignment, 'DB_PASSWORD=\"S3cr3tV@lue!\"'",
        "password-assignment, '{\"password\":\"S3cr3tValue!\"}'",
        "url-credentials, postgres://app:Zx81qqLp@db.internal:5432/shop",
        "curl-credentials, curl -u admin:Tr0ub4dor https://db.internal",
        "curl-credentials, curl --user  'admin:Tr0ub4dor' https://db.internal",
        "authorization-header, 'Authorization: Bearer a8Kf3mPq2LwZ7nRt9VbC'",
        "authorization-header, 'Authorization: Api-Token a8Kf3mPq2LwZ7nRt9VbC'",
        "password-assignment, \"CREATE USER 'app'@'%' IDENTIFIED BY 'Xk7pQ2vLm';\"",
        "password-assignment, \"ALTER USER a IDENTIFIED WITH sha256_password BY 'Xk7pQ2vLm';\"",
        "azure-ad-client-secret, QtT8Q~9C-_Ij~RouHVpD2Tuf3oHWGh.DQ3kcjbAn"
    })
    void findsWhatMustNotLeave(String detector, String text) {
        assertThat(detectors(text)).contains(detector);
    }

    @Test
    void findsCredentialsBehindTheEndOfALineThatGoesOn() {
        assertThat(detectors("curl -X POST https://db.internal \\\n  -u admin:Tr0ub4dor"))
                .contains("curl-credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key: string",
                "max_tokens: 4096",
                "\"token\": {\"type\": \"string\"}",
                "password: your_password_1",
                "password = os.environ['DB_PASSWORD']",
                "password: ${DB_PASSWORD1}",
                "tool_use_id: toolu_01A09q90qw90lq917835lq9",
                "session_id: 3f3add01-7c40-409a-8dcf-056fa1057676",
                "commit 8f7de8b1a2c3d4e5f60718293a4b5c6d7e8f9012",
                "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----",
                "xAKIAIOSFODNN7EXAMPLE",
                "AKIAIOSFODNN7EXAMPL",
                "https://example.com:8443/path@x"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(detectors(text)).isEmpty();
    }

    @Test
    void findsAPrivateKeyAsAWhole() {
        String key =
                """
                -----BEGIN RSA PRIVATE KEY-----
                MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9Oi1r5cVqVYl4rJ9KqQvPZ6cH2bT
                x8Kf3mPq2LwZ7nRt9VbCxYz0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3a
                -----END RSA PRIVATE KEY-----
                """;

        assertThat(scan("look:\n" + key))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.detector()).isEqualTo("private-key");
                    assertThat(found.confidence()).isEqualTo(Confidence.PROVEN);
                    assertThat(found.start()).isEqualTo(6);
                });
    }

    @Test
    void isSurerOfATokenWhoseChecksumAgrees() {
        String good = "x8Kf3mPq2LwZ7nRt9VbCxYz0aB1cD2";
        String proven = "ghp_" + good + checksum(good);

        assertThat(scan(proven)).extracting(Finding::confidence).containsExactly(Confidence.PROVEN);
        assertThat(scan("ghp_" + good + "000000"))
                .extracting(Finding::confidence)
                .containsExactly(Confidence.SHAPED);
    }

    @Test
    void findsAtBothEndsAndNeverReadsOutsideTheRange() {
        byte[] text = utf8("AKIAIOSFODNN7EXAMPLE AKIAIOSFODNN7EXAMPLE");

        assertThat(scanner.scan(text, 0, text.length))
                .extracting(Finding::start)
                .containsExactly(0, 21);
        assertThat(scanner.scan(text, 1, text.length)).hasSize(1);
        assertThat(scanner.scan(text, 0, 19)).isEmpty();
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(20261124);
        String[] pieces = {
            "password",
            "=",
            "\"",
            "ghp_",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "://",
            ":",
            "@",
            "curl -u ",
            "AKIA",
            "eyJ",
            ".eyJ",
            "\\",
            "\n",
            "secret",
            "x8Kf3mPq2LwZ7nRt",
            "Authorization: Bearer "
        };
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = utf8(text.toString());
            for (Finding finding : scanner.scan(bytes, 0, bytes.length)) {
                assertThat(finding.start()).isBetween(0, finding.end() - 1);
                assertThat(finding.end()).isLessThanOrEqualTo(bytes.length);
            }
        }
    }

    @Test
    void stopsCountingAtACap() {
        assertThat(scan("password: hunter2hunter2\n".repeat(5_000)))
                .hasSizeLessThanOrEqualTo(Scanner.MAX_FINDINGS + 10);
    }

    private List<String> detectors(String text) {
        return scan(text).stream().map(Finding::detector).toList();
    }

    private List<Finding> scan(String text) {
        byte[] bytes = utf8(text);
        return scanner.scan(bytes, 0, bytes.length);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(utf8(body));
        StringBuilder sum = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < 6; i++) {
            sum.insert(0, ALPHABET.charAt((int) (rest % 62)));
            rest /= 62;
        }
        return sum.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
