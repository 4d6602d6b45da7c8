// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Numbers of persons in Northern and Eastern Europe. Most begin with the date of birth.
final class NorthernNumbers {
    private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private NorthernNumbers() {}

    /// Poland, PESEL: weights 1, 3, 7, 9, modulo 10; the month tells the century.
    static Verdict plPesel(String number) {
        int sum = Digits.weighted(number, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3);
        return Digits.isDay(Digits.value(number, 2, 4) % 20, Digits.value(number, 4, 6))
                ? Verdict.sum((10 - sum % 10) % 10 == Digits.at(number, 10))
                : Verdict.IMPOSSIBLE;
    }

    /// Sweden, Skatteverket, personnummer: date, with 60 more for a coordination number, and Luhn's
    /// check digit over the last ten. Twelve digits that read as date and time are none by
    /// themselves.
    static Verdict sePersonnummer(String number) {
        String ten = number.substring(number.length() - 10);
        int day = Digits.value(ten, 4, 6);
        if (!Digits.isDay(Digits.value(ten, 2, 4), day > 60 ? day - 60 : day)
                || number.length() == 12
                        && (Digits.value(number, 0, 2) < 18 || Digits.value(number, 0, 2) > 20)) {
            return Verdict.IMPOSSIBLE;
        }
        boolean time = number.length() == 12 && Digits.isTime(number, 8);
        return Verdict.sum(Digits.luhn(ten) && !time);
    }

    /// Finland, DVV, henkilötunnus: date, serial, and one of 31 characters for the rest by 31.
    static Verdict fiHetu(String number) {
        String digits = number.substring(0, 6) + number.substring(number.length() - 4);
        if (!Digits.isDay(Digits.value(digits, 2, 4), Digits.value(digits, 0, 2))) {
            return Verdict.IMPOSSIBLE;
        }
        int rest = Digits.value(digits, 0, 9) % 31;
        return Verdict.certain(FINNISH.charAt(rest) == digits.charAt(9));
    }

    /// Norway, Skatteetaten, fødselsnummer: date, with 40 more on the day for D numbers, and two
    /// check digits modulo 11.
    static Verdict noFodselsnummer(String number) {
        int day = Digits.value(number, 0, 2);
        if (!Digits.isDay(Digits.value(number, 2, 4) % 40, day > 40 ? day - 40 : day)) {
            return Verdict.IMPOSSIBLE;
        }
        int first = 11 - Digits.weighted(number, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11;
        int second = 11 - Digits.weighted(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return Verdict.sum(
                first % 11 == Digits.at(number, 9) && second % 11 == Digits.at(number, 10));
    }

    /// Denmark, CPR: the date of birth. What was given out since 2007 has no checksum.
    static Verdict dkCpr(String number) {
        return Digits.isDay(Digits.value(number, 2, 4), Digits.value(number, 0, 2))
                ? Verdict.FITS
                : Verdict.IMPOSSIBLE;
    }

    /// Czechia and Slovakia, rodné číslo: the whole is a multiple of 11; 50 more on the month for
    /// women, 20 where serials ran out.
    static Verdict czRodneCislo(String number) {
        int month = Digits.value(number, 2, 4) % 50;
        return Digits.isDay(month > 20 ? month - 20 : month, Digits.value(number, 4, 6))
                ? Verdict.sum(Long.parseLong(number) % 11 == 0)
                : Verdict.IMPOSSIBLE;
    }

    /// Romania, cod numeric personal: weights 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9, modulo 11, 1 for
    /// ten.
    static Verdict roCnp(String number) {
        int rest = Digits.weighted(number, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return number.charAt(0) != '0'
                        && Digits.isDay(Digits.value(number, 3, 5), Digits.value(number, 5, 7))
                        && Digits.value(number, 7, 9) <= 52
                ? Verdict.sum((rest == 10 ? 1 : rest) == Digits.at(number, 12))
                : Verdict.IMPOSSIBLE;
    }

    /// Bulgaria, EGN: weights 2, 4, 8, 5, 10, 9, 7, 3, 6, modulo 11, 0 for ten; the month tells the
    /// century.
    static Verdict bgEgn(String number) {
        int sum = Digits.weighted(number, 2, 4, 8, 5, 10, 9, 7, 3, 6);
        return Digits.isDay(Digits.value(number, 2, 4) % 20, Digits.value(number, 4, 6))
                        && Digits.value(number, 2, 4) < 53
                ? Verdict.sum(sum % 11 % 10 == Digits.at(number, 9))
                : Verdict.IMPOSSIBLE;
    }

    /// Estonia and Lithuania, isikukood and asmens kodas: weights 1 to 9, 1, modulo 11; where that
    /// gives ten, 3 to 9, 1, 2, 3; then 0.
    static Verdict eeIsikukood(String number) {
        int rest = Digits.weighted(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        if (rest == 10) {
            rest = Digits.weighted(number, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
        }
        return number.charAt(0) >= '1'
                        && number.charAt(0) <= '8'
                        && Digits.isDay(Digits.value(number, 3, 5), Digits.value(number, 5, 7))
                ? Verdict.sum(rest == Digits.at(number, 10))
                : Verdict.IMPOSSIBLE;
    }

    /// Croatia, OIB: ISO/IEC 7064 MOD 11,10.
    static Verdict hrOib(String number) {
        return Verdict.sum(Digits.mod11And10(number));
    }

    /// Greece, AMKA: date of birth, serial, and Luhn's check digit.
    static Verdict grAmka(String number) {
        return Digits.isDay(Digits.value(number, 2, 4), Digits.value(number, 0, 2))
                ? Verdict.sum(Digits.luhn(number))
                : Verdict.IMPOSSIBLE;
    }
}
