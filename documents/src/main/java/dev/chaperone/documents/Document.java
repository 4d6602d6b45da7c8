// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.time.Instant;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;

/// A written document. Whoever reads this module begins here, and goes on with [Block] and
/// [HtmlWriter].
///
/// @param title what it is called
/// @param language what it is written in, as a language tag: `en`, `pt-BR`
/// @param date when it came to be; the only time that its formats tell
/// @param control who owns and approved it, which version it is, and whatever else stands at its
///   head
/// @param sections its text
public record Document(
        String title, String language, Instant date, List<Field> control, List<Section> sections) {
    /// @throws IllegalArgumentException when the language is none, an id is used twice or a link
    ///   leads to an id that is not there
    public Document {
        title = Visible.line(title);
        try {
            language = new Locale.Builder().setLanguageTag(language).build().toLanguageTag();
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException("Not a language tag: '" + language + "'", e);
        }
        control = List.copyOf(control);
        sections = List.copyOf(sections);
        Anchors.check(control, sections);
    }

    /// Whether it is read from right to left.
    boolean rightToLeft() {
        return switch (Locale.forLanguageTag(language).getLanguage()) {
            case "ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi" -> true;
            default -> false;
        };
    }
}
