// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A [KilledGateway] in a process of its own, whose system calls can be made to fail for a while.
final class GatewayProcess implements AutoCloseable {
    // strace takes the shell's place, so it is the parent of what it watches: many systems allow
    // nothing else to somebody who is not root. It says when it watches.
    private static final String SCRIPT =
            "\"$@\" & read -r calls fault &&"
                    + " exec strace -f -o /dev/null -e trace=\"$calls\""
                    + " -e inject=\"$calls:$fault\" -p $!";

    private final Process shell;
    private final ProcessHandle java;
    private final URI url;

    private GatewayProcess(Process shell, ProcessHandle java, URI url) {
        this.shell = shell;
        this.java = java;
        this.url = url;
    }

    /// @param under what stands before the command, such as [SmallDisk#entering]
    static GatewayProcess start(List<String> under, Path data, Books books) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of("sh", "-c", SCRIPT, "sh"));
        command.addAll(java(data, books));
        Process shell = new ProcessBuilder(command).start();
        String line = String.valueOf(shell.inputReader().readLine());
        assertThat(line).as("what the gateway says").startsWith("port ");
        ProcessHandle java = shell.children().findFirst().orElseThrow();
        return new GatewayProcess(
                shell, java, URI.create("http://127.0.0.1:" + line.substring("port ".length())));
    }

    /// Starts one that does not come far, and returns what it says.
    static String startInVain(List<String> under, Path data, Books books) throws Exception {
        List<String> command = new ArrayList<>(under);
        command.addAll(java(data, books));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            String line = out.readLine();
            while (line != null && !line.startsWith("port ")) {
                lines.add(line);
                line = out.readLine();
            }
            assertThat(line).as("it started").isNull();
            return lines.stream().collect(Collectors.joining("\n"));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> java(Path data, Books books) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledGateway.class.getName(),
                data.toString(),
                books.vendorUrl().toString());
    }

    URI url() {
        return url;
    }

    /// From now on calls fail, until [#mend].
    ///
    /// @param calls with commas between
    /// @param fault as strace says it, for example `error=ENOSPC`
    void fail(String calls, String fault) throws IOException {
        Writer in = shell.outputWriter();
        in.write(calls + " " + fault + "\n");
        in.flush();
        BufferedReader strace = shell.errorReader();
        String line = strace.readLine();
        while (!String.valueOf(line).contains("attached")) {
            assertThat(line).as("what strace says").isNotNull();
            line = strace.readLine();
        }
    }

    /// Calls work again.
    void mend() throws InterruptedException {
        shell.destroy();
        shell.waitFor();
    }

    @Override
    public void close() {
        java.destroyForcibly();
        // Its parent has to be gone before the system forgets it.
        shell.destroyForcibly().onExit().join();
        java.onExit().join();
    }
}
