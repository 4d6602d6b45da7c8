// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.CaptureLevel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What a policy says about keeping bodies.
///
/// @param usual where no rule says otherwise
/// @param classes retention classes: how many days after the end of its month a body is kept
/// @param secondPerson whether opening what was kept needs another person's approval
/// @param rules of which the first that fits counts
public record CaptureTerms(
        CapturePlan usual,
        Map<String, Integer> classes,
        boolean secondPerson,
        List<CaptureRule> rules) {
    /// The class of a policy that names none.
    public static final String STANDARD = "standard";

    /// How long a policy that names no class keeps what it keeps.
    static final int STANDARD_DAYS = 90;

    /// What holds where a policy says nothing: no body is kept.
    public static final CaptureTerms DEFAULT =
            new CaptureTerms(
                    new CapturePlan(CaptureLevel.METADATA, CaptureLevel.METADATA, STANDARD),
                    Map.of(STANDARD, STANDARD_DAYS),
                    true,
                    List.of());

    public CaptureTerms {
        classes = Map.copyOf(classes);
        rules = List.copyOf(rules);
    }

    /// Whether there are requests of which more than the record is kept.
    public boolean keepsAnything() {
        if (usual.keeps()) {
            return true;
        }
        // A loop, not a stream: every request asks.
        for (CaptureRule rule : rules) {
            if (rule.plan().keeps()) {
                return true;
            }
        }
        return false;
    }

    /// The first rule that fits, else the usual. A rule of which it is not known whether it fits
    /// does not, but no more is kept than it allows: not knowing something never makes more be
    /// kept.
    CapturePlan plan(Question question, @Nullable String classOfRepository) {
        CapturePlan limit = null;
        for (CaptureRule rule : rules) {
            switch (rule.fits(question, classOfRepository)) {
                case YES -> {
                    return least(limit, rule.plan());
                }
                case UNKNOWN -> limit = least(limit, rule.plan());
                case NO -> {
                    // The next one may.
                }
            }
        }
        return least(limit, usual);
    }

    private CapturePlan least(@Nullable CapturePlan one, CapturePlan other) {
        if (one == null) {
            return other;
        }
        return new CapturePlan(
                one.prompt().least(other.prompt()),
                one.answer().least(other.answer()),
                days(one) < days(other) ? one.retention() : other.retention());
    }

    private int days(CapturePlan plan) {
        return classes.getOrDefault(plan.retention(), STANDARD_DAYS);
    }
}
