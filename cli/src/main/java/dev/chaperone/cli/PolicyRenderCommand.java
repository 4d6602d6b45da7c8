// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.documents.Document;
import dev.chaperone.documents.HtmlWriter;
import dev.chaperone.documents.MarkdownWriter;
import dev.chaperone.documents.PdfWriter;
import dev.chaperone.documents.TextWriter;
import dev.chaperone.policy.AcceptableUse;
import dev.chaperone.policy.Edition;
import dev.chaperone.policy.Policy;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// `chaperone policy render`.
@Command(
        name = "render",
        description = {
            "The acceptable use policy that a policy file makes, as a draft.",
            "What people sign is the document of a published version: see the page Acceptable use."
        })
final class PolicyRenderCommand extends ChaperoneCommand {
    @Parameters(paramLabel = "FILE", description = "the policy file")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "md, html, pdf or txt (default: md)")
    private String format = "md";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to write it (default: standard output)")
    private @Nullable Path output;

    PolicyRenderCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        Policy policy = PolicyText.review(file).snapshot().policy();
        byte[] bytes = bytes(AcceptableUse.of(policy, Catalog.builtIn(), Edition.draft(policy)));
        if (output == null) {
            surroundings.out().write(bytes, 0, bytes.length);
            surroundings.out().flush();
            return ExitCode.FINE;
        }
        try {
            Files.write(output, bytes);
            return ExitCode.FINE;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, output + " can not be written: " + e.getMessage());
        }
    }

    private byte[] bytes(Document document) throws CommandFailure {
        return switch (format) {
            case "md" -> utf8(MarkdownWriter.write(document));
            case "html" -> utf8(HtmlWriter.write(document));
            case "txt" -> utf8(TextWriter.write(document));
            case "pdf" -> PdfWriter.write(document);
            default ->
                    throw new CommandFailure(
                            ExitCode.BAD_INPUT, "--format is md, html, pdf or txt");
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
