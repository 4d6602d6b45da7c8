// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.documents.Block;
import dev.chaperone.documents.Document;
import dev.chaperone.documents.HtmlWriter;
import dev.chaperone.documents.Section;
import dev.chaperone.documents.TextWriter;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class AcceptableUseTest {
    private static final Edition EDITION =
            new Edition(
                    3,
                    Instant.parse("2026-11-30T12:00:00Z"),
                    "Grace Okafor",
                    List.of("Lena Fischer"),
                    List.of(
                            new Edition.Revision(
                                    3, Instant.parse("2026-11-30T12:00:00Z"), true, "Codex"),
                            new Edition.Revision(
                                    2, Instant.parse("2026-10-01T12:00:00Z"), false, "typo")));

    @Test
    void holdsTheSectionsOfAPolicy() throws Exception {
        assertThat(document(WholePolicy.TEXT).sections().stream().map(Section::title))
                .contains(
                        "Purpose and scope",
                        "Roles",
                        "Approved tools",
                        "Prohibited uses",
                        "Required practices",
                        "Monitoring and enforcement",
                        "Notice to employees on monitoring",
                        "Incident response",
                        "Exceptions",
                        "Revision history");
    }

    @Test
    void isWrittenFromTheDataThatDecides() throws Exception {
        String text = TextWriter.write(document(WholePolicy.TEXT));

        assertThat(text)
                .contains("AI tools help us, carefully.")
                .contains("incidents@acme.example")
                .contains("Approved by: Lena Fischer")
                .contains("Payment code is for Platform.")
                .contains("I have read version 3 of this policy");
        assertThat(TextWriter.write(document(WholePolicy.TEXT.replace("api, team", "api"))))
                .isNotEqualTo(text)
                .contains("\"plans\":[\"api\"]");
    }

    @Test
    void saysOfEachClauseWhatSeesToIt() throws Exception {
        List<Block.Clause> clauses =
                document(WholePolicy.TEXT).sections().stream()
                        .flatMap(section -> section.blocks().stream())
                        .filter(Block.Clause.class::isInstance)
                        .map(Block.Clause.class::cast)
                        .toList();

        assertThat(clauses).allSatisfy(clause -> assertThat(clause.marks()).isNotEmpty());
        assertThat(marks(clauses, "no-secrets")).isEqualTo("blocked by the rule no-secrets");
        // No rule of this policy speaks of personal data.
        assertThat(marks(clauses, "no-customer-data"))
                .isEqualTo("behavioural, not technically enforced");
        assertThat(marks(clauses, "sign"))
                .isEqualTo("prompts without it do not leave, by the gate acknowledgment");
        assertThat(marks(clauses, "rule-confidential-by-platform"))
                .isEqualTo("blocked by the rule confidential-by-platform");
        assertThat(clauses)
                .filteredOn(clause -> clause.text().words().contains(" must "))
                .hasSizeGreaterThan(12);
    }

    @Test
    void isTheSameEachTime() throws Exception {
        assertThat(HtmlWriter.write(document(WholePolicy.TEXT)))
                .isEqualTo(HtmlWriter.write(document(WholePolicy.TEXT)));
    }

    @Test
    void letsNobodysTextBecomeMarkup() throws Exception {
        String hostile =
                WholePolicy.TEXT
                        .replace(
                                "organization: Acme", "organization: \"<script>alert(1)</script>\"")
                        .replace("*carefully*", "<img src=x onerror=alert(1)>")
                        .replace("Keys stay inside.", "</td><script>alert(2)</script>");

        assertThat(HtmlWriter.write(document(hostile)))
                .doesNotContain("<script", "<img")
                .contains("&lt;script&gt;");
    }

    private static String marks(List<Block.Clause> clauses, String id) {
        return clauses.stream()
                .filter(clause -> clause.id().equals(id))
                .flatMap(clause -> clause.marks().stream())
                .map(mark -> mark.text().words())
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
    }

    private static Document document(String text) throws PolicyException {
        return AcceptableUse.of(WholePolicy.read(text).policy(), Catalog.builtIn(), EDITION);
    }
}
