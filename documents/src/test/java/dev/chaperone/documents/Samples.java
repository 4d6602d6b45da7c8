// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import dev.chaperone.documents.Block.Clause;
import dev.chaperone.documents.Block.Heading;
import dev.chaperone.documents.Block.Items;
import dev.chaperone.documents.Block.Listing;
import dev.chaperone.documents.Block.Note;
import dev.chaperone.documents.Block.Order;
import dev.chaperone.documents.Block.Paragraph;
import dev.chaperone.documents.Block.Table;
import dev.chaperone.documents.Inline.Code;
import dev.chaperone.documents.Inline.Emphasis;
import dev.chaperone.documents.Inline.Link;
import dev.chaperone.documents.Inline.Plain;
import dev.chaperone.documents.Inline.Strong;
import dev.chaperone.documents.Mark.Enforcement;

import java.time.Instant;
import java.util.List;

/// Documents to write.
final class Samples {
    static final Instant DATE = Instant.parse("2026-11-30T09:30:00Z");

    private Samples() {}

    /// Every kind of block and of text.
    static Document policy() {
        return new Document(
                "Acceptable use of AI coding assistants",
                "en",
                DATE,
                List.of(
                        Field.of("Owner", "Maren Okafor, Head of Security"),
                        Field.of("Approved by", "Jonas Lindqvist, Elena Petrova"),
                        Field.of("Version", "3.0 (material change)"),
                        Field.of("In force from", "2026-12-01"),
                        Field.of("Next review", "2027-06-01"),
                        Field.of("Classification", "Internal"),
                        new Field(
                                "Policy data",
                                Text.of(
                                        new Code(
                                                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")))),
                List.of(
                        purpose(),
                        approvedTools(),
                        prohibitedUses(),
                        requiredPractices(),
                        incidents(),
                        revisions()));
    }

    private static Section purpose() {
        return new Section(
                "purpose",
                "1. Purpose and scope",
                List.of(
                        new Paragraph(
                                Text.of(
                                        new Plain(
                                                "This policy says which AI coding assistants may be used at"
                                                        + " Example GmbH, for what, and how. It applies to "),
                                        new Strong(
                                                Text.of(
                                                        "employees, contractors and agents that act for them")),
                                        new Plain(
                                                ", in every surface of a tool: editor, command line, chat and web."))),
                        new Paragraph(
                                Text.of(
                                        new Plain("Questions go to "),
                                        new Link(
                                                Text.of("the policy owner"),
                                                "mailto:security@example.com"),
                                        new Plain("; how tools are connected stands in "),
                                        new Link(
                                                Text.of("the handbook"),
                                                "https://handbook.example.com/ai?page=1&view=all"),
                                        new Plain(". What is approved stands in "),
                                        new Link(Text.of("section 2"), "#tools"),
                                        new Plain("."))),
                        new Note(
                                Text.of(
                                        "Where this document and a tool's own terms disagree, the stricter of the two counts."))));
    }

    private static Section approvedTools() {
        return new Section(
                "tools",
                "2. Approved tools",
                List.of(
                        Paragraph.of("These tools may be used, on these plans only:"),
                        new Table(
                                List.of(
                                        Text.of("Tool"),
                                        Text.of("Plan"),
                                        Text.of("Required settings"),
                                        Text.of("Repositories")),
                                List.of(
                                        List.of(
                                                Text.of("Claude Code"),
                                                Text.of("Enterprise"),
                                                Text.of(
                                                        "Retention 30 days or less; training off; sign-in through the company"),
                                                Text.of("all but restricted")),
                                        List.of(
                                                Text.of("GitHub Copilot"),
                                                Text.of("Business"),
                                                Text.of(
                                                        new Plain(
                                                                "Suggestions that match public code: "),
                                                        new Code("block")),
                                                Text.of("web, mobile")),
                                        List.of(
                                                Text.of("Cursor"),
                                                Text.of("Teams"),
                                                Text.of("Privacy mode on"),
                                                Text.of("exception 2026-014 until 2027-01-31")))),
                        new Heading(1, Text.of("Which data may go where")),
                        new Table(
                                List.of(
                                        Text.of("Class of data"),
                                        Text.of("Claude Code"),
                                        Text.of("Copilot"),
                                        Text.of("Cursor")),
                                List.of(
                                        row("Public", "✓ yes", "✓ yes", "✓ yes"),
                                        row("Internal", "✓ yes", "✓ yes", "✗ no"),
                                        row("Confidential", "✓ yes", "✗ no", "✗ no"),
                                        row("Customer data", "✗ no", "✗ no", "✗ no")))));
    }

    private static List<Text> row(String... cells) {
        return List.of(cells).stream().map(Text::of).toList();
    }

    private static Section prohibitedUses() {
        return new Section(
                "prohibited",
                "3. Prohibited uses",
                List.of(
                        new Clause(
                                "P-1",
                                Text.of(
                                        "Credentials, keys and other secrets must not be sent to an assistant."),
                                List.of(
                                        new Mark(
                                                Enforcement.TECHNICAL,
                                                Text.of(
                                                        new Plain("enforced by rule "),
                                                        new Code("no-secrets"))),
                                        new Mark(
                                                Enforcement.TECHNICAL,
                                                Text.of("tested by control AI-07, every day")))),
                        new Clause(
                                "P-2",
                                Text.of(
                                        "Personal accounts and free plans must not be used for work, even for a tool that is approved."),
                                List.of(
                                        new Mark(
                                                Enforcement.TECHNICAL,
                                                Text.of(
                                                        new Plain("enforced by "),
                                                        new Link(
                                                                Text.of("the list of plans"),
                                                                "#tools"))))),
                        new Clause(
                                "P-3",
                                Text.of(
                                        new Plain("An agent must "),
                                        new Strong(Text.of("never")),
                                        new Plain(" approve or merge a change on its own.")),
                                List.of(
                                        new Mark(
                                                Enforcement.BEHAVIOURAL,
                                                Text.of(
                                                        "behavioural, not technically enforced"))))));
    }

    private static Section requiredPractices() {
        return new Section(
                "practices",
                "4. Required practices",
                List.of(
                        Paragraph.of("Before a change made with an assistant is merged:"),
                        new Items(
                                Order.NUMBERED,
                                List.of(
                                        List.of(
                                                Paragraph.of(
                                                        "A person reads every line and can explain it.")),
                                        List.of(
                                                Paragraph.of("New dependencies are looked up:"),
                                                new Items(
                                                        Order.ANY,
                                                        List.of(
                                                                List.of(
                                                                        Paragraph.of(
                                                                                "they exist under that name")),
                                                                List.of(
                                                                        Paragraph.of(
                                                                                "their licence is one of ours"))))),
                                        List.of(
                                                new Paragraph(
                                                        Text.of(
                                                                new Plain(
                                                                        "The commit names the assistant, "),
                                                                new Emphasis(Text.of("as below")),
                                                                new Plain(".")))))),
                        new Listing("fix: refuse an expired token\n\nAssisted-by: claude-code"),
                        new Heading(2, Text.of("In other languages")),
                        Paragraph.of(
                                "Ελληνικά: Μην στέλνετε κωδικούς. Русский: Не отправляйте пароли. Čeština, Türkçe, Łódź — 12 € ≤ 15 €.")));
    }

    private static Section incidents() {
        return new Section(
                "incidents",
                "5. Incident response",
                List.of(
                        Paragraph.of(
                                "Whoever notices that something went out that should not have: report it at once, to security@example.com. Nobody is blamed for a report."),
                        Paragraph.of(
                                "Rotate what was exposed first, ask questions later. The incident is documented by the person on duty.")));
    }

    private static Section revisions() {
        return new Section(
                "revisions",
                "6. Revision history",
                List.of(
                        new Table(
                                List.of(Text.of("Version"), Text.of("Date"), Text.of("Change")),
                                List.of(
                                        row("3.0", "2026-12-01", "Cursor by exception; P-3 added"),
                                        row("2.1", "2026-08-14", "Contact changed"),
                                        row("2.0", "2026-06-01", "First version with rules")))));
    }

    /// The same text in every place that takes one.
    static Document everywhere(String text) {
        Text plain = Text.of(text);
        List<Block> blocks =
                List.of(
                        new Heading(1, plain),
                        new Paragraph(plain),
                        new Paragraph(Text.of(new Plain("a "), new Strong(plain), new Plain(" b"))),
                        new Paragraph(
                                Text.of(new Plain("a "), new Emphasis(plain), new Plain(" b"))),
                        new Paragraph(Text.of(new Plain("a "), new Code(text), new Plain(" b"))),
                        new Paragraph(
                                Text.of(
                                        new Plain("a "),
                                        new Link(plain, "https://example.com/?a=1&b='2'"),
                                        new Plain(" b"))),
                        new Items(Order.ANY, List.of(List.of(new Paragraph(plain)))),
                        new Note(plain),
                        new Items(Order.NUMBERED, List.of(List.of(new Paragraph(plain)))),
                        new Table(
                                List.of(plain, Text.of("second")),
                                List.of(List.of(plain, Text.of(new Code(text))))),
                        new Clause("C-1", plain, List.of(new Mark(Enforcement.TECHNICAL, plain))),
                        new Listing(text));
        return new Document(
                text,
                "en",
                DATE,
                List.of(Field.of(text, text)),
                List.of(
                        new Section("first", text, blocks),
                        new Section("second", text, List.of())));
    }

    /// A document of these blocks.
    static Document with(Block... blocks) {
        return new Document(
                "Title",
                "en",
                DATE,
                List.of(),
                List.of(new Section("first", "First", List.of(blocks))));
    }
}
