// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One of the company's own secrets, by fingerprints.
///
/// @param name what people call it, so that they know what to revoke; never a part of the value
/// @param fingerprints one for each spelling
public record KnownSecret(String name, Kind kind, List<Fingerprint> fingerprints) {
    /// The longest name.
    public static final int LONGEST_NAME = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");
    private static final int MOST_SPELLINGS = 4;

    public KnownSecret {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "A name has 1 to "
                            + LONGEST_NAME
                            + " letters, digits and signs of . _ : @ - and begins with a letter or"
                            + " digit");
        }
        fingerprints = List.copyOf(fingerprints);
        if (fingerprints.isEmpty() || fingerprints.size() > MOST_SPELLINGS) {
            throw new IllegalArgumentException(
                    "A secret has 1 to " + MOST_SPELLINGS + " fingerprints");
        }
    }

    /// Whether something may be called so.
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    /// Fingerprints of a value and, where that differs, of how it stands in a JSON string: what
    /// tools send is often a string in a string.
    ///
    /// @param value for which [Guessable#reason] has nothing to say
    public static KnownSecret of(FingerprintKey key, String name, Kind kind, String value) {
        List<Fingerprint> fingerprints = new ArrayList<>();
        fingerprints.add(Fingerprint.of(key, value.getBytes(StandardCharsets.UTF_8)));
        byte[] escaped = escaped(value).getBytes(StandardCharsets.UTF_8);
        if (!escaped(value).equals(value) && escaped.length <= Fingerprint.LONGEST) {
            fingerprints.add(Fingerprint.of(key, escaped));
        }
        return new KnownSecret(name, kind, fingerprints);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /// What it is for.
    public enum Kind {
        /// Opens a door.
        SECRET,
        /// Opens nothing: nobody uses it, so whoever sends it has read what they should not have.
        CANARY;

        /// The spelling used in the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Reads the written form.
        ///
        /// @throws IllegalArgumentException when it is none
        public static Kind parse(String written) {
            for (Kind kind : values()) {
                if (kind.written().equals(written)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("kind is '" + written + "', not secret or canary");
        }

        String detector() {
            return switch (this) {
                case SECRET -> Detectors.COMPANY_SECRET;
                case CANARY -> Detectors.CANARY;
            };
        }
    }
}
