// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What people are told is what the policy in force does.
class MonitoringNoticeTest {
    private static final MonitoringNotice.Surroundings ALONE =
            new MonitoringNotice.Surroundings(null, List.of());

    private static MonitoringNotice notice(
            String capture, MonitoringNotice.Surroundings around, String... teams)
            throws PolicyException {
        return MonitoringNotice.of(
                PolicyFile.read(Samples.POLICY_TEXT + capture, Catalog.builtIn(), Set.of())
                        .policy(),
                new Person(
                        Samples.ADA,
                        "ada@northwind.example",
                        "Ada",
                        Role.DEVELOPER,
                        List.of(teams),
                        null,
                        Employment.UNKNOWN,
                        true,
                        Samples.NOW,
                        null),
                around);
    }

    private static MonitoringNotice.Kind kind(MonitoringNotice notice, String what) {
        return notice.kinds().stream()
                .filter(each -> each.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysThatNoTextIsKeptWhereThePolicySaysNothing() throws Exception {
        MonitoringNotice notice = notice("", ALONE);
        assertThat(kind(notice, "The text of prompts"))
                .returns(false, MonitoringNotice.Kind::recorded)
                .returns("nobody", MonitoringNotice.Kind::who);
        assertThat(notice.contact()).isEqualTo("ai-governance@northwind.example");
        assertThat(notice.sentences())
                .contains("The record is not passed on to other systems by itself.");
    }

    @Test
    void saysWhatIsKeptOfWhichTextForHowLongAndWhoMayReadIt() throws Exception {
        MonitoringNotice notice =
                notice(
                        """
                        capture:
                          prompts: redacted
                          answers: metadata
                          rules:
                            - {team: Firmware, prompts: full}
                            - {team: Cloud, prompts: digest}
                        """,
                        ALONE,
                        "Firmware");
        assertThat(kind(notice, "The text of prompts"))
                .returns(true, MonitoringNotice.Kind::recorded)
                .returns("90 days after the end of the month", MonitoringNotice.Kind::kept)
                .returns(
                        "nobody without a recorded reason and a second person",
                        MonitoringNotice.Kind::who);
        assertThat(kind(notice, "The text of answers").recorded()).isFalse();
        assertThat(kind(notice, "The text of prompts as one of the team Firmware").how())
                .contains("full");
        assertThat(notice.kinds()).noneMatch(each -> each.what().contains("Cloud"));
    }

    @Test
    void namesTheSystemsThatGetTheRecordAndHowLongItIsKept() throws Exception {
        MonitoringNotice notice =
                notice(
                        "",
                        new MonitoringNotice.Surroundings(
                                Duration.ofDays(730), List.of("splunk", "archive")));
        assertThat(notice.sentences())
                .contains("The record, without texts, is passed on to: splunk, archive.");
        assertThat(notice.kinds().getFirst().kept()).isEqualTo("730 days");
    }
}
