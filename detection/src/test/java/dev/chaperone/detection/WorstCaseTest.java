// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// However a text is made, the work on it grows with its length, not with its square.
class WorstCaseTest {
    private static final int LENGTH = 100_000;

    /// Looks at a byte, counted; ordinary text takes less than one.
    private static final int MOST_STEPS = 100;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key=",
                "curl x \n",
                "curl -u ",
                "-----BEGIN",
                "-----BEGIN PRIVATE KEY-----",
                "api_key.api-key",
                "token \t ",
                "token=a1b2c3d4e5f6a7b8 ",
                "key:key=key-a1b2c3d4e5f6a7b8,",
                "ghp_0123456789abcdef01 ",
                "password:password=\"",
                "://a:",
                "eyJ",
                "eyJhbGciOi.",
                "a1",
                "a1b2c3d4_",
                "A",
                "Authorization: Bearer ",
                "\\",
                "d:'",
                "123456782 ",
                "1234567 ",
                "12345678901,",
                "123-45-6789 ",
                "123 456 782\n",
                "4111 1111 1111 1112\n",
                "4111111111111112,",
                "1 85 05 78 006 084 36 ",
                "AB12 CDEF GHIJ 1234 5678 ",
                "AB121234567890123456 ",
                "ABCDE1234F,",
                "A1234567B ",
                "12.345.678-9,",
                "\u00e9123456782\n",
                "1",
                "a@b.cc ",
                "phone,",
                "a,phone\n",
                "phone,phone,phone,phone\n1234567,1234567,1234567,1234567\n",
                "<a@b.cc> ",
                "a@",
                "@a.b",
                "+12 345 678 ",
                "(415) 555-",
                "12 345 ",
                "415-555-2671 ",
                "last_name:\"",
                "surname='Ada' ",
                "confidential",
                "CONFIDENTIAL\n\n",
                "x-data-classification:",
                "classification: strictly ",
                "tlp:",
                "[TLP:AMBER+",
                "// CONFIDENTIAL ,"
            })
    void readsEachByteABoundedNumberOfTimes(String piece) {
        assertThat(stepsPerByte(piece)).isLessThan(MOST_STEPS);
    }

    static Stream<String> prefixes() {
        return Detectors.rules().stream()
                .flatMap(rule -> rule.shapes().stream())
                .filter(shape -> shape.prefixLength() > 0)
                .map(shape -> shape.toString().substring(0, shape.prefixLength()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void readsABodyOfOnlyPrefixesABoundedNumberOfTimes(String prefix) {
        assertThat(stepsPerByte(prefix)).isLessThan(MOST_STEPS);
    }

    private static long stepsPerByte(String piece) {
        Text text =
                Text.of(
                        piece.repeat(LENGTH / piece.length())
                                .getBytes(StandardCharsets.ISO_8859_1));
        Scanner.builtIn().scan(text);
        return text.steps() / LENGTH;
    }
}
