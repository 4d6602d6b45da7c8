// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// Starts many [KilledGateway]s, each in half the time: the JVM takes their classes from an archive
/// that a first one leaves when it ends. That needs a class path of jars only.
final class QuickGateway {
    private final Path archive;
    private final String classPath;

    private QuickGateway(Path archive, String classPath) {
        this.archive = archive;
        this.classPath = classPath;
    }

    /// @param place where the archive and the jars may be
    static QuickGateway learn(Path place) throws IOException, InterruptedException {
        Files.createDirectories(place);
        QuickGateway quick = new QuickGateway(place.resolve("classes.jsa"), jars(place));
        try (Books books = new Books()) {
            Path data = place.resolve("data");
            Process first = quick.start("-XX:ArchiveClassesAtExit=" + quick.archive, data, books);
            try (BufferedReader out = first.inputReader()) {
                assertThat(out.readLine()).as("what the gateway says").startsWith("port ");
                first.destroy();
                first.waitFor();
            }
        }
        assertThat(quick.archive).isNotEmptyFile();
        return quick;
    }

    Process start(Path data, Books books) throws IOException {
        return start("-XX:SharedArchiveFile=" + archive, data, books);
    }

    private Process start(String sharing, Path data, Books books) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        // Its first line is to be the gateway's.
                        "-Xlog:disable",
                        "--enable-native-access=ALL-UNNAMED",
                        sharing,
                        "-cp",
                        classPath,
                        KilledGateway.class.getName(),
                        data.toString(),
                        books.vendorUrl().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String jars(Path place) {
        List<String> jars = new ArrayList<>();
        String all = System.getProperty("java.class.path");
        for (String part : all.split(File.pathSeparator, -1)) {
            // A last separator is no folder of classes, though Java takes it for the current one.
            if (!part.isEmpty()) {
                Path jar = place.resolve(jars.size() + ".jar");
                jars.add(Files.isDirectory(Path.of(part)) ? jar(part, jar) : part);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(String classes, Path jar) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        String file = jar.toString();
        assertThat(tool.run(System.out, System.err, "-cf", file, "-C", classes, ".")).isZero();
        return file;
    }
}
