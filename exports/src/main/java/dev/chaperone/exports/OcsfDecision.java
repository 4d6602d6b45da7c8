// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;

import java.io.IOException;

/// A decision of the policy in the words of OCSF's profile `security_control`.
///
/// @param severity 1 informational to 3 medium
/// @param disposition number and caption in the schema
record OcsfDecision(int severity, boolean denied, boolean alert, int disposition, String caption) {
    static OcsfDecision of(Event.Effect effect) {
        return switch (effect) {
            case ALLOWED -> new OcsfDecision(1, false, false, 1, "Allowed");
            case WARNED -> new OcsfDecision(2, false, true, 19, "Alert");
            case REDACTED -> new OcsfDecision(3, false, true, 11, "Corrected");
            case BLOCKED -> new OcsfDecision(3, true, true, 2, "Blocked");
        };
    }

    void write(Json json, Event.Verdict verdict) throws IOException {
        json.number("action_id", denied ? 2L : 1L)
                .text("action", denied ? "Denied" : "Allowed")
                .number("disposition_id", (long) disposition)
                .text("disposition", caption)
                .flag("is_alert", alert)
                .text("status_detail", verdict.rule());
        json.object(
                "policy",
                policy ->
                        policy.text("name", verdict.rule() == null ? "policy" : verdict.rule())
                                .text("uid", verdict.policy().toString())
                                .text("version", verdict.policy().toString()));
    }
}
