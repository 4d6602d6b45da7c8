// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Person;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Which passwords are taken: long ones that are not among the first that anybody tries (NIST SP
/// 800-63B: length and a list, no rules about kinds of characters).
final class PasswordRules {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;
    private static final int FEWEST_DIFFERENT = 5;
    private static final int SHORTEST_NAME = 4;

    /// What is left of the commonest long passwords when digits and signs around them are gone.
    private static final Set<String> COMMON =
            Set.of(
                    "password",
                    "passwordpassword",
                    "passwort",
                    "passw0rd",
                    "p@ssw0rd",
                    "p@ssword",
                    "pass",
                    "qwerty",
                    "qwertyuiop",
                    "qwertzuiop",
                    "qwertyqwerty",
                    "azerty",
                    "azertyuiop",
                    "asdfghjkl",
                    "asdfghjkl;",
                    "zxcvbnm",
                    "qwertyasdfgh",
                    "qazwsxedc",
                    "qazwsxedcrfv",
                    "q1w2e3r4t5y",
                    "q1w2e3r4t5y6",
                    "a1b2c3d4e5f",
                    "a1b2c3d4e5f6",
                    "1q2w3e4r5t",
                    "1q2w3e4r5t6y",
                    "abc",
                    "abcdef",
                    "abcdefghijkl",
                    "abcdefghijklm",
                    "welcome",
                    "willkommen",
                    "bienvenue",
                    "letmein",
                    "letmeinnow",
                    "admin",
                    "administrator",
                    "adminadmin",
                    "adminadminadmin",
                    "iloveyou",
                    "iloveyouforever",
                    "iloveyousomuch",
                    "monkey",
                    "dragon",
                    "sunshine",
                    "princess",
                    "football",
                    "baseball",
                    "superman",
                    "batman",
                    "trustno",
                    "starwars",
                    "changeme",
                    "changemenow",
                    "changeit",
                    "changeitnow",
                    "default",
                    "secret",
                    "supersecret",
                    "topsecret",
                    "login",
                    "master",
                    "computer",
                    "internet",
                    "summer",
                    "winter",
                    "spring",
                    "autumn",
                    "company",
                    "chaperone",
                    "correcthorsebatterystaple",
                    "correct horse battery staple",
                    "correct-horse-battery-staple",
                    "testtesttest",
                    "test",
                    "testing",
                    "guest",
                    "hello",
                    "helloworld",
                    "hello world",
                    "whatever",
                    "freedom",
                    "michael",
                    "jennifer",
                    "charlie",
                    "liverpool",
                    "manchester",
                    "barcelona",
                    "thisismypassword",
                    "mypassword",
                    "yourpassword",
                    "newpassword",
                    "temppassword",
                    "nopassword");

    private PasswordRules() {}

    /// The form in which a password is hashed: the same on every keyboard.
    static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /// @throws RejectedException with a sentence that says what to change
    static void check(String password, Person whose) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw RejectedException.invalid(
                    "The password has "
                            + length
                            + " characters, not "
                            + SHORTEST
                            + " to "
                            + LONGEST
                            + ". Several words make a good one.");
        }
        String plain = password.toLowerCase(Locale.ROOT);
        String core = plain.replaceAll("^[\\d\\W_]+|[\\d\\W_]+$", "");
        boolean monotonous = plain.codePoints().distinct().count() < FEWEST_DIFFERENT;
        if (monotonous || core.isEmpty() || COMMON.contains(plain) || COMMON.contains(core)) {
            throw RejectedException.invalid(
                    "This password is one of those that everybody tries first. Choose another.");
        }
        if (holdsNameOf(whose, plain)) {
            throw RejectedException.invalid(
                    "The password holds your name or your address. Choose another.");
        }
    }

    private static boolean holdsNameOf(Person whose, String plain) {
        String email = whose.email().toLowerCase(Locale.ROOT);
        String name = whose.name().toLowerCase(Locale.ROOT);
        return plain.contains(email)
                || Arrays.stream((email + " " + name).split("[\\s@.+_-]+"))
                        .filter(part -> part.length() >= SHORTEST_NAME)
                        .anyMatch(plain::contains);
    }
}
