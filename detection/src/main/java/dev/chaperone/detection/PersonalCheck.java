// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;

/// The rules by which numbers of persons and accounts are made.
enum PersonalCheck {
    PAYMENT_CARD(PaymentNumbers::card),
    IBAN(PaymentNumbers::iban),
    US_ROUTING(PaymentNumbers::usRouting),
    US_SSN(AmericanNumbers::usSsn),
    US_ITIN(AmericanNumbers::usItin),
    CA_SIN(AmericanNumbers::caSin),
    BR_CPF(AmericanNumbers::brCpf),
    BR_CNPJ(AmericanNumbers::brCnpj),
    MX_CURP(AmericanNumbers::mxCurp),
    CL_RUT(AmericanNumbers::clRut),
    IN_AADHAAR(AsianNumbers::inAadhaar),
    IN_PAN(AsianNumbers::inPan),
    AU_TFN(AsianNumbers::auTfn),
    AU_MEDICARE(AsianNumbers::auMedicare),
    SG_NRIC(AsianNumbers::sgNric),
    KR_RRN(AsianNumbers::krRrn),
    ZA_ID(AsianNumbers::zaId),
    TR_TCKN(AsianNumbers::trTckn),
    CN_RESIDENT_ID(AsianNumbers::cnResidentId),
    TH_ID(AsianNumbers::thId),
    TW_ID(AsianNumbers::twId),
    HK_ID(AsianNumbers::hkId),
    IL_ID(AsianNumbers::ilId),
    UK_NHS(EuropeanNumbers::ukNhs),
    UK_NINO(EuropeanNumbers::ukNino),
    DE_TAX_ID(EuropeanNumbers::deTaxId),
    DE_PENSION(EuropeanNumbers::dePension),
    FR_NIR(EuropeanNumbers::frNir),
    IT_CODICE_FISCALE(EuropeanNumbers::itCodiceFiscale),
    ES_DNI(EuropeanNumbers::esDni),
    ES_NIE(EuropeanNumbers::esNie),
    NL_BSN(EuropeanNumbers::nlBsn),
    BE_NATIONAL(EuropeanNumbers::beNational),
    CH_AHV(EuropeanNumbers::chAhv),
    AT_SVNR(EuropeanNumbers::atSvnr),
    IE_PPS(EuropeanNumbers::iePps),
    PT_NIF(EuropeanNumbers::ptNif),
    PL_PESEL(NorthernNumbers::plPesel),
    SE_PERSONNUMMER(NorthernNumbers::sePersonnummer),
    FI_HETU(NorthernNumbers::fiHetu),
    NO_FODSELSNUMMER(NorthernNumbers::noFodselsnummer),
    DK_CPR(NorthernNumbers::dkCpr),
    CZ_RODNE_CISLO(NorthernNumbers::czRodneCislo),
    RO_CNP(NorthernNumbers::roCnp),
    BG_EGN(NorthernNumbers::bgEgn),
    EE_ISIKUKOOD(NorthernNumbers::eeIsikukood),
    HR_OIB(NorthernNumbers::hrOib),
    GR_AMKA(NorthernNumbers::grAmka);

    // A reference to a pure method.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<String, Verdict> rules;

    PersonalCheck(Function<String, Verdict> rules) {
        this.rules = rules;
    }

    /// @throws IllegalArgumentException when there is no such check
    static PersonalCheck named(String name) {
        for (PersonalCheck check : values()) {
            if (check.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return check;
            }
        }
        throw new IllegalArgumentException("there is no check '" + name + "' of personal numbers");
    }

    /// What the rules say about a number.
    ///
    /// @param number as [#bare] gives it
    Verdict of(String number) {
        return rules.apply(number);
    }

    /// The letters and digits of a number alone, the letters large; null when they are one
    /// character again and again, which is nobody's number.
    static @Nullable String bare(String written) {
        byte[] number = new byte[written.length()];
        int count = 0;
        boolean same = true;
        for (int i = 0; i < number.length; i++) {
            char c = written.charAt(i);
            if (CharClass.B62.has(c)) {
                number[count] = (byte) (c >= 'a' ? c - 32 : c);
                same &= number[count] == number[0];
                count++;
            }
        }
        return same ? null : new String(number, 0, count, StandardCharsets.ISO_8859_1);
    }
}
