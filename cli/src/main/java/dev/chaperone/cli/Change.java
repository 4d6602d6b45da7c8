// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// One file: as it stands, as it would be without us, and as it is to be.
///
/// @param wanted null when nothing of ours is to be in it
record Change(
        FoundFile now, FoundFile without, FoundFile after, ToolFiles.@Nullable Wanted wanted) {

    /// Puts settings into a file.
    ///
    /// @param before what was done to it the last time; null when nothing
    static Change to(ToolFiles.Wanted wanted, Connection.@Nullable Written before)
            throws CommandFailure {
        FoundFile now = FoundFile.at(wanted.path());
        FoundFile without = before == null ? now : before.without(now);
        try {
            byte[] bytes = wanted.settings().in(without.text()).getBytes(StandardCharsets.UTF_8);
            String permissions = wanted.holdsToken() ? FoundFile.PRIVATE : without.permissions();
            FoundFile after = new FoundFile(wanted.path(), bytes, permissions);
            return new Change(now, without, after, wanted);
        } catch (IOException e) {
            throw FoundFile.refused(wanted.path(), "can not be changed: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it can not be read");
    }

    /// Takes ours out of a file.
    static Change back(Connection.Written before) throws CommandFailure {
        FoundFile now = FoundFile.at(before.path());
        FoundFile without = before.without(now);
        return new Change(now, without, without, null);
    }

    Path path() {
        return now.path();
    }

    boolean isOne() {
        return !Arrays.equals(now.bytes(), after.bytes())
                || (now.bytes() != null && !now.permissions().equals(after.permissions()));
    }

    /// Shows what is different.
    void show(PrintStream out, @Nullable AccessToken token) throws CommandFailure {
        if (!isOne()) {
            return;
        }
        out.println("--- " + (now.bytes() == null ? "(no file)" : path()));
        out.println("+++ " + (after.bytes() == null ? "(no file)" : path()));
        String before = now.bytes() == null ? null : now.text();
        String then = after.bytes() == null ? null : after.text();
        for (String line : Difference.lines(before, then)) {
            String shown = line.replace("\t", "    ");
            out.println(Printable.text(token == null ? shown : token.hiddenIn(shown)));
        }
        if (now.bytes() != null
                && after.bytes() != null
                && !now.permissions().equals(after.permissions())) {
            out.println("mode " + now.permissions() + " becomes " + after.permissions());
        }
    }

    /// Keeps what is there beside it.
    void keep() throws CommandFailure {
        byte[] found = without.bytes();
        if (wanted != null && found != null) {
            FoundFile.write(without.backup(), found, without.permissions());
        }
    }

    void write() throws CommandFailure {
        byte[] bytes = after.bytes();
        if (bytes == null) {
            FoundFile.delete(path());
        } else if (isOne()) {
            FoundFile.write(path(), bytes, after.permissions());
        }
        if (wanted == null || without.bytes() == null) {
            FoundFile.delete(without.backup());
        }
    }

    /// For `--undo`; null when nothing of ours is in it.
    Connection.@Nullable Written written() {
        if (wanted == null) {
            return null;
        }
        return new Connection.Written(
                path(),
                FoundFile.digest(without.bytes()),
                FoundFile.digest(after.bytes()),
                without.permissions(),
                wanted.settings() instanceof Settings.Json json ? json.edits() : null);
    }
}
