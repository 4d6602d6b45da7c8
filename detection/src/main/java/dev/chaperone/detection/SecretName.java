// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;

/// What a name says about the value that is given to it.
enum SecretName {
    /// It is a password: short values and words of letters alone may be one.
    PASSWORD,
    /// It is a key or a token: long and random.
    TOKEN,
    /// Nothing.
    NONE;

    private static final List<String> PASSWORDS =
            List.of(
                    "password",
                    "passwd",
                    "passphrase",
                    "passcode",
                    "pwd",
                    "psswrd",
                    "psswd",
                    "paswrd",
                    "passwrd",
                    "pswd",
                    "passw",
                    "paswd",
                    "passwort",
                    "motdepasse",
                    "contrasena",
                    "userpass",
                    "dbpass",
                    "rootpass",
                    "adminpass",
                    "mypass",
                    "authpass",
                    "smtppass",
                    "mysqlpass",
                    "pgpass");
    private static final List<String> TOKENS =
            List.of(
                    "secret",
                    "token",
                    "apikey",
                    "accesskey",
                    "privatekey",
                    "authkey",
                    "credential",
                    "creds",
                    "encryptionkey",
                    "signingkey",
                    "masterkey",
                    "accountkey",
                    "storagekey",
                    "sessionkey",
                    "sharedkey",
                    "servicekey",
                    "clientkey",
                    "licensekey",
                    "activationkey",
                    "deploykey",
                    "sharedaccesskey",
                    "subscriptionkey",
                    "appkey",
                    "authentication",
                    "authorization",
                    "bearer",
                    "apisecret",
                    "cryptokey",
                    "aeskey",
                    "hmackey",
                    "jwtkey",
                    "sshkey",
                    "nonce",
                    "salt",
                    "consumerkey",
                    "signature",
                    "verifier",
                    "auth");

    /// Names that hold one of the words and mean something else.
    private static final List<String> OTHERS =
            List.of(
                    "tokenizer",
                    "tokenize",
                    "tokentype",
                    "tokenurl",
                    "tokenuri",
                    "tokenendpoint",
                    "tokenname",
                    "tokencount",
                    "tokenid",
                    "passwordhint",
                    "passwordfield",
                    "passwordlabel",
                    "passwordreset",
                    "secretname",
                    "secretref",
                    "secretsmanager",
                    "publickey",
                    "keyid",
                    "keyname",
                    "keytype",
                    "keysize",
                    "authtype",
                    "authmethod",
                    "authurl",
                    "authuri",
                    "authmode",
                    "authority",
                    "author",
                    "authenticationtype",
                    "authenticationmethod",
                    "passwordencoder",
                    "passwordpolicy",
                    "passwordlength",
                    "signaturealgorithm",
                    "signaturemethod",
                    "saltlength",
                    "saltrounds",
                    "secretarn",
                    "secretid",
                    "csrftokenheader",
                    "authorizationurl",
                    "authorizationendpoint",
                    "authorizationuri",
                    "credentialid",
                    "credentialsid",
                    "authorizationtype",
                    "credentialtype");

    /// By what the words are noticed.
    static final List<Literal> LITERALS =
            List.of(
                    new Literal("pass", 0),
                    new Literal("psswr", 1),
                    new Literal("psswd", 1),
                    new Literal("paswd", 1),
                    new Literal("paswr", 1),
                    new Literal("pswd", 1),
                    new Literal("pwd", 0),
                    new Literal("pw=", 0),
                    new Literal("pw:", 0),
                    new Literal("pw\"", 0),
                    new Literal("pw'", 0),
                    new Literal("secre", 1),
                    new Literal("token", 0),
                    new Literal("key", 0),
                    new Literal("crede", 2),
                    new Literal("creds", 2),
                    new Literal("auth", 1),
                    new Literal("beare", 0),
                    new Literal("nonce", 1),
                    new Literal("salt", 0),
                    new Literal("signa", 2),
                    new Literal("verif", 1),
                    new Literal("motde", 1),
                    new Literal("contrasena", 4));

    private static final List<String> WORDS = all();
    private static final Words ALL = new Words(WORDS);
    private static final int[] LENGTHS = WORDS.stream().mapToInt(String::length).toArray();

    private static List<String> all() {
        List<String> words = new ArrayList<>(PASSWORDS);
        words.addAll(TOKENS);
        words.addAll(OTHERS);
        return words;
    }

    /// What the name between two offsets says: the longest word in it counts.
    static SecretName of(Text text, int start, int end) {
        int[] longest = {-1};
        ALL.in(
                text,
                start,
                end,
                word -> {
                    if (longest[0] < 0 || LENGTHS[word] >= LENGTHS[longest[0]]) {
                        longest[0] = word;
                    }
                });
        int word = longest[0];
        if (word < 0) {
            return isPass(text, start, end) ? PASSWORD : NONE;
        }
        if (word < PASSWORDS.size()) {
            return PASSWORD;
        }
        boolean token = word < PASSWORDS.size() + TOKENS.size();
        return token && !text.hasAnyCase(end - 6, "tokens") ? TOKEN : NONE;
    }

    private static final String[] LAST = {"pass", "pw"};

    /// Short words count only alone or as the last part of a name: `bypass` is none.
    private static boolean isPass(Text text, int start, int end) {
        for (String word : LAST) {
            int at = end - word.length();
            if (at >= start && text.hasAnyCase(at, word)) {
                int before = at == start ? '_' : text.at(at - 1);
                boolean camel = text.at(at) == 'P' && before >= 'a' && before <= 'z';
                if (!Text.isLetter(before) || camel) {
                    return true;
                }
            }
        }
        return false;
    }
}
