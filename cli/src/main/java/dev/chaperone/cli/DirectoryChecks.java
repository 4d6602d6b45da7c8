// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at a data directory without changing anything in it.
final class DirectoryChecks {
    private static final String DIRECTORY = "data directory";
    private static final String PERMISSIONS = "permissions";
    private static final String CONFIGURATION = "config.yaml";
    private static final String POLICY = "policy.yaml";
    private static final String SPACE = "disk space";
    private static final List<String> PRIVATE =
            List.of("", ServerOptions.ADMIN_TOKEN, ServerFile.NAME, "keys");
    private static final Set<PosixFilePermission> OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");
    private static final long MEBIBYTE = 1024 * 1024;

    private final Path data;
    private final Repairs repairs;

    DirectoryChecks(Path data, Repairs repairs) {
        this.data = data;
        this.repairs = repairs;
    }

    /// Whether something is at the directory's place.
    boolean exists() {
        return Files.exists(data, LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether its files can be looked at.
    boolean isOpen() {
        return Files.isDirectory(data) && Files.isReadable(data) && Files.isExecutable(data);
    }

    Check directory() {
        if (!exists()) {
            return Check.problem(
                    DIRECTORY,
                    data + " does not exist yet; the first start makes it",
                    repairs.up());
        }
        if (!Files.isDirectory(data)) {
            return Check.problem(
                    DIRECTORY,
                    data + " is not a directory",
                    "choose another place with --data DIR");
        }
        if (!isOpen() || !Files.isWritable(data)) {
            return Check.problem(
                    DIRECTORY,
                    data + " can not be read and written by this user",
                    "run this as the user the server runs as, or: chmod u+rwx " + Shell.word(data));
        }
        return Check.fine(DIRECTORY, data + " can be read and written");
    }

    /// Whether other users of the machine are kept out of what is secret.
    Check permissions() {
        List<String> open = new ArrayList<>();
        try {
            for (String name : PRIVATE) {
                Path file = name.isEmpty() ? data : data.resolve(name);
                if (Files.exists(file) && isOpenToOthers(file)) {
                    open.add(Shell.word(file));
                }
            }
        } catch (UnsupportedOperationException e) {
            return Check.unknown(PERMISSIONS, "this file system has no permissions", null);
        } catch (IOException e) {
            return Check.unknown(PERMISSIONS, ReadFailure.sentence(data, e), null);
        }
        String files = String.join(" ", open);
        return open.isEmpty()
                ? Check.fine(PERMISSIONS, "closed to other users")
                : Check.problem(
                        PERMISSIONS, "open to other users: " + files, "chmod go-rwx " + files);
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    /// Whether `config.yaml` can be read and names a model.
    ///
    /// @param demo whether a demo model answers, so that no other is needed
    Check configuration(boolean demo) {
        Path file = data.resolve(CONFIGURATION);
        String repair =
                "write the model into "
                        + repairs.file(CONFIGURATION)
                        + " as docs/first-upstream.md shows, then start again";
        if (!Files.exists(file)) {
            return demo
                    ? Check.fine(CONFIGURATION, "not needed: the demo model answers")
                    : Check.problem(
                            CONFIGURATION,
                            file + " does not exist: no model is set up (unless 'up' got --config)",
                            repair);
        }
        try {
            Object root =
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            int upstreams = upstreams(root);
            return upstreams > 0 || demo
                    ? Check.fine(CONFIGURATION, "can be read; upstreams: " + upstreams)
                    : Check.problem(CONFIGURATION, file + " names no model (upstreams)", repair);
        } catch (IOException e) {
            return unreadable(CONFIGURATION, file, e);
        } catch (YamlEngineException e) {
            return Check.problem(
                    CONFIGURATION,
                    file + " is not YAML: " + place(e),
                    "correct " + repairs.file(CONFIGURATION) + " there, then start again");
        }
    }

    private static int upstreams(Object root) {
        return root instanceof Map<?, ?> top && top.get("upstreams") instanceof List<?> list
                ? list.size()
                : 0;
    }

    /// The parser's own message quotes lines of the file, which may hold a secret.
    private static String place(YamlEngineException e) {
        Optional<Mark> mark =
                e instanceof MarkedYamlEngineException marked
                        ? marked.getProblemMark()
                        : Optional.empty();
        String problem =
                e instanceof MarkedYamlEngineException marked
                        ? marked.getProblem()
                        : "it can not be loaded";
        return mark.map(m -> "line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1) + ": ")
                        .orElse("")
                + problem;
    }

    /// Whether `policy.yaml` is a policy.
    Check policy() {
        Path file = data.resolve(POLICY);
        if (!Files.exists(file)) {
            return Files.exists(data.resolve("ledger"))
                    ? Check.problem(
                            POLICY,
                            file + " is gone; the next start would publish the starting policy",
                            "put the published "
                                    + POLICY
                                    + " back from your backup to "
                                    + repairs.file(POLICY))
                    : Check.problem(
                            POLICY,
                            file + " does not exist yet; the first start publishes one",
                            repairs.up());
        }
        try {
            PolicyFile.read(
                    Files.readString(file), Catalog.builtIn(), Scanner.builtIn().detectors());
            return Check.fine(POLICY, "can be published");
        } catch (IOException e) {
            return unreadable(POLICY, file, e);
        } catch (PolicyException e) {
            String faults =
                    e.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
            return Check.problem(
                    POLICY,
                    faults,
                    "correct "
                            + repairs.file(POLICY)
                            + " there, then start again: "
                            + repairs.up());
        }
    }

    private static Check unreadable(String name, Path file, IOException e) {
        return Check.problem(
                name,
                ReadFailure.sentence(file, e),
                "run this as the user the server runs as, or: chmod u+r " + Shell.word(file));
    }

    /// Whether the records of some time fit under the directory.
    ///
    /// @param enough bytes that should be free
    Check space(long enough) {
        try {
            long free = Files.getFileStore(existing()).getUsableSpace();
            String detail = free / MEBIBYTE + " MiB free under " + data;
            return free >= enough
                    ? Check.fine(SPACE, detail)
                    : Check.problem(
                            SPACE,
                            detail + "; prompts are refused once nothing can be recorded",
                            "free at least "
                                    + enough / MEBIBYTE
                                    + " MiB there, or stop the server,"
                                    + " move the directory and start it with --data");
        } catch (IOException e) {
            return Check.unknown(SPACE, ReadFailure.sentence(data, e), null);
        }
    }

    private Path existing() {
        Path place = data.toAbsolutePath();
        while (place.getParent() != null && !Files.exists(place)) {
            place = place.getParent();
        }
        return place;
    }
}
