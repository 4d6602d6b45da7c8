// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

import java.io.IOException;

/// What can be copied out of a PDF.
final class PdfText {
    private PdfText() {}

    static String of(Document document) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PdfWriter.write(document))) {
            return new PDFTextStripper().getText(pdf);
        }
    }
}
