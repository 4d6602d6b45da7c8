// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.documents.Block;
import dev.chaperone.documents.Document;
import dev.chaperone.documents.Field;
import dev.chaperone.documents.Inline;
import dev.chaperone.documents.MarkdownReader;
import dev.chaperone.documents.Section;
import dev.chaperone.documents.Text;
import dev.chaperone.vocabulary.Digest;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The acceptable use policy that people read and sign, written from the same data that decides.
///
/// What somebody must do stands in clauses, and each says what sees to it: a rule, a gate, a check,
/// or nothing but people ([UseClauses]). The company's own text stands at the head of the sections
/// for which it wrote some. The same policy and edition give the same document, always.
public final class AcceptableUse {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    private final Policy policy;
    private final Catalog catalog;
    private final Edition edition;
    private final UseClauses clauses;

    private AcceptableUse(Policy policy, Catalog catalog, Edition edition) {
        this.policy = policy;
        this.catalog = catalog;
        this.edition = edition;
        this.clauses = new UseClauses(policy);
    }

    /// The document of one edition of a policy.
    public static Document of(Policy policy, Catalog catalog, Edition edition) {
        return new AcceptableUse(policy, catalog, edition).document();
    }

    /// The digest of the data block that stands at the head of a policy's document: what the policy
    /// allows where.
    public static Digest data(Policy policy) {
        return Digest.of(new PolicyData(policy).json());
    }

    private Document document() {
        PolicyData data = new PolicyData(policy);
        return new Document(
                policy.heading().organization() + ": acceptable use of AI coding assistants",
                Edition.LANGUAGE,
                edition.published(),
                List.of(
                        Field.of("Version", edition.written()),
                        Field.of("Owner", policy.heading().owner()),
                        Field.of("Written by", edition.author()),
                        Field.of(
                                "Approved by",
                                edition.approvers().isEmpty()
                                        ? "nobody: published without an approval"
                                        : String.join(", ", edition.approvers())),
                        Field.of("Published", day(edition)),
                        Field.of("Effective", DAY.format(policy.heading().effective())),
                        Field.of("Classification", "internal"),
                        new Field("Policy", Text.of(new Inline.Code(policy.hash().toString()))),
                        new Field("Data block", Text.of(new Inline.Code(data(policy).toString())))),
                List.of(
                        section(
                                Programme.Section.PURPOSE,
                                "Purpose and scope",
                                clauses.purpose(policy.heading().organization())),
                        new Section("definitions", "Definitions", definitions()),
                        section(Programme.Section.ROLES, "Roles", roles()),
                        section(
                                Programme.Section.APPROVED_TOOLS,
                                "Approved tools",
                                approvedTools()),
                        section(
                                Programme.Section.PROHIBITED_USES,
                                "Prohibited uses",
                                clauses.prohibitedUses()),
                        section(
                                Programme.Section.REQUIRED_PRACTICES,
                                "Required practices",
                                requiredPractices()),
                        section(
                                Programme.Section.MONITORING,
                                "Monitoring and enforcement",
                                clauses.monitoring()),
                        section(
                                Programme.Section.NOTICE,
                                "Notice to employees on monitoring",
                                clauses.notice()),
                        section(
                                Programme.Section.INCIDENT_RESPONSE,
                                "Incident response",
                                clauses.incidentResponse()),
                        section(Programme.Section.EXCEPTIONS, "Exceptions", clauses.exceptions()),
                        section(Programme.Section.TRAINING, "Training", clauses.training()),
                        section(Programme.Section.SANCTIONS, "Sanctions", clauses.sanctions()),
                        new Section("acknowledgment", "Acknowledgment", acknowledgment()),
                        new Section("revisions", "Revision history", revisions()),
                        new Section("data", "What the rules run on", data(data))));
    }

    private static String day(Edition edition) {
        return DAY.format(LocalDate.ofInstant(edition.published(), ZoneId.of("UTC"))) + " (UTC)";
    }

    /// The company's own text first, then what is generated.
    private Section section(Programme.Section section, String title, List<Block> generated) {
        String own = policy.programme().sections().get(section);
        List<Block> blocks = new ArrayList<>(own == null ? List.of() : MarkdownReader.read(own));
        blocks.addAll(generated);
        return new Section(section.written(), title, blocks);
    }

    private static List<Block> definitions() {
        return List.of(
                new Block.Table(
                        row("Word", "Meaning here"),
                        List.of(
                                row(
                                        "assistant",
                                        "a tool that sends code or text to a language model and"
                                                + " answers with code or text"),
                                row(
                                        "agent",
                                        "an assistant that reads files, runs commands or changes"
                                                + " code by itself"),
                                row(
                                        "plan",
                                        "what a tool is bought as; its terms, not the tool's name,"
                                                + " say what happens to what is sent"),
                                row(
                                        "consumer plan",
                                        "a plan that is sold to a person, free ones included"),
                                row(
                                        "prompt",
                                        "all that leaves for a model: what you write, files, the"
                                                + " results of commands, the conversation so far"),
                                row(
                                        "gateway, hook, proxy",
                                        "where a prompt is checked before it leaves"))));
    }

    private List<Block> roles() {
        return List.of(
                new Block.Table(
                        row("Role", "Does"),
                        List.of(
                                row(
                                        "Policy owner (" + policy.heading().owner() + ")",
                                        "keeps this policy true and answers questions about it"),
                                row(
                                        "Approvers",
                                        "approve versions of this policy and exceptions, never"
                                                + " their own"),
                                row(
                                        "Everybody who uses an assistant",
                                        "keeps to this policy and answers for the code that they"
                                                + " merge, whoever wrote it"),
                                row("Reviewers", "review AI-assisted code like any other"),
                                row(
                                        "Incident contact (" + clauses.contact() + ")",
                                        "is told when something was sent that should not have"
                                                + " been"))));
    }

    private List<Block> approvedTools() {
        List<Block> blocks = new ArrayList<>();
        if (policy.tools().isEmpty()) {
            blocks.add(Block.Paragraph.of("No assistant is approved."));
            return blocks;
        }
        blocks.add(
                new Block.Table(
                        row("Tool", "Plans", "For", "Required settings"),
                        policy.tools().stream().map(this::toolRow).toList()));
        if (!policy.repositories().isEmpty()) {
            blocks.add(Block.Paragraph.of("Where they may be used:"));
            blocks.add(
                    new Block.Table(
                            row("Repositories", "Class", "Tools"),
                            policy.repositories().stream()
                                    .map(AcceptableUse::repositoryRow)
                                    .toList()));
        }
        blocks.addAll(clauses.approvedTools());
        return blocks;
    }

    private List<Text> toolRow(ApprovedTool tool) {
        String settings =
                tool.settings().isEmpty()
                        ? "none"
                        : String.join(
                                "; ",
                                tool.settings().stream()
                                        .map(each -> each.key() + " = " + each.expected())
                                        .toList());
        return row(
                name(tool),
                PolicyReading.sorted(tool.plans()) + " only",
                tool.teams().isEmpty() ? "everybody" : PolicyReading.sorted(tool.teams()),
                settings);
    }

    private List<Block> requiredPractices() {
        List<Block> blocks = new ArrayList<>(clauses.access());
        blocks.addAll(clauses.requiredPractices());
        List<List<Text>> rows = checklistRows();
        if (!rows.isEmpty()) {
            blocks.add(clauses.checklist());
            blocks.add(new Block.Table(row("Tool", "Plans", "Item", "Verified by"), rows));
        }
        return blocks;
    }

    private List<List<Text>> checklistRows() {
        return policy.tools().stream()
                .flatMap(tool -> tool.checklist().stream().map(item -> itemRow(tool, item)))
                .toList();
    }

    private List<Text> itemRow(ApprovedTool tool, ChecklistItem item) {
        String again = item.every() == null ? "" : ", again every " + item.every().words();
        return row(
                name(tool),
                PolicyReading.sorted(tool.plans()),
                item.text(),
                switch (item.by()) {
                    case PERSON ->
                            (item.evidence() ? "you, with evidence" : "you, by attesting it")
                                    + again;
                    case CONNECTED -> "Chaperone";
                    case MANAGED_SETTINGS -> "Chaperone, by what the tool tells";
                });
    }

    private String name(ApprovedTool tool) {
        return catalog.tool(tool.tool()).map(Tool::name).orElse(tool.tool().value());
    }

    private static List<Text> repositoryRow(RepositoryClass repository) {
        String tools =
                repository.tools() == null
                        ? "all approved"
                        : repository.tools().isEmpty()
                                ? "none"
                                : PolicyReading.sorted(repository.tools());
        return List.of(
                Text.of(new Inline.Code(repository.match().pattern())),
                Text.of(repository.name()),
                Text.of(tools));
    }

    private List<Block> acknowledgment() {
        List<Block> blocks = new ArrayList<>(clauses.acknowledgment());
        blocks.add(Block.Paragraph.of("Whoever signs this policy agrees to this sentence:"));
        blocks.add(new Block.Note(Text.of(Edition.consent(edition.version()))));
        return blocks;
    }

    private List<Block> revisions() {
        return List.of(
                new Block.Table(
                        row("Version", "Published", "Signed again", "What changed"),
                        edition.history().stream()
                                .map(each ->
                                        row(
                                                Integer.toString(each.version()),
                                                DAY.format(
                                                        LocalDate.ofInstant(
                                                                each.published(),
                                                                ZoneId.of("UTC"))),
                                                each.material() ? "yes" : "no",
                                                each.note()))
                                .toList()));
    }

    private static List<Block> data(PolicyData data) {
        return List.of(
                Block.Paragraph.of(
                        "The tables of this document are generated from this data, and the"
                                + " gateway decides by the same. Its digest stands at the head of"
                                + " the document."),
                new Block.Listing(data.json()));
    }

    private static List<Text> row(String... cells) {
        return Stream.of(cells).map(Text::of).toList();
    }
}
