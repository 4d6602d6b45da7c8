// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class LedgerTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 512, 1000, 65_535, 65_536, 65_537, 70_000})
    void findsNothingWrongWithAGoodLedger(int size) throws IOException {
        SampleLog.written(folder, size);
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out())
                .contains("Result: fine.")
                .contains("ok     tiles:")
                .contains("ok     journal:")
                .contains("Proves: the holder of the key you gave signed")
                .contains("What this does not prove:")
                .contains("witness.test/w1 (Ed25519 cosignature) at 2025-11-24T16:00:01Z cosigned");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void findsNothingWrongOnManyThreadsEither() throws IOException {
        SampleLog.written(folder, 70_000);
        assertThat(Ran.of("ledger", folder, "--threads", "4").code()).isZero();
    }

    @Test
    void takesTheLedgerOutOfADataDirectory() throws IOException {
        SampleLog.written(folder.resolve("ledger"), 300);
        assertThat(Ran.ledger(folder).code()).isZero();
    }

    @Test
    void saysThatAKeyFromBesideTheLogProvesLess() throws IOException {
        SampleLog.written(folder, 300);
        Ran ran = Ran.of("ledger", folder);
        assertThat(ran.out())
                .contains("NOT whose it is")
                .contains("--     witnesses: not checked")
                .contains(
                        "Result: fine in itself, but not whose log it is (--vkey), 1 check not made.");
        assertThat(ran.code()).isZero();
    }

    @Test
    void canNotTellWithoutAnyKey() throws IOException {
        SampleLog.written(folder, 300);
        Files.delete(folder.resolve("vkey"));
        Ran ran = Ran.of("ledger", folder);
        assertThat(ran.out())
                .contains("--     checkpoint: its signatures were NOT CHECKED")
                .contains("with --vkey")
                .contains("Result: UNKNOWN, not everything could be checked, 2 checks not made.");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(Ran.ledger(folder).code()).isZero();
    }

    @Test
    void refusesTheLogOfAnotherKey() throws IOException {
        SampleLog.written(folder, 300);
        String other = TestKey.ed25519(SampleLog.ORIGIN, 1).vkey();
        Ran ran = Ran.of("ledger", folder, "--vkey", other);
        assertThat(ran.out()).contains("WRONG  checkpoint: no signature by a known key");
        assertThat(ran.out()).contains("WRONG  vkey: the file vkey does not name the key you gave");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void wantsASignatureOfEveryKey() throws IOException {
        SampleLog log = SampleLog.written(folder, 300);
        String body = log.body(300);
        Files.writeString(folder.resolve("checkpoint"), body + "\n" + SampleLog.LOG.sign(body, 0));
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out())
                .contains("there is no signature by chaperone.test/sample (ML-DSA-44)");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void wantsTheOriginThatIsMeant() throws IOException {
        SampleLog.written(folder, 3);
        assertThat(Ran.ledger(folder, "--origin", SampleLog.ORIGIN).code()).isZero();
        Ran ran = Ran.ledger(folder, "--origin", "elsewhere.test");
        assertThat(ran.out())
                .contains("a checkpoint of chaperone.test/sample, not of elsewhere.test");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void wantsEveryWitnessThatIsNamed() throws IOException {
        SampleLog.written(folder, 300);
        String third = TestKey.mlDsa("witness.test/w3").vkey();
        Ran ran = Ran.ledger(folder, "--witness-vkey", third);
        assertThat(ran.out())
                .contains("WRONG  witnesses: there is no cosignature by witness.test/w3");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(Ran.ledger(folder, "--witness-vkey", SampleLog.LOG.vkey()).code()).isEqualTo(2);
    }

    @Test
    void findsWitnessesOfAnOlderCheckpointToBeOfTheSameTree() throws IOException {
        SampleLog.written(folder, 70_000).writeWitnessed(65_537);
        assertThat(Ran.ledger(folder).out())
                .contains("checkpoint of 65,537 entries is of the same");
    }

    @Test
    void tellsAForkFromWhatWitnessesSaw() throws IOException {
        SampleLog.written(folder, 700);
        Path elsewhere = folder.resolve("elsewhere");
        new SampleLog(elsewhere, 600, i -> ("other " + i).getBytes(StandardCharsets.UTF_8))
                .writeWitnessed(600);
        Files.copy(
                elsewhere.resolve("witnessed"),
                folder.resolve("witnessed"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out())
                .contains("the first 600 entries of the log are not those that witnesses saw");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void tellsARollback() throws IOException {
        SampleLog log = SampleLog.written(folder, 700);
        log.writeTree(600);
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out()).contains("witnesses saw 700 entries, but the log has only 600 now");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void checksALogThatGrewOnDiskAfterItsCheckpoint() throws IOException {
        SampleLog log = new SampleLog(folder, 1000).writeTree(300);
        byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint"));
        // The partial tiles of 300 are gone, as those of a running log are.
        Files.delete(folder.resolve("tile/0/001.p/44"));
        Files.delete(folder.resolve("tile/entries/001.p/44"));
        log.writeTree(420).writeJournal(1000);
        Files.write(folder.resolve("checkpoint"), checkpoint);
        Ran ran = Ran.of("ledger", folder);
        assertThat(ran.out())
                .contains("300 entries were hashed")
                .contains("1,000 entries in 1 file, 300 compared with the tree, 700 not covered");
        assertThat(ran.code()).isZero();
        log.writeTree(1000);
        Files.delete(folder.resolve("tile/0/001.p/164"));
        Files.delete(folder.resolve("tile/entries/001.p/164"));
        Files.write(folder.resolve("checkpoint"), checkpoint);
        assertThat(Ran.of("ledger", folder).code()).isZero();
    }

    @Test
    void saysHowToCopyALogThatRuns() throws IOException {
        SampleLog log = SampleLog.written(folder, 300);
        Files.writeString(folder.resolve("checkpoint"), new SampleLog(folder, 320).checkpoint(320));
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out())
                .contains("tile/0/001.p/64: is missing")
                .contains("The checkpoint is newer than the tiles or the journal.")
                .contains("checkpoint first");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(log.entries).hasSize(300);
    }

    @Test
    void saysItTooWhenOnlyTheJournalIsOlder() throws IOException {
        new SampleLog(folder, 320).writeTree(320).writeJournal(300);

        Ran ran = Ran.ledger(folder);

        assertThat(ran.out())
                .contains("ends before entry 300")
                .contains("The checkpoint is newer than the tiles or the journal.");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void letsPrunedBundlesGoButNoHashTiles() throws IOException {
        SampleLog log = SampleLog.written(folder, 1000);
        Files.writeString(folder.resolve("minimum-index"), "600\n");
        Files.delete(folder.resolve("tile/entries/000"));
        Files.delete(folder.resolve("tile/entries/001"));
        Files.delete(folder.resolve("journal/00000000000000000000.segment"));
        log.writeSegment(590, 1000, 9, true, 64);
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out()).contains("488 entries were hashed and compared, and 512 before");
        assertThat(ran.code()).isZero();
        Files.delete(folder.resolve("tile/entries/002"));
        assertThat(Ran.ledger(folder).out())
                .contains("tile/entries/002: is missing: entries 512 to 767");
        log.writeTree(1000);
        Files.delete(folder.resolve("tile/0/000"));
        Ran without = Ran.ledger(folder);
        assertThat(without.out()).contains("tile/0/000: is missing");
        assertThat(without.code()).isEqualTo(1);
    }

    @Test
    void refusesAMinimumThatIsNone() throws IOException {
        SampleLog.written(folder, 1000);
        for (String written : new String[] {"1001\n", "600", "x\n", "-1\n", "", "0600\n"}) {
            Files.writeString(folder.resolve("minimum-index"), written);
            Ran ran = Ran.ledger(folder);
            assertThat(ran.out()).contains("WRONG  minimum-index:");
            assertThat(ran.code()).isEqualTo(1);
        }
    }

    @Test
    void speaksJson() throws IOException {
        SampleLog.written(folder, 1000);
        Files.delete(folder.resolve("tile/entries/001"));
        Ran ran = Ran.ledger(folder, "--json");
        assertThat(ran.out())
                .startsWith("{\"ok\":false,")
                .contains("\"size\":\"1000\"")
                .contains("{\"name\":\"entries\",\"ok\":false,")
                .contains("{\"file\":\"tile/entries/001\",\"entry\":\"256\",")
                .contains("\"notProved\":[");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void wantsAJournalOnlyWhenAsked() throws IOException {
        new SampleLog(folder, 10).writeTree(10);
        assertThat(Ran.of("ledger", folder).out()).contains("--     journal: there is none here");
        assertThat(Ran.of("ledger", folder).code()).isZero();
        assertThat(Ran.of("ledger", folder, "--need-journal").code()).isEqualTo(1);
    }
}
