// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `ledger verify`, `fsck` and `prove`, with a small log that an independent program made and
/// signed (C2SP's test log).
class LedgerCommandsTest {
    private static final String KEY =
            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    private static final String CHECKPOINT =
            """
            example.com/log/testdata
            15
            rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=

            \u2014 example.com/log/testdata M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=
            """;
    private static final String PROOF =
            """
            c2sp.org/tlog-proof@v1
            index 3
            Zx8UbF5HHooag6PCFM5LqQe486WIjRTMjNPOdbsS75Q=
            T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4=
            g0ZoeYWtIV8Q8i+4CmgqPnBvH2il107lyCgTQsyB7H4=
            5jLpqTgjsBDSEX6SgZiRnbTMdTuRd8bQ5tSsAOxe0Ks=

            """
                    + CHECKPOINT;
    private static final String ENTRY = "/api/v1/ledger/entries/3";

    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        workspace.answers(ENTRY + "/proof", 200, PROOF);
        workspace.answers(ENTRY + "/leaf", 200, "four");
        workspace.answers("/ledger/vkey", 200, KEY + "\n");
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private Ran prove(String... more) {
        return Ran.of(words(List.of("ledger", "prove", "3", "--data", data.path()), more));
    }

    private static String[] words(List<String> first, String... more) {
        List<String> words = new ArrayList<>(first);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void keepsAProofThatHoldsAndTheEntryBesideIt() {
        Path file = folder.resolve("my entry.tlog-proof");
        Ran ran = prove("-o", file.toString(), "--vkey", KEY);
        assertThat(ran.err())
                .contains("java -jar chaperone-verifier.jar receipt '" + file + "' --entry")
                .contains("Checked with the key you gave.");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(file).hasContent(PROOF);
        assertThat(folder.resolve("my entry.tlog-proof.entry")).hasContent("four");
        assertThat(workspace.asked().getFirst().authorization()).contains(Ran.SECRET);
    }

    @Test
    void printsAProofAndSaysWhoseWordTheKeyIs() {
        Ran ran = prove();
        assertThat(ran.out()).isEqualTo(PROOF);
        assertThat(ran.err()).contains("Checked with the key that the server names");
        assertThat(ran.code()).isZero();
    }

    @Test
    void keepsNothingOfAProofThatDoesNotHold() {
        workspace.answers(ENTRY + "/leaf", 200, "fourth");
        Path file = folder.resolve("proof");
        Ran ran = prove("-o", file.toString());
        assertThat(ran.err()).contains("the proof does not hold, and nothing was written");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(file).doesNotExist();
        assertThat(prove("--vkey", "nonsense").code()).isEqualTo(1);
    }

    @Test
    void saysWhyThereIsNoProof() {
        workspace.refuses(ENTRY + "/proof", 403, "READ_LEDGER is missing.");
        assertThat(prove().code()).isEqualTo(1);
        workspace.refuses(ENTRY + "/proof", 409, "No checkpoint covers this entry yet.");
        assertThat(prove().err()).contains("No checkpoint covers this entry yet.");
        assertThat(prove().code()).isEqualTo(3);
        workspace.close();
        assertThat(prove().code()).isEqualTo(3);
        assertThat(Ran.of("ledger", "prove", "-1", "--data", data.path()).code()).isEqualTo(2);
        assertThat(Ran.of("ledger", "prove", "many").code()).isEqualTo(2);
    }

    @Test
    void saysHowManyEntriesThereAreWhenOneIsAskedForThatIsNotThere() {
        workspace.answers("/ledger/checkpoint", 200, CHECKPOINT);
        workspace.refuses("/api/v1/ledger/entries/15/proof", 404, "There is no such entry.");
        for (String index : List.of("15", "9999999999999999999", "1" + "0".repeat(60))) {
            Ran ran = Ran.of("ledger", "prove", index, "--data", data.path());
            assertThat(ran.err())
                    .isEqualTo(
                            "chaperone: there is no entry "
                                    + index
                                    + ": the log has 15, counted from 0. The page of a request names"
                                    + " its entries\n");
            assertThat(ran.code()).isEqualTo(2);
        }
        workspace.answers("/ledger/checkpoint", 404, "no");
        Ran untold = Ran.of("ledger", "prove", "15", "--data", data.path());
        assertThat(untold.err()).contains("the page Ledger says how many there are");
        assertThat(untold.code()).isEqualTo(2);
    }

    @Test
    void saysWhatTheIndexOfAnEntryLooksLike() {
        for (String index : List.of("many", "3.5", "0x3", "")) {
            Ran ran = Ran.of("ledger", "prove", index, "--data", data.path());
            assertThat(ran.err()).contains("INDEX is the number of an entry, counted from 0");
            assertThat(ran.code()).isEqualTo(2);
        }
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void asksForNoProofThatItCanNotKeep() {
        Ran ran = prove("-o", folder.resolve("none/proof").toString());
        assertThat(ran.err()).contains("none does not exist. Make it (mkdir -p ");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(workspace.asked()).isEmpty();
    }

    private Path damagedLedger() throws IOException {
        Path ledger = Files.createDirectories(folder.resolve("ledger"));
        Files.writeString(ledger.resolve("checkpoint"), CHECKPOINT);
        Files.writeString(ledger.resolve("vkey"), KEY + "\n");
        Files.createDirectories(ledger.resolve("journal"));
        return ledger;
    }

    @Test
    void checksALedgerByTheVerifier() throws IOException {
        Path ledger = damagedLedger();
        Ran ran = Ran.of("ledger", "verify", ledger.toString(), "--vkey", KEY);
        assertThat(ran.out())
                .contains("ok     checkpoint: 15 entries of example.com/log/testdata")
                .contains("tile/0/000.p/15: is missing")
                .contains("What this does not prove:");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(1);
        Ran json =
                Ran.of(
                        "ledger",
                        "verify",
                        "--json",
                        "--threads=1",
                        "--origin=other",
                        ledger.toString());
        assertThat(json.out()).startsWith("{\"ok\":false,").contains("not of other");
        assertThat(Ran.of("ledger", "verify", folder.resolve("none").toString()).code())
                .isEqualTo(3);
        assertThat(Ran.of("ledger", "verify").code()).isEqualTo(2);
    }

    @Test
    void saysHowToRepairWhatFsckFound() throws IOException {
        Ran ran = Ran.of("ledger", "fsck", damagedLedger().toString());
        assertThat(ran.out()).contains("WRONG  tiles:", "WRONG  journal:");
        assertThat(ran.err()).contains("delete the directory tile/", "from the newest backup");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(Ran.of("ledger", "fsck", "https://chaperone.example").code()).isEqualTo(2);
    }

    @Test
    void takesTheTokenForAServersEntriesFromTheEnvironment() {
        workspace.answers("/ledger/checkpoint", 200, CHECKPOINT);
        workspace.refuses("/ledger/tile/entries/000.p/15", 403, "no");
        Ran ran =
                Ran.with(
                        Map.of(ServerOptions.TOKEN, Ran.SECRET),
                        "ledger",
                        "verify",
                        workspace.url());
        assertThat(ran.out())
                .contains("ok     checkpoint:")
                .contains("tile/0/000.p/15: is missing");
        assertThat(workspace.asked())
                .filteredOn(asked -> asked.target().startsWith("/ledger/tile/entries/"))
                .isNotEmpty()
                .allMatch(asked -> asked.authorization().equals("Bearer " + Ran.SECRET));
        assertThat(workspace.asked())
                .filteredOn(asked -> !asked.target().startsWith("/ledger/tile/entries/"))
                .allMatch(asked -> asked.authorization().equals("null"));
    }
}
