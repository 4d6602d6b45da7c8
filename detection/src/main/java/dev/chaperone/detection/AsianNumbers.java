// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Numbers of persons in Asia, Africa and Oceania.
final class AsianNumbers {
    private static final String TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    private AsianNumbers() {}

    /// India, UIDAI: twelve digits, the first from 2 on, the last by Verhoeff.
    static Verdict inAadhaar(String number) {
        return number.charAt(0) < '2' ? Verdict.IMPOSSIBLE : Verdict.sum(Digits.verhoeff(number));
    }

    /// India, Income Tax Department, permanent account number: the fourth letter says what kind of
    /// holder it is. No checksum that is public.
    static Verdict inPan(String number) {
        return "ABCFGHJLPT".indexOf(number.charAt(3)) >= 0 && Digits.value(number, 5, 9) > 0
                ? Verdict.FITS
                : Verdict.IMPOSSIBLE;
    }

    /// Australia, Taxation Office, tax file number: weights 1, 4, 3, 7, 5, 8, 6, 9, 10, modulo 11.
    static Verdict auTfn(String number) {
        return Verdict.sum(Digits.weighted(number, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0);
    }

    /// Australia, Medicare card: the first digit 2 to 6; the ninth is the sum by the weights 1, 3,
    /// 7, 9, 1, 3, 7, 9 modulo 10.
    static Verdict auMedicare(String number) {
        return number.charAt(0) < '2' || number.charAt(0) > '6'
                ? Verdict.IMPOSSIBLE
                : Verdict.sum(
                        Digits.weighted(number, 1, 3, 7, 9, 1, 3, 7, 9) % 10
                                == Digits.at(number, 8));
    }

    /// Singapore, NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2 and a letter for the rest by 11, after
    /// T and G with 4 more. The letters of the series M are not public knowledge.
    static Verdict sgNric(String number) {
        char kind = number.charAt(0);
        int sum = Digits.weighted(number.substring(1), 2, 7, 6, 5, 4, 3, 2);
        return switch (kind) {
            case 'S' -> Verdict.sum("JZIHGFEDCBA".charAt(sum % 11) == number.charAt(8));
            case 'T' -> Verdict.sum("JZIHGFEDCBA".charAt((sum + 4) % 11) == number.charAt(8));
            case 'F' -> Verdict.sum("XWUTRQPNMLK".charAt(sum % 11) == number.charAt(8));
            case 'G' -> Verdict.sum("XWUTRQPNMLK".charAt((sum + 4) % 11) == number.charAt(8));
            case 'M' -> Verdict.FITS;
            default -> Verdict.IMPOSSIBLE;
        };
    }

    /// South Korea, resident registration number: date, century and sex, and weights 2 to 9, 2 to 5
    /// modulo 11. What was given out since October 2020 has no checksum.
    static Verdict krRrn(String number) {
        boolean person =
                Digits.isDay(Digits.value(number, 2, 4), Digits.value(number, 4, 6))
                        && number.charAt(6) != '0'
                        && number.charAt(6) != '9';
        int sum = Digits.weighted(number, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
        return person
                ? Verdict.sum((11 - sum % 11) % 10 == Digits.at(number, 12))
                : Verdict.IMPOSSIBLE;
    }

    /// South Africa, Department of Home Affairs: date, serial, citizenship, an 8 or 9, and Luhn's
    /// check digit.
    static Verdict zaId(String number) {
        boolean person =
                Digits.isDay(Digits.value(number, 2, 4), Digits.value(number, 4, 6))
                        && number.charAt(10) <= '2'
                        && number.charAt(11) >= '8';
        return person ? Verdict.sum(Digits.luhn(number)) : Verdict.IMPOSSIBLE;
    }

    /// Turkey, T.C. kimlik no: the tenth digit is seven times the odd places less the even ones,
    /// the eleventh the sum of the first ten, both modulo 10.
    static Verdict trTckn(String number) {
        if (number.charAt(0) == '0') {
            return Verdict.IMPOSSIBLE;
        }
        int odd = Digits.weighted(number, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        int even = Digits.weighted(number, 0, 1, 0, 1, 0, 1, 0, 1);
        int tenth = Math.floorMod(7 * odd - even, 10);
        boolean agrees =
                tenth == Digits.at(number, 9) && (odd + even + tenth) % 10 == Digits.at(number, 10);
        return Verdict.sum(agrees);
    }

    /// China, GB 11643-1999: region, date, serial, and ISO/IEC 7064 MOD 11-2.
    static Verdict cnResidentId(String number) {
        int year = Digits.value(number, 6, 10);
        boolean person =
                number.charAt(0) >= '1'
                        && number.charAt(0) <= '8'
                        && year >= 1800
                        && year < 2100
                        && Digits.isDay(Digits.value(number, 10, 12), Digits.value(number, 12, 14));
        int sum = Digits.weighted(number, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11;
        return person
                ? Verdict.certain("10X98765432".charAt(sum) == number.charAt(17))
                : Verdict.IMPOSSIBLE;
    }

    /// Thailand: weights 13 to 2, modulo 11.
    static Verdict thId(String number) {
        int sum = Digits.weighted(number, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
        return number.charAt(0) == '0' || number.charAt(0) == '9'
                ? Verdict.IMPOSSIBLE
                : Verdict.sum((11 - sum % 11) % 10 == Digits.at(number, 12));
    }

    /// Taiwan: a letter for the county as a number from 10 on, sex, serial; weights 1, 9, 8 … 1, 1
    /// modulo 10.
    static Verdict twId(String number) {
        int county = TAIWAN.indexOf(number.charAt(0)) + 10;
        if (county < 10 || number.charAt(1) != '1' && number.charAt(1) != '2') {
            return Verdict.IMPOSSIBLE;
        }
        int sum = county / 10 + county % 10 * 9;
        sum += Digits.weighted(number.substring(1), 8, 7, 6, 5, 4, 3, 2, 1, 1);
        return Verdict.sum(sum % 10 == 0);
    }

    /// Hong Kong: one letter, six digits; weights 9, 8 … 2 with a blank before as 36, modulo 11, A
    /// for ten.
    static Verdict hkId(String number) {
        int sum = 36 * 9 + (number.charAt(0) - 'A' + 10) * 8;
        sum += Digits.weighted(number.substring(1), 7, 6, 5, 4, 3, 2);
        return Verdict.sum("0A987654321".charAt(sum % 11) == number.charAt(7));
    }

    /// Israel: nine digits, the last one Luhn's.
    static Verdict ilId(String number) {
        return Verdict.sum(Digits.luhn(number));
    }
}
