// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Where a developer works with a tool, as it may be recorded; what is not told is null.
///
/// @param folder the name of the folder
/// @param repository a name or the address of a remote
/// @param commit the one that is checked out
public record Workplace(
        @Nullable String folder, @Nullable String repository, @Nullable String commit) {
    /// Nothing is told.
    public static final Workplace UNKNOWN = new Workplace(null, null, null);

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int LONGEST = 16_384;

    /// As headers tell it: our forwarder's own, and those of Codex.
    ///
    /// @param header finds a header's value, whatever the case of its name
    public static Workplace told(Function<String, @Nullable String> header) {
        String repository = header.apply("x-chaperone-repository");
        Workplace ours =
                new Workplace(
                        null,
                        repository == null ? null : RepositoryName.of(repository),
                        commit(header.apply("x-chaperone-commit")));
        String turn = header.apply("x-codex-turn-metadata");
        return turn == null || turn.length() > LONGEST ? ours : ours.or(ofCodex(turn));
    }

    private static @Nullable String commit(@Nullable String told) {
        return told == null || !COMMIT.matcher(told).matches() ? null : told;
    }

    /// The first of the workspaces in what Codex tells of a turn.
    private static Workplace ofCodex(String turn) {
        Workplace[] found = {UNKNOWN};
        try (JsonParser json = Json.parser(turn)) {
            json.nextToken();
            Json.members(
                    json,
                    (name, value) -> {
                        if (name.equals("workspaces")) {
                            Json.members(
                                    value,
                                    (path, workspace) -> {
                                        Workplace one = workspace(path, workspace);
                                        found[0] = found[0].equals(UNKNOWN) ? one : found[0];
                                    });
                        }
                    });
        } catch (IOException e) {
            return UNKNOWN; // a stranger's header, not a mistake of ours
        }
        return found[0];
    }

    private static Workplace workspace(String path, JsonParser json) throws IOException {
        @Nullable String[] told = new String[2];
        Json.members(
                json,
                (name, value) -> {
                    if (name.equals("latest_git_commit_hash")) {
                        told[1] = commit(Json.string(value));
                    } else if (name.equals("associated_remote_urls")) {
                        Json.members(
                                value,
                                (remote, url) -> {
                                    String address = Json.string(url);
                                    if (remote.equals("origin") && address != null) {
                                        told[0] = RepositoryName.of(address);
                                    }
                                });
                    }
                });
        return new Workplace(FolderName.of(path), told[0], told[1]);
    }

    /// What records call it: the repository, or else the folder.
    public @Nullable String name() {
        return repository == null ? folder : repository;
    }

    /// This, and what it lacks from another word on the same session. If they tell of different
    /// places, the other says nothing about this one.
    public Workplace or(Workplace other) {
        if (differs(folder, other.folder) || differs(repository, other.repository)) {
            return this;
        }
        return new Workplace(
                folder == null ? other.folder : folder,
                repository == null ? other.repository : repository,
                commit == null ? other.commit : commit);
    }

    private static boolean differs(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }
}
