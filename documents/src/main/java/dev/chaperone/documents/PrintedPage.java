// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import dev.chaperone.vocabulary.Digest;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// The page that the PDF is rendered from: the same body as on the screen, with the style of print,
/// an outline, and what stands above and below each page.
final class PrintedPage {
    private static final String STYLE = Resources.text("print.css");

    private PrintedPage() {}

    static org.w3c.dom.Document of(Document document, Digest page) {
        org.w3c.dom.Document dom = parse(markup(document, page));
        PrintedText.prepare(dom);
        NodeList tables = dom.getElementsByTagName("table");
        for (int i = 0; i < tables.getLength(); i++) {
            Columns.fit((Element) tables.item(i));
        }
        return dom;
    }

    private static String markup(Document document, Digest page) {
        Markup out = new Markup();
        out.line("<html" + HtmlWriter.attributes(document) + ">");
        out.line("<head>");
        out.element("title", document.title());
        out.put("<meta name=\"subject\" content=\"");
        out.text(document.title());
        out.line("\"/>");
        out.line("<style>" + STYLE + "</style>");
        out.line("<bookmarks>");
        document.sections().forEach(section -> bookmark(section, out));
        out.line("</bookmarks>");
        out.line("</head>");
        out.line("<body>");
        out.put("<div class=\"above\"><span class=\"title\">");
        out.text(document.title());
        out.line("</span><br/><span class=\"digest\">" + page + "</span></div>");
        new HtmlBody(out).write(document);
        out.line("</body>");
        out.line("</html>");
        return out.toString();
    }

    private static void bookmark(Section section, Markup out) {
        out.put("<bookmark name=\"");
        out.text(PdfFonts.loaded().drawable(section.title()));
        out.line("\" href=\"#" + section.id() + "\"/>");
    }

    private static org.w3c.dom.Document parse(String markup) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            return builder.parse(new InputSource(new StringReader(markup)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("The page for the PDF is not well-formed", e);
        }
    }
}
