// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a signed-in client hears of budgets when it asks: its month, and its day where that has one
/// too. Claude Code shows it with `/usage`.
final class UsageBody {
    /// Amounts are counted in millionths of the currency, and told in hundredths.
    private static final long HUNDREDTH = 10_000;

    private UsageBody() {}

    /// Nothing without a budget for a month: the client asks for what was used of one.
    static Optional<JsonObject> of(List<Standing> budgets, String currency) {
        Standing month = fullest(budgets, Allowance.Each.MONTH);
        if (month == null) {
            return Optional.empty();
        }
        Standing day = fullest(budgets, Allowance.Each.DAY);
        JsonObject extra =
                new JsonObject()
                        .put("is_enabled", true)
                        .put("monthly_limit", month.allowance().most() / HUNDREDTH)
                        .put("used_credits", month.used() / HUNDREDTH)
                        .put("utilization", percent(month))
                        .put("currency", currency);
        JsonArray limits = new JsonArray().add(limit(month, "monthly"));
        if (day != null) {
            extra.put(
                    "daily",
                    new JsonObject()
                            .put("limit", day.allowance().most() / HUNDREDTH)
                            .put("used_credits", day.used() / HUNDREDTH)
                            .put("utilization", percent(day)));
            limits.add(limit(day, "daily"));
        }
        return Optional.of(new JsonObject().put("extra_usage", extra).put("limits", limits));
    }

    private static JsonObject limit(Standing standing, String group) {
        int percent = percent(standing);
        return new JsonObject()
                .put("kind", "spend")
                .put("group", group)
                .put("percent", percent)
                .put("resets_at", standing.resets().toString())
                .put("severity", percent >= 95 ? "critical" : percent >= 75 ? "warning" : "normal")
                .put("is_active", true);
    }

    private static int percent(Standing standing) {
        return (int) (standing.share() * 100);
    }

    private static @Nullable Standing fullest(List<Standing> budgets, Allowance.Each each) {
        return budgets.stream()
                .filter(standing -> standing.allowance().each() == each)
                .max(Comparator.comparingDouble(Standing::share))
                .orElse(null);
    }
}
