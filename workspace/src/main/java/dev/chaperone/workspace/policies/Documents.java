// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.documents.Document;
import dev.chaperone.documents.HtmlWriter;
import dev.chaperone.documents.MarkdownWriter;
import dev.chaperone.documents.PdfWriter;
import dev.chaperone.documents.TextWriter;
import dev.chaperone.policy.AcceptableUse;
import dev.chaperone.policy.Edition;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the documents of versions. What was written once is kept: names of people change, and a
/// new version of the product may set a line otherwise.
final class Documents {
    private final PolicyStore store;
    private final Terms terms;

    Documents(PolicyStore store, Terms terms) {
        this.store = store;
        this.terms = terms;
    }

    /// The document of a version in one form.
    PolicyDocument of(PolicyVersion version, PolicyDocument.Format format) {
        return store.document(version.version(), format.suffix())
                .orElseGet(() -> write(terms.read(version.text()), version, format));
    }

    /// Writes the page that is signed, for a version that is being published.
    PolicyDocument write(
            PolicySnapshot policy, PolicyVersion version, PolicyDocument.Format format) {
        Document document = AcceptableUse.of(policy.policy(), terms.catalog(), edition(version));
        byte[] bytes =
                switch (format) {
                    case HTML -> utf8(HtmlWriter.write(document));
                    case PDF -> PdfWriter.write(document);
                    case MARKDOWN -> utf8(MarkdownWriter.write(document));
                    case TEXT -> utf8(TextWriter.write(document));
                };
        Digest digest = Digest.of(bytes);
        store.keep(version.version(), format.suffix(), digest, bytes);
        return new PolicyDocument(digest, bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Edition edition(PolicyVersion version) {
        Set<String> ids = new HashSet<>(version.origin().approvers());
        ids.add(version.origin().author());
        Map<String, String> names = store.names(ids);
        List<Edition.Revision> history =
                store.all().stream()
                        .filter(each -> each.version() < version.version())
                        .map(Documents::revision)
                        .toList();
        List<Edition.Revision> all = new ArrayList<>(List.of(revision(version)));
        all.addAll(history);
        return new Edition(
                version.version(),
                version.publishedAt(),
                name(version.origin().author(), names),
                version.origin().approvers().stream().map(id -> name(id, names)).toList(),
                all);
    }

    private static Edition.Revision revision(PolicyVersion version) {
        String note = version.origin().note();
        return new Edition.Revision(
                version.version(),
                version.publishedAt(),
                version.origin().material(),
                note.isEmpty() ? "no note" : note);
    }

    private static String name(String id, Map<String, String> names) {
        return switch (id) {
            case "system" -> "the product's starting policy";
            case "admin-token" -> "the holder of the administrator token";
            default -> names.getOrDefault(id, id);
        };
    }
}
