// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is known to be harmless or of before: remarks, `.gitleaksignore`, baselines.
class KnownTest {
    @TempDir private Path folder;
    @TempDir private Path elsewhere;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Swept.Asking asking() {
        return Swept.in(folder);
    }

    @Test
    void allowsWhatARemarkInTheLineAllows() throws Exception {
        write("a", Swept.PASSWORD_LINE + " # gitleaks:allow\n");
        write("b", Swept.PASSWORD_LINE + " // pragma: allowlist secret\n");
        write("c", "# pragma: allowlist nextline secret\n" + Swept.PASSWORD_LINE);
        Swept swept = asking().run();
        assertThat(swept.out()).contains("0 findings", "left out: 3 allowed by a remark");
        assertThat(swept.outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(asking().withoutMarkers().run().out()).contains("3 findings");
    }

    @Test
    void allowsNothingByARemarkElsewhere() throws Exception {
        write("a", "# gitleaks:allow\n" + Swept.PASSWORD_LINE + "\n# pragma: allowlist secret\n");
        write("b", "# pragma: allowlist nextline secret\n\n" + Swept.PASSWORD_LINE);
        write("c", Swept.PASSWORD_LINE + " ".repeat(1_000) + "# gitleaks:allow\n");
        assertThat(asking().run().out()).contains("3 findings");
    }

    @Test
    void allowsNothingByARemarkOnStandardInput() throws Exception {
        Swept swept = asking().of("-").reading(Swept.PASSWORD_LINE + " # gitleaks:allow").run();
        assertThat(swept.outcome()).isEqualTo(Outcome.FOUND);
    }

    @Test
    void ignoresThePlacesThatAreNamed() throws Exception {
        write("a", Swept.PASSWORD_LINE);
        write("b", "\n" + Swept.PASSWORD_LINE);
        write("c", Swept.PASSWORD_LINE);
        write(
                ".gitleaksignore",
                """
                # places
                a:password-assignment:1
                ./b:generic-api-key:2
                c:github-pat-classic:1
                c:password-assignment:2
                """);
        Swept swept = asking().run();
        assertThat(swept.out()).startsWith("c:1:13").contains("left out: 2 in .gitleaksignore");
        assertThat(Swept.in(elsewhere).of(folder.toString()).run().out())
                .as("seen from elsewhere")
                .contains("left out: 2 in .gitleaksignore");
    }

    @Test
    void knowsWhatIsInTheBaselineWhereverTheLineHasMovedTo() throws Exception {
        Path baseline = elsewhere.resolve("baseline.json");
        write("a", Swept.PASSWORD_LINE + "\n" + Swept.TOKEN + "\n");
        Swept first = asking().writing(baseline).run();
        assertThat(first.outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(first.err()).contains("knows 2 findings now");
        assertThat(baseline).content().doesNotContain(Swept.PASSWORD, Swept.TOKEN);

        write("a", "\n\n" + Swept.PASSWORD_LINE + "\n\n" + Swept.TOKEN + "\n");
        Swept moved = asking().knowing(baseline).run();
        assertThat(moved.out()).contains("0 findings", "left out: 2 in the baseline");
        assertThat(moved.outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void tellsWhatIsNotInTheBaseline() throws Exception {
        Path baseline = elsewhere.resolve("baseline.json");
        write("a", Swept.PASSWORD_LINE + "\n" + Swept.TOKEN + "\n");
        asking().writing(baseline).run();
        write("a", (Swept.PASSWORD_LINE + "\n").repeat(2) + Swept.token(1) + "\n");
        write("b", Swept.TOKEN);
        assertThat(asking().knowing(baseline).run().out())
                .startsWith("a:2:13")
                .contains("a:3:1", "b:1:1", "left out: 1 in the baseline");
    }

    @Test
    void givesNoPasswordAwayByAFingerprint() throws Exception {
        Path one = elsewhere.resolve("one");
        Path other = elsewhere.resolve("other");
        write("a", Swept.PASSWORD_LINE);
        asking().writing(one).run();
        write("a", "password = \"An0ther&Pas5\"");
        asking().writing(other).run();
        assertThat(one).hasSameTextualContentAs(other);
        write("a", "user = x, password = 'An0ther&Pas5', password = \"" + Swept.PASSWORD + '"');
        asking().writing(one).run();
        write("a", "user = x, password = 'N0thing&Els3', password = \"" + Swept.PASSWORD + '"');
        asking().writing(other).run();
        assertThat(one).hasSameTextualContentAs(other);
    }

    @Test
    void takesTheJsonOfBeforeAsABaseline() throws Exception {
        write("a", Swept.PASSWORD_LINE + "\n" + Swept.TOKEN + "\n");
        Path before = elsewhere.resolve("before.json");
        Files.writeString(before, asking().as(Request.Format.JSON).run().out());
        assertThat(asking().knowing(before).run().outcome()).isEqualTo(Outcome.CLEAN);
        write("b", Swept.PASSWORD_LINE);
        assertThat(asking().knowing(before).run().out()).startsWith("b:1:13");
    }

    @Test
    void renewsABaseline() throws Exception {
        Path baseline = elsewhere.resolve("baseline.json");
        write("a", Swept.PASSWORD_LINE);
        asking().writing(baseline).run();
        write("b", Swept.PASSWORD_LINE);
        Swept renewed = asking().knowing(baseline).writing(baseline).run();
        assertThat(renewed.out()).startsWith("b:1:13");
        assertThat(renewed.err()).contains("knows 2 findings now");
        assertThat(asking().knowing(baseline).run().outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void refusesWhatIsNoBaseline() throws Exception {
        Path file = elsewhere.resolve("baseline.json");
        assertThatExceptionOfType(SweepException.class)
                .isThrownBy(() -> asking().knowing(file).run())
                .withMessageContaining("baseline.json does not exist");
        for (String text : new String[] {"", "{", "{}", "[1]", "[{\"file\":\"a\"}]", "\"x\""}) {
            Files.writeString(file, text);
            assertThatExceptionOfType(SweepException.class)
                    .isThrownBy(() -> asking().knowing(file).run())
                    .withMessageContaining("baseline.json is no baseline");
        }
    }
}
