// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;

import java.awt.image.BufferedImage;
import java.io.IOException;

/// Where something is drawn on the pages of a PDF.
final class Ink {
    private static final int WHITE = 0xFFFFFF;
    // 10 of the 20 mm, in pixels of an inch's 72nd.
    private static final int MARGIN = 28;

    private Ink() {}

    static boolean reachesTheMargin(PDDocument pdf) throws IOException {
        PDFRenderer renderer = new PDFRenderer(pdf);
        for (int page = 0; page < pdf.getNumberOfPages(); page++) {
            BufferedImage image = renderer.renderImage(page);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < MARGIN; x++) {
                    if (isInk(image, x, y) || isInk(image, image.getWidth() - 1 - x, y)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isInk(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & WHITE) != WHITE;
    }
}
