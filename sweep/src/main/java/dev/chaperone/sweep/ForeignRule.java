// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A rule of a gitleaks file.
///
/// @param group which group of the regex is the secret; 0 for the first that matches anything
/// @param entropy bits a character that the secret must exceed; 0 for no matter
/// @param path names of files that it is for, or null for all
/// @param keywords in small letters, of which one must stand in the text; none for no matter
record ForeignRule(
        String id,
        String title,
        Pattern regex,
        int group,
        double entropy,
        @Nullable Pattern path,
        List<String> keywords,
        List<Allowlist> allowlists) {

    /// The group that is the secret in this match.
    int secretGroup(Matcher match) {
        if (group > 0) {
            return group;
        }
        for (int i = 1; i <= match.groupCount(); i++) {
            if (match.start(i) >= 0 && match.end(i) > match.start(i)) {
                return i;
            }
        }
        return 0;
    }

    boolean isFor(Content content) {
        return path == null || path.matcher(content.name()).find();
    }

    boolean isRandomEnough(String secret) {
        return entropy == 0 || entropyOf(secret) > entropy;
    }

    /// Shannon's, in bits a character.
    static double entropyOf(String text) {
        int[] counts = new int[256];
        text.chars().forEach(c -> counts[c & 0xff]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
