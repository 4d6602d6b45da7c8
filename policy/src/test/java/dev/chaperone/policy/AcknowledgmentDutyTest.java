// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.policy.AcknowledgmentDuty.Demand;
import dev.chaperone.policy.AcknowledgmentDuty.Person;
import dev.chaperone.policy.AcknowledgmentDuty.Reason;
import dev.chaperone.policy.AcknowledgmentDuty.Signed;
import dev.chaperone.policy.AcknowledgmentDuty.Version;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

class AcknowledgmentDutyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant JOINED = at("2026-01-10");
    private static final Version FIRST = new Version(1, at("2026-01-01"), true, true);

    @Test
    void asksWhoeverJoinsFromTheDayTheyJoin() {
        AcknowledgmentDuty duty = duty(null, null, FIRST);

        assertThat(duty.reason()).isEqualTo(Reason.JOINED);
        assertThat(duty.assigned()).isEqualTo(JOINED);
        // The end of the fourteenth day after, in Berlin.
        assertThat(duty.due()).isEqualTo("2026-01-24T23:00:00Z");
        assertThat(duty.isOverdue(duty.due().minusMillis(1))).isFalse();
        assertThat(duty.isOverdue(duty.due())).isTrue();
    }

    @Test
    void asksWhoeverWasThereFromTheDayThatSignaturesAreAskedFor() {
        Version silent = new Version(1, at("2025-01-01"), true, false);
        Version asking = new Version(2, at("2026-06-01"), true, true);

        assertThat(duty(null, null, silent, asking).assigned()).isEqualTo(at("2026-06-01"));
    }

    @Test
    void keepsASignatureThroughAMinorChange() {
        Signed signed = new Signed(1, at("2026-02-01"));
        AcknowledgmentDuty duty =
                duty(signed, null, FIRST, new Version(2, at("2026-03-01"), false, true));

        assertThat(duty.reason()).isEqualTo(Reason.ANNUAL);
        assertThat(duty.due()).isEqualTo("2027-02-01T23:00:00Z");
        assertThat(duty.isOpen(at("2026-12-01"))).isFalse();
        assertThat(duty.isOpen(at("2027-01-20"))).isTrue();
    }

    @Test
    void doesNotTakeASupersededSignatureForAMaterialChange() {
        Signed signed = new Signed(1, at("2026-02-01"));
        Version minor = new Version(2, at("2026-03-01"), false, true);
        Version material = new Version(3, at("2026-04-01"), true, true);
        AcknowledgmentDuty duty = duty(signed, null, FIRST, minor, material);

        assertThat(duty.reason()).isEqualTo(Reason.MATERIAL_CHANGE);
        assertThat(duty.assigned()).isEqualTo(at("2026-04-01"));
        assertThat(duty.due()).isEqualTo("2026-04-15T22:00:00Z");
        assertThat(duty(new Signed(3, at("2026-04-02")), null, FIRST, minor, material).reason())
                .isEqualTo(Reason.ANNUAL);
    }

    @Test
    void doesNotGiveNewTimeWithEachMaterialChange() {
        Signed signed = new Signed(1, at("2026-02-01"));
        Version material = new Version(2, at("2026-04-01"), true, true);
        Version another = new Version(3, at("2026-04-10"), true, true);

        assertThat(duty(signed, null, FIRST, material, another).assigned())
                .isEqualTo(at("2026-04-01"));
    }

    @Test
    void asksAgainAfterAViolationUntilItIsSigned() {
        Signed signed = new Signed(1, at("2026-02-01"));
        Demand demand = new Demand(Reason.VIOLATION, at("2026-05-01"));

        assertThat(duty(signed, demand, FIRST).reason()).isEqualTo(Reason.VIOLATION);
        assertThat(duty(new Signed(1, at("2026-05-02")), demand, FIRST).reason())
                .isEqualTo(Reason.ANNUAL);
    }

    private static AcknowledgmentDuty duty(
            @Nullable Signed signed, @Nullable Demand demand, Version... versions) {
        Gate gate = new Gate(Gate.Strictness.BLOCK, Interval.days(14), Interval.months(12));
        return AcknowledgmentDuty.of(
                gate, BERLIN, List.of(versions), new Person(JOINED, signed, demand));
    }

    private static Instant at(String day) {
        return Instant.parse(day + "T12:00:00Z");
    }
}
