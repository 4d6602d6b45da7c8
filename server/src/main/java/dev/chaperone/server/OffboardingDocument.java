// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.documents.Block;
import dev.chaperone.documents.Document;
import dev.chaperone.documents.Field;
import dev.chaperone.documents.Inline;
import dev.chaperone.documents.Section;
import dev.chaperone.documents.Text;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.offboardings.Offboarding;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// One document about one leaver, for whoever audits: what had to be gone, how that is known, and
/// what is still open.
final class OffboardingDocument {
    private OffboardingDocument() {}

    /// @param policy in force
    static Document of(
            Offboarding each,
            Directory.Names names,
            String organization,
            Digest policy,
            Instant now) {
        OffboardingView view = OffboardingView.of(each, names, false, now);
        List<List<Text>> rows =
                each.items().stream()
                        .map(item -> {
                            Offboarding.Proof proof = item.proof();
                            return proof == null
                                    ? row(
                                            item.what(),
                                            item.told().isEmpty()
                                                    ? "not shown yet"
                                                    : (item.listed()
                                                                    ? "not gone: "
                                                                    : "not shown yet: ")
                                                            + item.told(),
                                            "",
                                            "")
                                    : row(
                                            item.what(),
                                            proof.source(),
                                            proof.readAt().toString(),
                                            view.items().stream()
                                                    .filter(shown -> shown.id().equals(item.id()))
                                                    .map(OffboardingView.Item::proof)
                                                    .map(shown -> shown == null ? "" : shown.by())
                                                    .findFirst()
                                                    .orElse(""));
                        })
                        .toList();
        Offboarding.Residual residual = each.residual();
        return new Document(
                "Offboarding of " + view.name(),
                "en",
                now,
                List.of(
                        Field.of("Organization", organization),
                        new Field("Person", Text.of(new Inline.Code(each.person().value()))),
                        Field.of("Left", each.leftAt().toString()),
                        Field.of("Due", each.due().toString()),
                        Field.of("State", view.state().text() + ", as of " + now),
                        new Field("Policy in force", Text.of(new Inline.Code(policy.toString())))),
                List.of(
                        new Section(
                                "items",
                                "What has to be gone",
                                List.of(
                                        new Block.Table(
                                                row("What", "Where it was looked up", "Read", "By"),
                                                rows))),
                        new Section(
                                "use",
                                "Use after the person left",
                                List.of(
                                        Block.Paragraph.of(
                                                residual == null
                                                        ? "Nobody could tell."
                                                        : residual.requests() == 0
                                                                ? "No request is recorded that was"
                                                                        + " not refused."
                                                                : residual.requests()
                                                                        + " requests are recorded"
                                                                        + " that were not refused,"
                                                                        + " the last at "
                                                                        + residual.last()
                                                                        + ".")))));
    }

    private static List<Text> row(String... cells) {
        return Arrays.stream(cells).map(Text::of).toList();
    }
}
