// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// What somebody has to sign and by when: derived from dates, at any time, by the policy in force.
///
/// @param reason why it is asked
/// @param assigned since when
/// @param due at which moment prompts stop passing
public record AcknowledgmentDuty(Reason reason, Instant assigned, Instant due) {
    /// Days before an anniversary from which on the next signature is asked for.
    private static final int NOTICE_DAYS = 30;

    /// Why somebody has to sign.
    public enum Reason {
        /// They have never signed.
        JOINED("joined"),
        /// The last signature is as old as the policy lets it become.
        ANNUAL("annual"),
        /// A version came into force that changes what is asked of people.
        MATERIAL_CHANGE("material-change"),
        /// They do something else now.
        ROLE_CHANGE("role-change"),
        /// After a violation.
        VIOLATION("violation"),
        /// They were away for long.
        RETURN("return");

        private final String written;

        Reason(String written) {
            this.written = written;
        }

        /// As records name it.
        public String written() {
            return written;
        }
    }

    /// A version of the policy, as far as signatures go by it.
    ///
    /// @param required whether it asks for signatures
    public record Version(int number, Instant published, boolean material, boolean required) {}

    /// Somebody's last signature.
    public record Signed(int version, Instant at) {}

    /// A signature that somebody was asked for beyond the usual.
    public record Demand(Reason reason, Instant at) {}

    /// What is known of one person.
    ///
    /// @param signed null: never
    /// @param demand the last one; null: none
    public record Person(Instant joined, @Nullable Signed signed, @Nullable Demand demand) {}

    /// The duty that falls due first.
    ///
    /// @param versions all that were published, the oldest first
    public static AcknowledgmentDuty of(
            Gate gate, ZoneId zone, List<Version> versions, Person person) {
        Signed signed = person.signed();
        if (signed == null) {
            Instant asked = later(person.joined(), required(versions));
            return new AcknowledgmentDuty(Reason.JOINED, asked, gate.grace().after(asked, zone));
        }
        Instant anniversary = gate.every().after(signed.at(), zone);
        AcknowledgmentDuty duty =
                new AcknowledgmentDuty(
                        Reason.ANNUAL,
                        anniversary.minusSeconds(NOTICE_DAYS * 86_400L),
                        anniversary);
        for (Version version : versions) {
            if (version.material() && version.number() > signed.version()) {
                duty =
                        earlier(
                                duty,
                                new AcknowledgmentDuty(
                                        Reason.MATERIAL_CHANGE,
                                        version.published(),
                                        gate.grace().after(version.published(), zone)));
            }
        }
        Demand demand = person.demand();
        if (demand != null && demand.at().isAfter(signed.at())) {
            duty =
                    earlier(
                            duty,
                            new AcknowledgmentDuty(
                                    demand.reason(),
                                    demand.at(),
                                    gate.grace().after(demand.at(), zone)));
        }
        return duty;
    }

    /// Whether it is to be done now, due or not.
    public boolean isOpen(Instant now) {
        return !now.isBefore(assigned);
    }

    /// Whether it should have been done.
    public boolean isOverdue(Instant now) {
        return !now.isBefore(due);
    }

    /// Since when signatures are asked for without a break.
    private static Instant required(List<Version> versions) {
        Instant since = Instant.EPOCH;
        boolean required = false;
        for (Version version : versions) {
            if (version.required() && !required) {
                since = version.published();
            }
            required = version.required();
        }
        return since;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static AcknowledgmentDuty earlier(AcknowledgmentDuty one, AcknowledgmentDuty other) {
        return other.due().isBefore(one.due()) ? other : one;
    }
}
