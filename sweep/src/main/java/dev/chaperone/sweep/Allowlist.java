// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.google.re2j.Pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a gitleaks file says is harmless.
///
/// @param all whether all that is named has to agree, or one of it
/// @param stopwords in small letters
/// @param rules the only rules it is for; none for every rule
record Allowlist(
        boolean all,
        Set<String> commits,
        List<Pattern> paths,
        Target target,
        List<Pattern> regexes,
        List<String> stopwords,
        Set<String> rules) {

    /// What the regexes look at.
    enum Target {
        SECRET,
        MATCH,
        LINE
    }

    /// A finding with its text, which never leaves the engine.
    record Found(Content content, String rule, String secret, String match, String line) {}

    boolean allows(Found found) {
        if (!rules.isEmpty() && !rules.contains(found.rule())) {
            return false;
        }
        List<Boolean> answers = new ArrayList<>();
        if (!commits.isEmpty()) {
            answers.add(commits.contains(String.valueOf(found.content().commit())));
        }
        if (!paths.isEmpty()) {
            answers.add(
                    paths.stream().anyMatch(path -> path.matcher(found.content().name()).find()));
        }
        if (!regexes.isEmpty()) {
            String text =
                    switch (target) {
                        case SECRET -> found.secret();
                        case MATCH -> found.match();
                        case LINE -> found.line();
                    };
            answers.add(regexes.stream().anyMatch(regex -> regex.matcher(text).find()));
        }
        if (!stopwords.isEmpty()) {
            String secret = found.secret().toLowerCase(Locale.ROOT);
            answers.add(stopwords.stream().anyMatch(secret::contains));
        }
        return all ? !answers.contains(false) && !answers.isEmpty() : answers.contains(true);
    }
}
