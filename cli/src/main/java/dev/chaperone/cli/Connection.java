// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `connect` did for one tool on this machine, as it is written down for `--undo`.
record Connection(List<Written> files) {
    static final Connection NONE = new Connection(List.of());

    /// A file that was changed.
    ///
    /// @param before digest of what was there; empty when there was no file
    /// @param after digest of what was written
    /// @param permissions of before
    /// @param edits null when it is a file of marked lines
    record Written(
            Path path,
            String before,
            String after,
            String permissions,
            @Nullable List<Edit> edits) {

        /// The file as it would be without us.
        ///
        /// @return null bytes when there would be none
        FoundFile without(FoundFile now) throws CommandFailure {
            String digest = FoundFile.digest(now.bytes());
            if (digest.equals(before)) {
                return now;
            }
            byte[] kept = kept();
            if (digest.equals(after) && before.isEmpty()) {
                return new FoundFile(path, null, FoundFile.PRIVATE);
            }
            if (digest.equals(after) && kept != null) {
                return new FoundFile(path, kept, permissions);
            }
            if (now.bytes() == null) {
                // Somebody deleted it, and what stood in it before is not ours to bring back.
                return now;
            }
            return changedSince(now, kept);
        }

        private FoundFile changedSince(FoundFile now, byte @Nullable [] kept)
                throws CommandFailure {
            Settings settings =
                    edits == null ? new Settings.Item("", List.of()) : new Settings.Json(edits);
            String found = kept == null ? null : new FoundFile(path, kept, permissions).text();
            try {
                String text = settings.outOf(now.text(), found);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                return text.isBlank() && before.isEmpty()
                        ? new FoundFile(path, null, FoundFile.PRIVATE)
                        : new FoundFile(path, bytes, now.permissions());
            } catch (IOException e) {
                throw FoundFile.refused(
                        path,
                        "was changed since and can not be understood any more ("
                                + Printable.text(
                                        String.valueOf(e.getMessage())
                                                .lines()
                                                .findFirst()
                                                .orElse(""))
                                + ")");
            }
        }

        /// What was kept of before; null when it is gone or not that any more.
        private byte @Nullable [] kept() throws CommandFailure {
            Path backup = FoundFile.backup(path);
            if (before.isEmpty() || !Files.isRegularFile(backup)) {
                return null;
            }
            byte[] bytes = FoundFile.at(backup).bytes();
            return FoundFile.digest(bytes).equals(before) ? bytes : null;
        }

        private JsonObject json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("path", path.toString());
            members.put("before", before);
            members.put("after", after);
            members.put("permissions", permissions);
            members.put("edits", edits == null ? null : edits.stream().map(Edit::json).toList());
            return new JsonObject(members);
        }

        private static Written of(JsonObject json) throws IOException {
            String path = json.text("path");
            String before = json.text("before");
            String after = json.text("after");
            String permissions = json.text("permissions");
            if (path == null || before == null || after == null || permissions == null) {
                throw new IOException("not what connect writes");
            }
            return new Written(
                    Path.of(path), before, after, permissions, edits(json.objects("edits")));
        }

        private static @Nullable List<Edit> edits(@Nullable List<JsonObject> written)
                throws IOException {
            if (written == null) {
                return null;
            }
            List<Edit> edits = new ArrayList<>();
            for (JsonObject each : written) {
                edits.add(Edit.of(each));
            }
            return edits;
        }
    }

    @Nullable Written of(Path path) {
        return files.stream().filter(each -> each.path().equals(path)).findFirst().orElse(null);
    }

    /// Reads the file; nothing when there is none.
    static Connection read(Path file) throws CommandFailure {
        try {
            if (!Files.exists(file)) {
                return NONE;
            }
            JsonObject json = JsonObject.parse(Files.readString(file));
            List<JsonObject> files = json == null ? null : json.objects("files");
            if (files == null) {
                throw new IOException("not what connect writes");
            }
            List<Written> written = new ArrayList<>();
            for (JsonObject each : files) {
                written.add(Written.of(each));
            }
            return new Connection(List.copyOf(written));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, ReadFailure.sentence(file, e));
        }
    }

    String json() {
        return new JsonObject(Map.of("files", files.stream().map(Written::json).toList())).pretty()
                + "\n";
    }
}
