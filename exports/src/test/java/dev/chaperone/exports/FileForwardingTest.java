// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

@Timeout(60)
class FileForwardingTest {
    private static final long LARGE = 1L << 30;

    @TempDir private Path directory;

    @Test
    void putsEveryEntryIntoTheFileInOrder() throws Exception {
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.append(500);
            feed.caughtUp();
            assertThat(indices(file())).isEqualTo(upTo(500));
            assertThat(feed.state().behind()).isZero();
            assertThat(feed.state().lastSuccess()).isNotNull();
            assertThat(feed.state().lastError()).isNull();
            assertThat(feed.state().to()).isEqualTo("file " + file() + " (jsonl)");
        }
    }

    @Test
    void goesOnWhereItStoodAfterARestart() throws Exception {
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.append(50);
            feed.caughtUp();
        }
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.append(50);
            feed.caughtUp();
        }
        assertThat(indices(file())).isEqualTo(upTo(100));
    }

    @Test
    void beginsNewFilesAndKeepsTheOldOnes() throws Exception {
        try (Feed feed = Feed.open(directory, target("csv", 20_000))) {
            for (int i = 0; i < 10; i++) {
                feed.append(20);
                feed.caughtUp();
            }
        }
        List<Long> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> parts =
                    files.filter(f -> f.getFileName().toString().startsWith("events.")).toList();
            assertThat(parts).hasSizeGreaterThan(3);
            for (Path part : parts) {
                List<String> lines = Files.readAllLines(part);
                assertThat(lines.getFirst()).startsWith("index,uid,");
                lines.stream()
                        .skip(1)
                        .forEach(line -> all.add(Long.valueOf(line.split(",", 2)[0])));
            }
        }
        assertThat(all.stream().sorted().toList()).isEqualTo(upTo(200));
    }

    @Test
    void dropsTheTornHalfOfALineThatACrashLeft() throws Exception {
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.append(10);
            feed.caughtUp();
        }
        Files.writeString(file(), "{\"index\":10,\"ha", StandardOpenOption.APPEND);
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.append(10);
            feed.caughtUp();
        }
        assertThat(indices(file())).isEqualTo(upTo(20));
    }

    @Test
    void writesANewFileWhenItsOwnWasMovedAway() throws Exception {
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.append(10);
            feed.caughtUp();
            Files.move(file(), directory.resolve("moved"));
            Files.createFile(file());
            feed.append(10);
            feed.caughtUp();
        }
        assertThat(indices(directory.resolve("moved"))).isEqualTo(upTo(10));
        assertThat(indices(file())).hasSize(10).startsWith(10L);
    }

    @Test
    void waitsForADirectoryThatIsNotThereYet() throws Exception {
        Path folder = directory.resolve("mounted");
        Target target =
                new Target("siem", new Target.File(folder.resolve("events"), "cef", LARGE), false);
        try (Feed feed = Feed.open(directory, target)) {
            feed.append(5);
            Until.holds(() -> feed.state().failing(), () -> feed.state().toString());
            assertThat(feed.state().behind()).isEqualTo(5);
            Files.createDirectory(folder);
            feed.caughtUp();
            assertThat(feed.state().failing()).isFalse();
            assertThat(feed.state().lastError()).isNotNull();
        }
    }

    @Test
    void sendsNothingWhenItIsNotSureHowFarItCame() throws Exception {
        Path cursor = Files.createDirectory(directory.resolve("forward")).resolve("siem.cursor");
        for (String wrong :
                List.of(
                        "other.example/1\n3\n",
                        Samples.ORIGIN + "\n999\n",
                        "",
                        "x\ny\n",
                        "\n\n\n")) {
            Files.writeString(cursor, wrong);
            try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
                feed.append(5);
                feed.failedWith("delete it to send everything from the first entry again");
                assertThat(feed.state().sent()).isEqualTo(-1);
            }
            assertThat(file()).doesNotExist();
        }
        Files.delete(cursor);
        try (Feed feed = Feed.open(directory, target("jsonl", LARGE))) {
            feed.caughtUp();
        }
    }

    @Test
    void tellsAddressesOnlyToTargetsThatMayHaveThem() throws Exception {
        Target.File with = new Target.File(directory.resolve("with"), "csv", LARGE);
        Target.File without = new Target.File(directory.resolve("without"), "csv", LARGE);
        try (Feed feed =
                Feed.open(
                        directory,
                        new Target("with", with, true),
                        new Target("without", without, false))) {
            feed.append(1);
            feed.caughtUp();
            feed.restart(new Target("without", without, false));
            feed.caughtUp();
        }
        assertThat(Files.readString(with.path())).contains("ada@x.example");
        assertThat(Files.readString(without.path())).doesNotContain("ada@x.example");
    }

    private Path file() {
        return directory.resolve("events");
    }

    private Target target(String format, long rotateAt) {
        Path path = format.equals("csv") ? directory.resolve("events.csv") : file();
        return new Target("siem", new Target.File(path, format, rotateAt), false);
    }

    static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    private static List<Long> indices(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> JsonTree.parse(line.getBytes(StandardCharsets.UTF_8)))
                .map(tree -> (Long) tree.at("index").value())
                .toList();
    }
}
