// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Turns a written document into HTML, Markdown, plain text and PDF, byte for byte the same each
/// time.
@NullMarked
module dev.chaperone.documents {
    exports dev.chaperone.documents;

    requires dev.chaperone.vocabulary;
    requires java.desktop;
    requires java.xml;
    requires openhtmltopdf.core;
    requires openhtmltopdf.pdfbox;
    requires org.apache.fontbox;
    requires org.apache.pdfbox;
    requires org.commonmark;
    requires static transitive org.jspecify;
}
