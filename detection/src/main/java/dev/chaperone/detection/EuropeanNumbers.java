// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Numbers of persons in Western and Southern Europe.
final class EuropeanNumbers {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String IRISH = "WABCDEFGHIJKLMNOPQRSTUV";
    private static final String ITALIAN_MONTHS = "ABCDEHLMPRST";

    /// What a character counts at an odd place, 0 to 9 and A to Z.
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3,
        6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private static final String NO_NINO = "BG GB NK KN TN NT ZZ ";

    private EuropeanNumbers() {}

    /// United Kingdom, NHS Data Dictionary: weights 10 to 2, modulo 11.
    static Verdict ukNhs(String number) {
        int check = 11 - Digits.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return Verdict.sum(check % 11 == Digits.at(number, 9));
    }

    /// United Kingdom, HMRC manual NIM39110: letters that do not begin it. No checksum.
    static Verdict ukNino(String number) {
        boolean given =
                "DFIQUV".indexOf(number.charAt(0)) < 0
                        && "DFIQUVO".indexOf(number.charAt(1)) < 0
                        && !NO_NINO.contains(number.substring(0, 2) + " ");
        return given ? Verdict.FITS : Verdict.IMPOSSIBLE;
    }

    /// Germany, § 139b AO: ISO/IEC 7064 MOD 11,10; of the first ten digits one stands twice or
    /// thrice, all others at most once.
    static Verdict deTaxId(String number) {
        if (number.charAt(0) == '0') {
            return Verdict.IMPOSSIBLE;
        }
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[Digits.at(number, i)]++;
        }
        int repeated = 0;
        int most = 0;
        for (int count : counts) {
            repeated += count > 1 ? 1 : 0;
            most = Math.max(most, count);
        }
        return Verdict.sum(repeated == 1 && most <= 3 && Digits.mod11And10(number));
    }

    /// Germany, Deutsche Rentenversicherung, insurance number: area, date, letter, serial; the
    /// letter as two digits, weights 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1 on sums of digits, modulo
    /// 10.
    static Verdict dePension(String number) {
        int letter = number.charAt(8) - 'A' + 1;
        String digits = number.substring(0, 8) + letter / 10 + letter % 10 + number.substring(9);
        int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int product = weights[i] * Digits.at(digits, i);
            sum += product / 10 + product % 10;
        }
        boolean born = Digits.isDay(Digits.value(number, 4, 6), Digits.value(number, 2, 4));
        return born ? Verdict.sum(sum % 10 == Digits.at(number, 11)) : Verdict.IMPOSSIBLE;
    }

    /// France, INSEE, numéro d'inscription au répertoire: the key is 97 less the rest by 97; 2A and
    /// 2B, for Corsica, count as 19 and 18.
    static Verdict frNir(String number) {
        String digits = number.replace("2A", "19").replace("2B", "18");
        if (!digits.chars().allMatch(CharClass.DIGIT::has)) {
            return Verdict.IMPOSSIBLE;
        }
        int month = Digits.value(digits, 3, 5);
        boolean person =
                "123478".indexOf(digits.charAt(0)) >= 0
                        && (month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50);
        long rest = Long.parseLong(digits, 0, 13, 10) % 97;
        return person ? Verdict.sum(97 - rest == Digits.value(digits, 13, 15)) : Verdict.IMPOSSIBLE;
    }

    /// Italy, D.M. 23 December 1976, codice fiscale: month and day, and a letter from sums over odd
    /// and even places modulo 26.
    static Verdict itCodiceFiscale(String number) {
        int day = Digits.value(number, 9, 11);
        boolean born =
                ITALIAN_MONTHS.indexOf(number.charAt(8)) >= 0
                        && (day >= 1 && day <= 31 || day >= 41 && day <= 71);
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = Character.digit(number.charAt(i), 36);
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value > 9 ? value - 10 : value;
        }
        return born ? Verdict.certain('A' + sum % 26 == number.charAt(15)) : Verdict.IMPOSSIBLE;
    }

    /// Spain, Real Decreto 1553/2005, DNI: a letter for the rest by 23. Java and C write dates as
    /// numbers with an L behind them.
    static Verdict esDni(String number) {
        boolean date =
                number.charAt(8) == 'L'
                        && Digits.value(number, 0, 2) >= 19
                        && Digits.value(number, 0, 2) <= 20
                        && Digits.isDay(Digits.value(number, 4, 6), Digits.value(number, 6, 8));
        boolean agrees = SPANISH.charAt(Digits.value(number, 0, 8) % 23) == number.charAt(8);
        return Verdict.sum(agrees && !date);
    }

    /// Spain, NIE: X, Y, Z stand for 0, 1, 2; then as a DNI.
    static Verdict esNie(String number) {
        int first = "XYZ".indexOf(number.charAt(0));
        return first < 0 ? Verdict.IMPOSSIBLE : esDni(first + number.substring(1));
    }

    /// Netherlands, burgerservicenummer: weights 9 to 2 and -1, modulo 11.
    static Verdict nlBsn(String number) {
        return Verdict.sum(Digits.weighted(number, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0);
    }

    /// Belgium, Rijksregister: 97 less the rest of the first nine digits by 97, with a 2 before
    /// them for who was born since 2000.
    static Verdict beNational(String number) {
        boolean born =
                Digits.value(number, 2, 4) % 20 <= 12
                        && Digits.value(number, 2, 4) < 53
                        && Digits.value(number, 4, 6) <= 31;
        int check = Digits.value(number, 9, 11);
        boolean agrees =
                97 - Digits.mod97(number.substring(0, 9)) == check
                        || 97 - Digits.mod97("2" + number.substring(0, 9)) == check;
        return born ? Verdict.sum(agrees) : Verdict.IMPOSSIBLE;
    }

    /// Switzerland, AHV: 756 and the check digit of an EAN-13.
    static Verdict chAhv(String number) {
        int sum = Digits.weighted(number, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);
        return Verdict.sum((10 - sum % 10) % 10 == Digits.at(number, 12));
    }

    /// Austria, Sozialversicherungsnummer: the fourth digit is the sum of the others by 3, 7, 9, 5,
    /// 8, 4, 2, 1, 6, modulo 11; then the date of birth.
    static Verdict atSvnr(String number) {
        boolean born = Digits.isDay(Digits.value(number, 6, 8), Digits.value(number, 4, 6));
        int sum = Digits.weighted(number, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6);
        return born && number.charAt(0) != '0'
                ? Verdict.sum(sum % 11 == Digits.at(number, 3))
                : Verdict.IMPOSSIBLE;
    }

    /// Ireland, PPS number: weights 8 to 2, the second letter times 9, a letter for the rest by 23.
    static Verdict iePps(String number) {
        int sum = Digits.weighted(number, 8, 7, 6, 5, 4, 3, 2);
        sum += number.length() > 8 ? IRISH.indexOf(number.charAt(8)) * 9 : 0;
        return number.length() > 8 && IRISH.indexOf(number.charAt(8)) < 0
                ? Verdict.IMPOSSIBLE
                : Verdict.sum(IRISH.charAt(sum % 23) == number.charAt(7));
    }

    /// Portugal, NIF: weights 9 to 2, modulo 11; persons have 1, 2, 3 or 45 first.
    static Verdict ptNif(String number) {
        int check = 11 - Digits.weighted(number, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return "123456789".indexOf(number.charAt(0)) < 0
                ? Verdict.IMPOSSIBLE
                : Verdict.sum((check > 9 ? 0 : check) == Digits.at(number, 8));
    }
}
