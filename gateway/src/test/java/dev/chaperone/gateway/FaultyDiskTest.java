// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The whole of gateway, ledger and captures on a disk that fills up, hangs, is read-only or is
/// somebody else's: no prompt goes out that is not recorded and kept, its sender is told in the
/// form it knows, and what was promised is there afterwards.
@Timeout(180)
class FaultyDiskTest {
    private static final List<String> HERE = List.of();
    private static final int SMALL_DISK_MEBIBYTES = 110;

    @TempDir private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Books books;
    private int asked;

    @BeforeEach
    void open() throws IOException {
        books = new Books();
    }

    @AfterEach
    void close() {
        books.close();
        client.close();
    }

    @Test
    void refusesOnAFullDiskAndGoesOnByItself() throws Exception {
        Path data = Files.createDirectory(directory.resolve("disk"));
        if (!SmallDisk.isPossible(data)) {
            // The next best thing to a full disk where nobody may mount one.
            refusesWhileAndGoesOnAfter("error=EDQUOT");
            return;
        }
        try (SmallDisk disk = SmallDisk.mount(data, SMALL_DISK_MEBIBYTES)) {
            try (GatewayProcess gateway = GatewayProcess.start(disk.entering(), data, books)) {
                assertAnswered(ask(gateway));
                disk.fill();
                refusesUntil(gateway, disk::empty);
                assertAnswered(askUntilAnswered(gateway));
                disk.fill();
                assertRefused(askUntilRefused(gateway));
            }
            // A start on the full disk takes nothing, and destroys nothing.
            assertThat(GatewayProcess.startInVain(disk.entering(), data, books))
                    .contains("No space left on device");
            disk.empty();
            try (GatewayProcess gateway = GatewayProcess.start(disk.entering(), data, books)) {
                assertAnswered(ask(gateway));
            }
            Path copy = directory.resolve("copy");
            copy(disk.seen(data), copy);
            books.verify(copy);
        }
    }

    @Test
    void refusesWhileThereIsNoSpaceForAWriteAndGoesOnByItself() throws Exception {
        refusesWhileAndGoesOnAfter("error=ENOSPC");
    }

    private void refusesWhileAndGoesOnAfter(String fault) throws Exception {
        Path data = directory.resolve("data");
        try (GatewayProcess gateway = GatewayProcess.start(HERE, data, books)) {
            assertAnswered(ask(gateway));
            gateway.fail("pwrite64", fault);
            refusesUntil(gateway, gateway::mend);
            assertAnswered(askUntilAnswered(gateway));
        }
        books.verify(data);
    }

    @Test
    void refusesWithinTheBoundWhileTheDiskHangsAndIsNotConfusedByTheLateWrite() throws Exception {
        Path data = directory.resolve("data");
        try (GatewayProcess gateway = GatewayProcess.start(HERE, data, books)) {
            assertAnswered(ask(gateway));
            gateway.fail("fdatasync", "delay_enter=5s:when=1");
            long began = System.nanoTime();
            HttpResponse<String> refused = ask(gateway);
            assertRefused(refused);
            // Both stores may hang, one after the other, for two seconds each.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(2), Duration.ofMillis(7_500));
            assertThat(books.atTheVendor()).isEqualTo(1);
            assertAnswered(askUntilAnswered(gateway));
            assertAnswered(ask(gateway));
        }
        books.verify(data);
    }

    @Test
    void refusesUntilARestartWhenTheDiskBecomesReadOnly() throws Exception {
        Path data = directory.resolve("data");
        try (GatewayProcess gateway = GatewayProcess.start(HERE, data, books)) {
            assertAnswered(ask(gateway));
            gateway.fail("pwrite64,fdatasync,fsync,rename,mkdir", "error=EROFS");
            refusesUntil(gateway, gateway::mend);
            // What is on the disk then only a start can tell.
            assertRefused(ask(gateway));
        }
        try (GatewayProcess gateway = GatewayProcess.start(HERE, data, books)) {
            assertAnswered(ask(gateway));
        }
        books.verify(data);
    }

    @Test
    void doesNotStartOnAReadOnlyDisk() throws Exception {
        Path data = Files.createDirectory(directory.resolve("disk"));
        if (!SmallDisk.isPossible(data)) {
            try (GatewayProcess gateway = GatewayProcess.start(HERE, data, books)) {
                assertAnswered(ask(gateway));
            }
            assertThat(GatewayProcess.startInVain(readOnly(data), data, books))
                    .contains("Read-only file system");
            books.verify(data);
            return;
        }
        try (SmallDisk disk = SmallDisk.mount(data, SMALL_DISK_MEBIBYTES)) {
            try (GatewayProcess gateway = GatewayProcess.start(disk.entering(), data, books)) {
                assertAnswered(ask(gateway));
            }
            disk.remount("ro");
            assertThat(GatewayProcess.startInVain(disk.entering(), data, books))
                    .contains("Read-only file system")
                    .contains("can not be kept in " + data);
            disk.remount("rw");
            try (GatewayProcess gateway = GatewayProcess.start(disk.entering(), data, books)) {
                assertAnswered(ask(gateway));
            }
            Path copy = directory.resolve("copy");
            copy(disk.seen(data), copy);
            books.verify(copy);
        }
    }

    /// Opening the lock is the first thing that a read-only disk does not allow.
    private static List<String> readOnly(Path data) {
        return List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-P",
                data.resolve("ledger/lock").toString(),
                "-e",
                "inject=openat:error=EROFS");
    }

    @Test
    void letsOneProcessHaveADirectory() throws Exception {
        Path data = directory.resolve("data");
        try (GatewayProcess gateway = GatewayProcess.start(HERE, data, books)) {
            assertAnswered(ask(gateway));
            assertThat(GatewayProcess.startInVain(HERE, data, books))
                    .contains("already open in another process");
            assertAnswered(ask(gateway));
        }
        books.verify(data);
    }

    /// What changes the disk back.
    private interface Mending {
        void mend() throws Exception;
    }

    /// Refuses everything while the disk is as it is.
    private void refusesUntil(GatewayProcess gateway, Mending disk) throws Exception {
        assertRefused(askUntilRefused(gateway));
        int sent = books.atTheVendor();
        for (int i = 0; i < 10; i++) {
            assertRefused(ask(gateway));
        }
        assertThat(books.atTheVendor()).isEqualTo(sent);
        disk.mend();
    }

    /// In the form of the vendor whose client asks, to be tried again.
    private static void assertRefused(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":");
    }

    private static void assertAnswered(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(TestSite.EVENTS);
    }

    private HttpResponse<String> askUntilAnswered(GatewayProcess gateway) throws Exception {
        HttpResponse<String> answer = ask(gateway);
        while (answer.statusCode() == 503) {
            answer = ask(gateway);
        }
        return answer;
    }

    private HttpResponse<String> askUntilRefused(GatewayProcess gateway) throws Exception {
        HttpResponse<String> answer = ask(gateway);
        while (answer.statusCode() == 200) {
            answer = ask(gateway);
        }
        return answer;
    }

    private HttpResponse<String> ask(GatewayProcess gateway) throws Exception {
        return books.ask(client, gateway.url(), "mark-" + asked++, "a question");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
