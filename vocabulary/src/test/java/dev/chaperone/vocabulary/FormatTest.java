// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The layout of all source files of the project, kept by a tool so that nobody has to argue about
/// it. `./chaperone format` (which sets `-Dformat.write=true`) mends what this test complains of.
class FormatTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final boolean WRITE = Boolean.getBoolean("format.write");
    private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0\n";

    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    @Test
    void everySourceFileIsFormatted() throws IOException {
        assertThat(sources().filter(this::isLaidOutDifferently))
                .as("files that ./chaperone format would change")
                .isEmpty();
    }

    @Test
    void everySourceFileNamesItsLicence() throws IOException {
        assertThat(sources().filter(file -> !read(file).startsWith(LICENCE)))
                .as("files that do not start with %s", LICENCE.strip())
                .isEmpty();
    }

    private boolean isLaidOutDifferently(Path file) {
        String before = read(file);
        String after = format(file, before);
        if (WRITE && !after.equals(before)) {
            write(file, after);
            return false;
        }
        return !after.equals(before);
    }

    /// The formatter sometimes needs a second round to agree with itself.
    private String format(Path file, String source) {
        try {
            String once = round(source);
            if (once.equals(source)) {
                return source;
            }
            String twice = round(once);
            return twice.equals(once) ? once : round(twice);
        } catch (FormatterException e) {
            throw new AssertionError("Cannot be read as Java: " + file, e);
        }
    }

    private String round(String source) throws FormatterException {
        String imports = RemoveUnusedImports.removeUnusedImports(source);
        String ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.AOSP);
        return formatter.formatSource(ordered);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> roots =
                    modules.map(m -> m.resolve("src")).filter(Files::isDirectory).toList();
            return roots.stream().flatMap(FormatTest::javaFilesBelow).sorted();
        }
    }

    private static Stream<Path> javaFilesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
