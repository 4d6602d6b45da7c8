// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;

import dev.chaperone.vocabulary.Digest;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.GregorianCalendar;

/// Writes a document as a tagged PDF with an outline. Each page shows the digest of the page that
/// [HtmlWriter] makes of the same document: both can be held to it.
public final class PdfWriter {
    private static final String PRODUCER = "Chaperone";

    static {
        // It would tell of each font and link; what fails, fails by an exception.
        XRLog.setLoggingEnabled(false);
    }

    private PdfWriter() {}

    /// The bytes of the PDF.
    public static byte[] write(Document document) {
        Digest page = Digest.of(HtmlWriter.write(document));
        PdfRendererBuilder builder =
                new PdfRendererBuilder()
                        .withW3cDocument(PrintedPage.of(document, page), null)
                        .usePdfUaAccessibility(true)
                        .withProducer(PRODUCER);
        builder.useUnicodeBidiSplitter(Directions::new);
        builder.useUnicodeBidiReorderer(new Directions.Reorderer());
        // Nothing that a document says may make the renderer fetch anything.
        builder.useUriResolver((_, _) -> null);
        PdfFonts.loaded().addTo(builder);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
                PDDocument pdf = renderer.createPDFKeepOpen()) {
            return bytes(pdf, document, page);
        } catch (IOException e) {
            throw new UncheckedIOException("The PDF can not be written", e);
        }
    }

    private static byte[] bytes(PDDocument pdf, Document document, Digest page) throws IOException {
        pdf.setDocumentInformation(information(document));
        // What the library would derive from the time of day.
        pdf.setDocumentId(Long.parseUnsignedLong(page.hex().substring(0, 16), 16));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pdf.save(out);
        return out.toByteArray();
    }

    private static PDDocumentInformation information(Document document) {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(document.title());
        information.setProducer(PRODUCER);
        GregorianCalendar date =
                GregorianCalendar.from(ZonedDateTime.ofInstant(document.date(), ZoneOffset.UTC));
        information.setCreationDate(date);
        information.setModificationDate(date);
        return information;
    }
}
