// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.google.re2j.Matcher;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Finding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The rules of a gitleaks file at work beside our own detectors. Regexes run in linear time, over
/// windows that overlap and for a bounded number of matches, so no text takes long.
final class ForeignRules {
    static final ForeignRules NONE = new ForeignRules(List.of(), List.of(), Set.of());

    /// A regex tells more than randomness and less than a provider's form.
    static final Confidence CONFIDENCE = Confidence.CONTEXTUAL;

    /// How many matches of one rule are looked at in a piece.
    static final int MOST_MATCHES = 1_000;

    /// The longest match.
    private static final int OVERLAP = 4 << 10;

    private static final int STEP = 12 << 10;
    private static final int BEFORE = 64;

    private final List<ForeignRule> rules;
    private final List<Allowlist> allowlists;
    private final Set<String> disabled;
    private final Keywords keywords;

    /// @param allowlists those that are not one rule's
    /// @param disabled ids of detectors that are not wanted
    ForeignRules(List<ForeignRule> rules, List<Allowlist> allowlists, Set<String> disabled) {
        this.rules = List.copyOf(rules);
        this.allowlists = List.copyOf(allowlists);
        this.disabled = Set.copyOf(disabled);
        keywords = new Keywords(this.rules);
    }

    List<ForeignRule> rules() {
        return rules;
    }

    /// Adds what these rules find, and takes away what the file does not want told.
    ///
    /// @param own what our own detectors found, in order
    /// @param problems is told what was not searched to its end
    List<Finding> join(Piece piece, List<Finding> own, Consumer<String> problems) {
        if (rules.isEmpty() && allowlists.isEmpty() && disabled.isEmpty()) {
            return own;
        }
        List<Finding> all = new ArrayList<>();
        for (Finding finding : own) {
            if (!disabled.contains(finding.detector()) && !isAllowed(piece, finding)) {
                all.add(finding);
            }
        }
        BitSet candidates = keywords.rulesFor(piece.bytes(), piece.length());
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            ForeignRule rule = rules.get(i);
            if (rule.isFor(piece.content()) && !search(rule, piece, all)) {
                problems.accept(
                        "%s was not searched to its end: it has more than %,d matches of %s"
                                .formatted(piece.content().name(), MOST_MATCHES, rule.id()));
            }
        }
        return withoutOverlaps(all);
    }

    private boolean isAllowed(Piece piece, Finding own) {
        if (allowlists.isEmpty()) {
            return false;
        }
        String secret = piece.text(own.start(), own.end());
        return isAllowed(
                allowlists,
                new Allowlist.Found(
                        piece.content(), own.detector(), secret, secret, piece.lineAround(own)));
    }

    /// Whether it came to the end.
    private boolean search(ForeignRule rule, Piece piece, List<Finding> found) {
        int matches = 0;
        for (int start = 0; start < piece.length(); start += STEP) {
            int from = Math.max(0, start - BEFORE);
            int to = Math.min(piece.length(), start + STEP + OVERLAP);
            Matcher match = rule.regex().matcher(piece.text(from, to));
            while (match.find() && from + match.start() < start + STEP) {
                matches++;
                if (matches > MOST_MATCHES) {
                    return false;
                }
                if (from + match.start() >= start) {
                    add(rule, piece, from, match, found);
                }
            }
        }
        return true;
    }

    private void add(ForeignRule rule, Piece piece, int from, Matcher match, List<Finding> found) {
        int group = rule.secretGroup(match);
        String secret = match.group(group);
        if (secret == null || secret.isBlank() || !rule.isRandomEnough(secret)) {
            return;
        }
        Finding finding =
                new Finding(
                        rule.id(), CONFIDENCE, from + match.start(group), from + match.end(group));
        Allowlist.Found asFound =
                new Allowlist.Found(
                        piece.content(),
                        rule.id(),
                        secret,
                        match.group(),
                        piece.lineAround(finding));
        if (!isAllowed(rule.allowlists(), asFound) && !isAllowed(allowlists, asFound)) {
            found.add(finding);
        }
    }

    private static boolean isAllowed(List<Allowlist> lists, Allowlist.Found found) {
        return lists.stream().anyMatch(list -> list.allows(found));
    }

    /// Of findings that overlap the surest stays, and of equally sure ones the first.
    private static List<Finding> withoutOverlaps(List<Finding> all) {
        List<Finding> kept = new ArrayList<>();
        all.sort(Comparator.comparingInt(Finding::start).thenComparing(Finding::confidence));
        for (Finding finding : all) {
            Finding last = kept.isEmpty() ? null : kept.getLast();
            if (last == null || finding.start() >= last.end()) {
                kept.add(finding);
            } else if (finding.confidence().compareTo(last.confidence()) < 0) {
                kept.set(kept.size() - 1, finding);
            }
        }
        return kept;
    }
}
