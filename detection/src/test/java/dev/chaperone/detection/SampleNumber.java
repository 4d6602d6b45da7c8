// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Makes numbers of persons and accounts that could have been given to somebody.
final class SampleNumber {
    private static final int MOST_TRIES = 5_000_000;

    /// Some countries with the lengths of their IBANs.
    private static final List<String> IBANS =
            List.of(
                    "NO15", "BE16", "DK18", "NL18", "SI19", "AT20", "EE20", "HR21", "CH21", "DE22",
                    "GB22", "GI23", "SE24", "ES24", "PT25", "TR26", "FR27", "IT27", "PL28", "HU28",
                    "BR29", "UA29", "JO30", "MU30", "MT31", "LC32", "RU33");

    private SampleNumber() {}

    /// Some number in that form for which the check speaks.
    static String of(PersonalCheck check, Shape shape, Random random) {
        for (int i = 0; i < MOST_TRIES; i++) {
            String written = written(shape, random);
            written =
                    switch (check) {
                        case IBAN -> withCheckDigits(written, random);
                        // chance seldom writes a date and a state
                        case MX_CURP -> over(written, 4, "310820HNE");
                        case CN_RESIDENT_ID -> over(written, 6, "19491231");
                        default -> written;
                    };
            String bare = PersonalCheck.bare(written);
            if (bare != null && check.of(bare).compareTo(Verdict.FITS) >= 0) {
                return written;
            }
        }
        throw new IllegalStateException("No number for " + check + " is written " + shape);
    }

    /// As checks read it.
    static String bare(String written) {
        return Objects.requireNonNull(PersonalCheck.bare(written));
    }

    private static String over(String written, int at, String part) {
        return written.substring(0, at) + part + written.substring(at + part.length());
    }

    private static String written(Shape shape, Random random) {
        StringBuilder written = new StringBuilder();
        for (Shape.Part part : shape.parts()) {
            switch (part) {
                case Shape.Part.Literal(String text) -> written.append(text);
                case Shape.Part.Run(CharClass members, int min, int max) -> {
                    int length = min + random.nextInt(max - min + 1);
                    for (int i = 0; i < length; i++) {
                        String all = members.members();
                        written.append(all.charAt(random.nextInt(all.length())));
                    }
                }
            }
        }
        return written.toString();
    }

    /// Puts a country with IBANs of that length before it, and the digits that ISO 13616 asks for.
    private static String withCheckDigits(String written, Random random) {
        String length = String.valueOf(written.replace(" ", "").length());
        List<String> countries = IBANS.stream().filter(each -> each.endsWith(length)).toList();
        if (countries.isEmpty()) {
            return written;
        }
        StringBuilder body = new StringBuilder(written.substring(4));
        for (int i = 0; i < body.length(); i++) {
            // most of every account is a number
            if (body.charAt(i) != ' ' && random.nextInt(3) > 0) {
                body.setCharAt(i, (char) ('0' + random.nextInt(10)));
            }
        }
        String country = countries.get(random.nextInt(countries.size())).substring(0, 2);
        StringBuilder digits = new StringBuilder();
        for (char c : (body.toString().replace(" ", "") + country + "00").toCharArray()) {
            digits.append(Character.digit(c, 36));
        }
        int rest = new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue();
        return country + "%02d".formatted(98 - rest) + body;
    }
}
