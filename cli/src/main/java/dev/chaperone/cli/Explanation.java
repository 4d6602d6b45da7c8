// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;

/// A decision in the form that outsiders rely on.
///
/// @param ground why; null when nothing speaks against it
record Explanation(
        String decision, @Nullable Ground ground, @Nullable String exception, String policy) {

    /// Why, in words.
    ///
    /// @param section of the policy's document
    record Ground(
            @Nullable String rule,
            @Nullable String section,
            @Nullable String found,
            @Nullable String because,
            @Nullable String proceed) {
        static Ground of(Decision.Ground ground) {
            return new Ground(
                    ground.rule(),
                    ground.section().written(),
                    ground.found(),
                    ground.because(),
                    ground.proceed());
        }
    }

    static Explanation of(Decision decision, PolicySnapshot policy) {
        String hash = policy.hash().toString();
        return switch (decision) {
            case Decision.Allow(var exception) -> new Explanation("allowed", null, exception, hash);
            case Decision.Warn(var ground, var exception) ->
                    new Explanation("warned", Ground.of(ground), exception, hash);
            case Decision.Redact(var ground, _, _, var exception) ->
                    new Explanation("redacted", Ground.of(ground), exception, hash);
            case Decision.Block(var ground) ->
                    new Explanation("blocked", Ground.of(ground), null, hash);
        };
    }

    /// What a server answered.
    static Explanation read(JsonObject json) {
        return new Explanation(
                String.valueOf(json.text("decision")),
                json.text("rule") == null
                        ? null
                        : new Ground(
                                json.text("rule"),
                                json.text("section"),
                                json.text("found"),
                                json.text("because"),
                                json.text("proceed")),
                json.text("exception"),
                String.valueOf(json.text("policy")));
    }

    boolean isBlocked() {
        return decision.equals("blocked");
    }

    String words(@Nullable String person) {
        String whose = person == null ? "" : " (" + person + ")";
        String lifted =
                exception == null ? "" : "\nOnly because of the exception " + exception + ".";
        if (ground == null) {
            return decision + whose + ": nothing in the policy speaks against it." + lifted;
        }
        return decision
                + whose
                + ". Rule "
                + ground.rule()
                + ": "
                + ground.found()
                + ". "
                + ground.because()
                + " How to proceed: "
                + ground.proceed()
                + "\nSection of the policy: "
                + ground.section()
                + lifted;
    }

    String json() {
        StringWriter written = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(written)) {
            out.writeStartObject();
            out.writeStringField("decision", decision);
            out.writeStringField("rule", ground == null ? null : ground.rule());
            out.writeStringField("section", ground == null ? null : ground.section());
            out.writeStringField("found", ground == null ? null : ground.found());
            out.writeStringField("because", ground == null ? null : ground.because());
            out.writeStringField("exception", exception);
            out.writeStringField("policy", policy);
            out.writeStringField("proceed", ground == null ? null : ground.proceed());
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory can not fail to be written", e);
        }
        return written.toString();
    }
}
