// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

class OcsfTest {
    private final Ocsf ocsf = new Ocsf(Emails.NONE);

    @Test
    void meetsWhatTheSchemaAsksOfItsClassesAndObjects() throws IOException {
        for (Exported entry : Samples.all()) {
            OcsfSchema.check(event(entry));
        }
    }

    @Test
    void saysWhoSentAPromptWhereAndWhatWasDecided() throws IOException {
        JsonTree event = event(Samples.exported(4, Samples.intent(Event.Effect.BLOCKED)));

        assertThat(event.at("type_uid").value()).isEqualTo(600399L);
        assertThat(event.at("metadata.uid").text()).isEqualTo(Samples.ORIGIN + "#4");
        assertThat(event.at("metadata.sequence").value()).isEqualTo(4L);
        assertThat(event.at("actor.user.uid").text()).isEqualTo(Samples.ADA.value());
        assertThat(event.at("actor.user.email_addr").exists()).isFalse();
        assertThat(event.at("ai_model.ai_provider").text()).isEqualTo("anthropic");
        assertThat(event.at("ai_model.name").text()).isEqualTo("claude-ö");
        assertThat(event.at("message_context.uid").text()).isEqualTo(Samples.SESSION);
        assertThat(event.at("resources.0.uid").text()).isEqualTo("acme/shop");
        assertThat(event.at("resources.0.version").text()).isEqualTo(Samples.COMMIT);
        assertThat(event.at("unmapped.commit").exists()).isFalse();
        assertThat(event.at("action_id").value()).isEqualTo(2L);
        assertThat(event.at("disposition_id").value()).isEqualTo(2L);
        assertThat(event.at("policy.name").text()).isEqualTo("no-secrets");
        assertThat(event.at("unmapped.findings.0.detector").text()).isEqualTo("jwt");
        assertThat(event.at("unmapped.ledger.leaf_hash").text()).hasSize(64);
    }

    @Test
    void linksAnOutcomeToItsRequest() throws IOException {
        JsonTree request = event(Samples.all().getFirst());
        JsonTree outcome = event(Samples.all().get(1));

        assertThat(outcome.at("metadata.correlation_uid").text())
                .isEqualTo(request.at("metadata.correlation_uid").text());
        assertThat(outcome.at("metadata.uid").text())
                .isNotEqualTo(request.at("metadata.uid").text());
        assertThat(outcome.at("actor.user.uid").text()).isEqualTo(Samples.ADA.value());
        assertThat(outcome.at("message_context.completion_tokens").value()).isEqualTo(22L);
        assertThat(outcome.at("http_response.code").value()).isEqualTo(200L);
        assertThat(outcome.at("duration").value()).isEqualTo(1_990L);
        assertThat(outcome.at("action_id").exists()).isFalse();
    }

    @Test
    void givesDecisionsTheirDispositions() throws IOException {
        assertThat(disposition(Event.Effect.ALLOWED)).isEqualTo("1 1 false");
        assertThat(disposition(Event.Effect.WARNED)).isEqualTo("1 19 true");
        assertThat(disposition(Event.Effect.REDACTED)).isEqualTo("1 11 true");
        assertThat(disposition(Event.Effect.BLOCKED)).isEqualTo("2 2 true");
    }

    @Test
    void takesChangesForTheClassThatFits() throws IOException {
        assertThat(typeOf("session.started")).isEqualTo("300201");
        assertThat(typeOf("person.created")).isEqualTo("300101");
        assertThat(typeOf("person.deactivated")).isEqualTo("300105");
        assertThat(typeOf("person.reactivated")).isEqualTo("300102");
        assertThat(typeOf("token.created")).isEqualTo("300401");
        assertThat(typeOf("token.revoked")).isEqualTo("300404");
        assertThat(typeOf("policy.published")).isEqualTo("300401");
        assertThat(typeOf("ledger.exported")).isEqualTo("300402");
        assertThat(typeOf("refusals.counted")).isEqualTo("300499");
    }

    @Test
    void tellsAnAddressOnlyWhereItMay() throws IOException {
        Ocsf telling = new Ocsf(_ -> "ada@x.example");
        for (Exported entry : Samples.all()) {
            assertThat(new String(ocsf.event(entry), StandardCharsets.UTF_8))
                    .doesNotContain("email_addr");
        }
        assertThat(
                        JsonTree.parse(telling.event(Samples.all().getFirst()))
                                .at("actor.user.email_addr")
                                .text())
                .isEqualTo("ada@x.example");
    }

    @Test
    void isTheSameEachTime() throws IOException {
        for (Exported entry : Samples.all()) {
            assertThat(ocsf.event(entry)).isEqualTo(ocsf.event(entry));
        }
    }

    private String disposition(Event.Effect effect) throws IOException {
        JsonTree event = event(Samples.exported(0, Samples.intent(effect)));
        return event.at("action_id").text()
                + " "
                + event.at("disposition_id").text()
                + " "
                + event.at("is_alert").text();
    }

    private String typeOf(String action) throws IOException {
        return String.valueOf(
                event(Samples.exported(0, Samples.change(action, Samples.ADA.value())))
                        .at("type_uid")
                        .text());
    }

    private JsonTree event(Exported entry) throws IOException {
        return JsonTree.parse(ocsf.event(entry));
    }
}
