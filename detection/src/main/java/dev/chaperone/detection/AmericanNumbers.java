// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Numbers of persons in North and South America.
final class AmericanNumbers {
    private static final String STATES =
            "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL"
                    + " VZ YN ZS NE ";
    private static final String CURP = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

    private AmericanNumbers() {}

    /// United States, Social Security Administration, "Structure of the SSN": no checksum, but no
    /// area 000, 666 or from 900 on, no group 00 and no serial 0000.
    static Verdict usSsn(String number) {
        int area = Digits.value(number, 0, 3);
        boolean given =
                area != 0
                        && area != 666
                        && area < 900
                        && Digits.value(number, 3, 5) != 0
                        && Digits.value(number, 5, 9) != 0
                        // printed on cards in wallets that were sold
                        && !number.equals("078051120");
        return given ? Verdict.FITS : Verdict.IMPOSSIBLE;
    }

    /// United States, IRS Internal Revenue Manual 3.21.263: begins with 9, the fourth and fifth
    /// digits in 50–65, 70–88, 90–92, 94–99.
    static Verdict usItin(String number) {
        int group = Digits.value(number, 3, 5);
        boolean given =
                number.charAt(0) == '9'
                        && (group >= 50 && group <= 65
                                || group >= 70 && group <= 88
                                || group >= 90 && group != 93);
        return given ? Verdict.FITS : Verdict.IMPOSSIBLE;
    }

    /// Canada, social insurance number: Luhn's check digit; none begins with 8 or, but for test, 0.
    static Verdict caSin(String number) {
        return number.charAt(0) == '8' ? Verdict.IMPOSSIBLE : Verdict.sum(Digits.luhn(number));
    }

    /// Brazil, Receita Federal, CPF: two check digits modulo 11.
    static Verdict brCpf(String number) {
        int first = Digits.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Digits.weighted(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return Verdict.sum(first == Digits.at(number, 9) && second == Digits.at(number, 10));
    }

    /// Brazil, Receita Federal, CNPJ: two check digits modulo 11. What reads as date and time is
    /// none by itself.
    static Verdict brCnpj(String number) {
        int first = Digits.weighted(number, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Digits.weighted(number, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        boolean dated =
                Digits.isDay(Digits.value(number, 4, 6), Digits.value(number, 6, 8))
                        && Digits.isTime(number, 8);
        return Verdict.sum(
                first == Digits.at(number, 12) && second == Digits.at(number, 13) && !dated);
    }

    /// Mexico, RENAPO, "Instructivo Normativo para la asignación de la CURP": date, sex, state and
    /// a check digit modulo 10 over an alphabet of 37 characters.
    static Verdict mxCurp(String number) {
        boolean person =
                Digits.isDay(Digits.value(number, 6, 8), Digits.value(number, 8, 10))
                        && "HMX".indexOf(number.charAt(10)) >= 0
                        && STATES.contains(number.substring(11, 13) + " ");
        if (!person) {
            return Verdict.IMPOSSIBLE;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += CURP.indexOf(number.charAt(i)) * (18 - i);
        }
        return Verdict.certain((10 - sum % 10) % 10 == Digits.at(number, 17));
    }

    /// Chile, Registro Civil, RUT: weights 2 to 7 from the right, modulo 11, K for ten.
    static Verdict clRut(String number) {
        int sum = 0;
        int last = number.length() - 1;
        for (int i = 0; i < last; i++) {
            sum += Digits.at(number, last - 1 - i) * (2 + i % 6);
        }
        return Verdict.sum("0K987654321".charAt(sum % 11) == number.charAt(last));
    }
}
