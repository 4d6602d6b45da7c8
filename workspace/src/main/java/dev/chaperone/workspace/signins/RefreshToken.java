// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.tokens.Secrets;

import java.util.Optional;
import java.util.regex.Pattern;

/// A refresh token: a part that is the same through a sign-in and a part that is new each time. So
/// an old one is known for what it is without a list of all old ones, and only who has held one of
/// the sign-in can show it.
///
/// @param family the part that stays
/// @param turn the part that changes
record RefreshToken(String family, String turn) {
    private static final String PREFIX = "chr_";
    private static final Pattern FORM = Pattern.compile("chr_[0-9A-Za-z]{86}");

    static RefreshToken first() {
        return new RefreshToken(Secrets.chance(), Secrets.chance());
    }

    RefreshToken next() {
        return new RefreshToken(family, Secrets.chance());
    }

    static Optional<RefreshToken> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int middle = PREFIX.length() + (text.length() - PREFIX.length()) / 2;
        return Optional.of(
                new RefreshToken(text.substring(PREFIX.length(), middle), text.substring(middle)));
    }

    Digest familyDigest() {
        return Digest.of(family);
    }

    Digest turnDigest() {
        return Digest.of(turn);
    }

    String written() {
        return PREFIX + family + turn;
    }

    @Override
    public String toString() {
        return "RefreshToken[not shown]";
    }
}
