// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A developer's own folder of Chaperone: the token of the gateway and what else is kept for all
/// tools.
record TokenFile(Path folder) {
    /// How a shell names the file.
    static final String WORD = "\"$HOME/.chaperone/token\"";

    private static final String TOKEN = "token";
    private static final String GATEWAY = "gateway";
    private static final String FORWARDER = "chaperone-hook";
    private static final String PLUGIN = "chaperone-opencode.js";
    private static final Pattern FORM = Pattern.compile("chp_[A-Za-z0-9_-]{4,200}");

    static TokenFile at(Path home) {
        return new TokenFile(home.resolve(".chaperone"));
    }

    static Path in(Path home) {
        return home.resolve(".chaperone").resolve(TOKEN);
    }

    Path token() {
        return folder.resolve(TOKEN);
    }

    Path gateway() {
        return folder.resolve(GATEWAY);
    }

    Path forwarder() {
        return folder.resolve(FORWARDER);
    }

    /// The plug-in of opencode.
    Path plugin() {
        return folder.resolve(PLUGIN);
    }

    /// What was done for a tool.
    Path connection(Tool tool) {
        return folder.resolve("connections").resolve(tool.id() + ".json");
    }

    /// Whether some tool is connected.
    boolean isUsed() {
        for (Tool tool : Tool.values()) {
            if (Files.exists(connection(tool))) {
                return true;
            }
        }
        return false;
    }

    /// A token that may stand in every tool's settings as it is.
    static AccessToken require(String written, String origin) throws CommandFailure {
        if (!FORM.matcher(written.strip()).matches()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "what stands in "
                            + origin
                            + " is no token of Chaperone: those begin with chp_. An administrator"
                            + " makes one: ./chaperone token create --person YOU --name laptop");
        }
        return new AccessToken(written, origin);
    }

    /// What one of the files says; null when there is none.
    static @Nullable String read(Path file) throws CommandFailure {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, ReadFailure.sentence(file, e));
        }
    }

    void write(Path file, String text, String permissions) throws CommandFailure {
        FoundFile found = FoundFile.at(file);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!FoundFile.digest(bytes).equals(FoundFile.digest(found.bytes()))
                || !found.permissions().equals(permissions)) {
            FoundFile.write(file, bytes, permissions);
        }
    }
}
