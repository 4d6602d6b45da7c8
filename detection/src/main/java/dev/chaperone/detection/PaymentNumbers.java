// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Numbers of payment cards and of accounts.
final class PaymentNumbers {
    /// Countries of the IBAN registry (SWIFT, release 99), each with the length of its IBANs.
    private static final String IBANS =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
                    + " DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28"
                    + " HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20"
                    + " LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28"
                    + " PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28"
                    + " TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ";

    private PaymentNumbers() {}

    /// ISO/IEC 7812-1 with the ranges that the card schemes publish; the last digit is Luhn's.
    static Verdict card(String number) {
        return isIssued(number) ? Verdict.sum(Digits.luhn(number)) : Verdict.IMPOSSIBLE;
    }

    private static boolean isIssued(String number) {
        int two = Digits.value(number, 0, 2);
        int three = Digits.value(number, 0, 3);
        int four = Digits.value(number, 0, 4);
        return switch (number.length()) {
            case 13 -> two / 10 == 4;
            case 14 -> two == 36 || two == 38 || three >= 300 && three <= 305;
            case 15 -> two == 34 || two == 37;
            case 16 ->
                    two / 10 == 4
                            || two >= 51 && two <= 55
                            || four >= 2221 && four <= 2720
                            || four == 6011
                            || two == 65
                            || three >= 644 && three <= 649
                            || four >= 3528 && four <= 3589
                            || two == 62
                            || two == 81
                            || two == 60
                            || two == 50
                            || four >= 2200 && four <= 2204;
            case 17, 18 -> two == 62 || two == 50 || two == 67;
            case 19 -> two == 62 || two == 50 || two == 67 || two / 10 == 4;
            default -> false;
        };
    }

    /// ISO 13616: country, two check digits, and the account of that country's length.
    static Verdict iban(String number) {
        int country = IBANS.indexOf(number.substring(0, 2) + number.length() + " ");
        if (country < 0) {
            return Verdict.IMPOSSIBLE;
        }
        return Verdict.certain(Digits.mod97(number.substring(4) + number.substring(0, 4)) == 1);
    }

    /// Routing number of the American Bankers Association: weights 3, 7, 1, and the first two
    /// digits name a district or a kind of institution.
    static Verdict usRouting(String number) {
        int district = Digits.value(number, 0, 2);
        boolean known =
                district <= 12
                        || district >= 21 && district <= 32
                        || district >= 61 && district <= 72
                        || district == 80;
        return known
                ? Verdict.sum(Digits.weighted(number, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0)
                : Verdict.IMPOSSIBLE;
    }
}
