// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Again;

import io.vertx.core.MultiMap;

import java.util.List;
import java.util.Locale;

/// Tells Claude Code how much of a budget is left, in the headers by which its vendor does: the
/// client warns the developer then, and says at the end when it begins anew.
final class UnifiedLimits {
    private static final String VENDORS = "anthropic-ratelimit-";
    private static final String OURS = VENDORS + "unified-";

    /// The client speaks of what was passed; from the first on it warns.
    private static final List<Double> THRESHOLDS = List.of(0.95, 0.75);

    private UnifiedLimits() {}

    /// On an answer. What the upstream says of its own limits is about the company's key.
    static void tell(Standing standing, MultiMap to) {
        to.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(VENDORS))
                .toList()
                .forEach(to::remove);
        // One that is used up by now was not when this prompt was let through.
        double share = Math.min(0.99, Math.floor(standing.share() * 100) / 100);
        Double passed = THRESHOLDS.stream().filter(each -> share >= each).findFirst().orElse(null);
        String status = passed == null ? "allowed" : "allowed_warning";
        to.set(OURS + "status", status);
        to.set(OURS + "representative-claim", "overage");
        to.set(OURS + "overage-status", status);
        to.set(OURS + "overage-utilization", String.format(Locale.ROOT, "%.2f", share));
        if (passed != null) {
            to.set(OURS + "overage-surpassed-threshold", passed.toString());
        }
        resets(standing, to);
    }

    /// On a refusal. The client shows its text only without the two headers that are not here.
    static void refuse(Standing standing, Again again, MultiMap to) {
        to.set("retry-after", Long.toString(Math.max(1, again.in().toSeconds())));
        to.set("x-should-retry", "false");
        to.set(OURS + "status", "rejected");
        to.set(OURS + "overage-utilization", "1");
        to.set(OURS + "overage-surpassed-threshold", "1");
        to.set(OURS + "overage-disabled-reason", "org_spend_cap_reached");
        switch (standing.allowance().each()) {
            case DAY -> to.set(OURS + "overage-period", "daily");
            case MONTH -> to.set(OURS + "overage-period", "monthly");
            case MINUTE, HOUR -> {} // the client has no word for it
        }
        resets(standing, to);
    }

    private static void resets(Standing standing, MultiMap to) {
        String at = Long.toString(standing.resets().getEpochSecond());
        to.set(OURS + "reset", at);
        to.set(OURS + "overage-reset", at);
        if (standing.allowance().per() != Allowance.Per.PERSON) {
            to.set(OURS + "overage-scope", "group_pool");
        }
    }
}
