// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A Java process whose system calls fail from a moment on that it chooses itself, so that faults
/// meet the files under test and not the JVM's start. It says [#WARM] and then waits in
/// [#awaitFaults()].
final class TracedProcess {
    static final String WARM = "warm";

    private static final int LONGEST_SECONDS = 120;

    // strace takes the shell's place, so it is the parent of what it watches: many systems allow
    // nothing else to somebody who is not root.
    private static final String SCRIPT =
            "trace=$1; call=$2; fault=$3; shift 3; \"$@\" & read -r _ &&"
                    + " exec strace -f -qq -o \"$trace\" -e trace=\"$call\""
                    + " -e inject=\"$call:$fault\" -p $!";

    private TracedProcess() {}

    /// Runs a main class to its end and returns what strace wrote.
    ///
    /// @param trace where strace may write that
    /// @param fault as strace says it, for example `error=EIO:when=3`
    /// @param lines gets what the process prints
    static String run(
            Path trace, String call, String fault, List<String> main, Consumer<String> lines)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("sh", "-c", SCRIPT, "sh", trace.toString(), call, fault));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(main);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS)
                .execute(() -> end(process));
        try (BufferedReader out = process.inputReader();
                Writer go = process.outputWriter()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals(WARM)) {
                    go.write("go\n");
                    go.flush();
                } else {
                    lines.accept(line);
                }
            }
        }
        process.waitFor();
        return Files.readString(trace);
    }

    /// Whoever reads what it prints would otherwise wait for ever for one that hangs.
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Called in the process itself: returns when this thread is watched, and so all that it
    /// starts.
    static void awaitFaults() {
        try {
            while (Files.readString(Path.of("/proc/thread-self/status"))
                    .contains("TracerPid:\t0\n")) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // A fault is what it waits for.
            return;
        }
    }

    /// Called in the process itself: loads all classes of a package, which could not be read when
    /// reading fails.
    static void load(Class<?> one) throws IOException, URISyntaxException, ClassNotFoundException {
        URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
        String directory = one.getPackageName().replace('.', '/');
        if (Files.isDirectory(Path.of(place))) {
            load(Path.of(place).resolve(directory), one.getPackageName());
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
                load(jar.getPath(directory), one.getPackageName());
            }
        }
    }

    private static void load(Path directory, String name)
            throws IOException, ClassNotFoundException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.class")) {
            for (Path file : files) {
                String type = file.getFileName().toString().replace(".class", "");
                var _ = Class.forName(name + "." + type);
            }
        }
    }
}
