// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

class MachineChecksTest {
    private static final Repairs REPAIRS = new Repairs("./chaperone", Path.of("data"));

    @Test
    void namesAPortThatIsTaken() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            Check check = MachineChecks.free(List.of(port), REPAIRS);
            assertThat(check.state()).isEqualTo(Check.State.PROBLEM);
            assertThat(check.detail()).isEqualTo("taken by another program: " + port);
            assertThat(check.repair()).contains("./chaperone up --data data --port");
        }
        assertThat(MachineChecks.free(List.of(port), REPAIRS).state()).isEqualTo(Check.State.FINE);
    }

    @Test
    void namesAnotherJava() {
        Check check = MachineChecks.java(Runtime.Version.parse("21.0.4"));
        assertThat(check.state()).isEqualTo(Check.State.PROBLEM);
        assertThat(check.detail()).contains("Java 21.0.4, not 25");
        assertThat(MachineChecks.java(Runtime.Version.parse("25.0.3")).state())
                .isEqualTo(Check.State.FINE);
    }

    @Test
    void namesADiskThatIsAlmostFull(@TempDir Path folder) {
        DirectoryChecks checks = new DirectoryChecks(folder.resolve("not/yet"), REPAIRS);
        assertThat(checks.space(Long.MAX_VALUE).state()).isEqualTo(Check.State.PROBLEM);
        assertThat(checks.space(Long.MAX_VALUE).detail()).contains("prompts are refused once");
        assertThat(checks.space(0).state()).isEqualTo(Check.State.FINE);
    }

    @Test
    void coloursOnlyWhereItIsToldTo() {
        Diagnosis diagnosis = new Diagnosis(List.of(Check.fine("java", "JDK 25")), true);
        assertThat(diagnosis.text(true)).startsWith("\u001b[32m✓ fine   \u001b[0m  java");
        assertThat(diagnosis.text(false)).startsWith("✓ fine     java");
    }

    @Test
    void callsNothingLookedAtNotFine() {
        assertThat(new Diagnosis(List.of(), true).exitCode()).isEqualTo(ExitCode.NOT_FINE);
    }
}
