// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;

import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.pdmodel.font.FontMappers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The fonts that a PDF carries: Liberation, and DejaVu for signs and scripts that it does not
/// have. None of the machine's own is used, so that a document is the same everywhere.
final class PdfFonts {
    private static final String SANS = "Liberation Sans";
    private static final String MONO = "Liberation Mono";
    private static final String OTHERS = "DejaVu Sans";
    private static final String LIBERATION = "liberation/Liberation";
    private static final String DEJAVU = "net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf";
    // U+25A1, which the last of the fonts has.
    private static final String BOX = "\u25A1";

    private static final List<Face> FACES =
            List.of(
                    new Face(SANS, 400, FontStyle.NORMAL, LIBERATION + "Sans-Regular.ttf"),
                    new Face(SANS, 700, FontStyle.NORMAL, LIBERATION + "Sans-Bold.ttf"),
                    new Face(SANS, 400, FontStyle.ITALIC, LIBERATION + "Sans-Italic.ttf"),
                    new Face(SANS, 700, FontStyle.ITALIC, LIBERATION + "Sans-BoldItalic.ttf"),
                    new Face(MONO, 400, FontStyle.NORMAL, LIBERATION + "Mono-Regular.ttf"));
    private static final Face LAST = new Face(OTHERS, 400, FontStyle.NORMAL, DEJAVU);

    private final List<CmapLookup> everywhere;
    private final CmapLookup last;

    private record Face(String family, int weight, FontStyle style, String file) {
        InputStream open() {
            InputStream in = PdfFonts.class.getClassLoader().getResourceAsStream(file);
            if (in == null) {
                throw new IllegalStateException("A font is missing: " + file);
            }
            return in;
        }

        CmapLookup glyphs() {
            try (TrueTypeFont font = parse()) {
                return font.getUnicodeCmapLookup();
            } catch (IOException e) {
                throw new UncheckedIOException("A font can not be read: " + file, e);
            }
        }

        TrueTypeFont parse() {
            try (InputStream in = open()) {
                return new TTFParser().parseEmbedded(in);
            } catch (IOException e) {
                throw new UncheckedIOException("A font can not be read: " + file, e);
            }
        }
    }

    private PdfFonts() {
        this.everywhere = FACES.stream().map(Face::glyphs).toList();
        this.last = LAST.glyphs();
        FontMappers.set(new OwnFonts(FACES.getFirst().parse()));
    }

    /// Loaded when the first PDF is written.
    static PdfFonts loaded() {
        return Loaded.FONTS;
    }

    private static final class Loaded {
        private static final PdfFonts FONTS = new PdfFonts();
    }

    void addTo(PdfRendererBuilder builder) {
        FACES.forEach(face -> add(face, builder));
        add(LAST, builder);
    }

    private static void add(Face face, PdfRendererBuilder builder) {
        builder.useFont(face::open, face.family(), face.weight(), face.style(), true);
    }

    /// The text with a box for each character that can not be drawn.
    String drawable(String text) {
        if (text.codePoints().allMatch(this::canDraw)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (canDraw(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(BOX);
                    }
                });
        return out.toString();
    }

    private boolean canDraw(int c) {
        return c == '\n'
                || last.getGlyphId(c) != 0
                || everywhere.stream().allMatch(glyphs -> glyphs.getGlyphId(c) != 0);
    }
}
