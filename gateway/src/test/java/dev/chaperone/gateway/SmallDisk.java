// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system of some mebibytes, in memory, that can be filled and made read-only. Only
/// processes that enter it see it mounted, so no rights are needed where the system lets everybody
/// have a user namespace.
final class SmallDisk implements AutoCloseable {
    private static final String MOUNT =
            "mount -t tmpfs -o size=\"$2\"m chaperone \"$1\" && echo mounted && read -r _";

    private final Path directory;
    private final Process holder;

    private SmallDisk(Path directory, Process holder) {
        this.directory = directory;
        this.holder = holder;
    }

    /// Whether this machine lets this user have one.
    static boolean isPossible(Path directory) throws InterruptedException {
        try {
            Process holder = hold(directory, 1);
            boolean mounted = isMounted(holder);
            holder.destroyForcibly().waitFor();
            return mounted;
        } catch (IOException e) {
            // There are no such commands.
            return false;
        }
    }

    static SmallDisk mount(Path directory, int mebibytes) throws IOException {
        Process holder = hold(directory, mebibytes);
        assertThat(isMounted(holder)).as("mounted").isTrue();
        return new SmallDisk(directory, holder);
    }

    private static Process hold(Path directory, int mebibytes) throws IOException {
        String size = Integer.toString(mebibytes);
        return new ProcessBuilder(
                        "unshare", "-rm", "sh", "-c", MOUNT, "sh", directory.toString(), size)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static boolean isMounted(Process holder) throws IOException {
        return "mounted".equals(holder.inputReader().readLine());
    }

    /// What to put before a command so that it sees this disk.
    List<String> entering() {
        String pid = Long.toString(holder.pid());
        return List.of("nsenter", "--preserve-credentials", "-U", "-m", "-t", pid);
    }

    /// Where this process sees a file of the disk.
    Path seen(Path file) {
        return Path.of("/proc/" + holder.pid() + "/root" + file);
    }

    /// Writes until there is no space.
    void fill() throws IOException {
        byte[] zeros = new byte[64 * 1024];
        try (OutputStream filler = Files.newOutputStream(seen(filler()))) {
            for (int step = zeros.length; step > 0; step /= 16) {
                fillBy(filler, zeros, step);
            }
        }
    }

    private static void fillBy(OutputStream filler, byte[] zeros, int step) {
        boolean room = true;
        while (room) {
            try {
                filler.write(zeros, 0, step);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
                room = false;
            }
        }
    }

    void empty() throws IOException {
        Files.delete(seen(filler()));
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    /// @param options as `mount` takes them, for example `ro`
    void remount(String options) throws Exception {
        List<String> command = new ArrayList<>(entering());
        command.addAll(List.of("mount", "-o", "remount," + options, directory.toString()));
        assertThat(new ProcessBuilder(command).start().waitFor()).as("remounted").isZero();
    }

    @Override
    public void close() {
        holder.destroyForcibly().onExit().join();
    }
}
