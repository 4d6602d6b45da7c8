// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import dev.chaperone.vocabulary.Digest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes a document as one HTML page that stands alone: it fetches nothing and runs nothing.
public final class HtmlWriter {
    private static final String STYLE = Resources.text("page.css");

    private HtmlWriter() {}

    /// The page; its UTF-8 bytes are what people sign.
    public static String write(Document document) {
        Markup out = new Markup();
        out.line("<!DOCTYPE html>");
        out.line("<html" + attributes(document) + ">");
        out.line("<head>");
        out.line("<meta charset=\"utf-8\"/>");
        out.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        out.line("<meta name=\"color-scheme\" content=\"light dark\"/>");
        out.line(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                        + " style-src 'sha256-"
                        + hash(STYLE)
                        + "'\"/>");
        out.element("title", document.title());
        out.line("<style>" + STYLE + "</style>");
        out.line("</head>");
        out.line("<body>");
        new HtmlBody(out).write(document);
        out.line("</body>");
        out.line("</html>");
        return out.toString();
    }

    static String attributes(Document document) {
        return " lang=\""
                + document.language()
                + "\""
                + (document.rightToLeft() ? " dir=\"rtl\"" : "");
    }

    private static String hash(String style) {
        byte[] digest = Digest.sha256().digest(style.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }
}
