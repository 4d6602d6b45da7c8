// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// The small program that a tool's hooks run, or its plug-in: it asks the gateway, which serves it
/// and whose address it finds in the folder of [TokenFile].
///
/// @param path at the gateway
/// @param file where it is on this machine
/// @param script null when it stays as it is on this machine
record Forwarder(String path, Path file, @Nullable String script, boolean usable, String why) {
    private static final int LONGEST = 256 * 1024;

    /// The line that tells an administrator's program which gateway to ask, whatever a developer's
    /// own folder says.
    static String address(URI gateway) {
        return "CHAPERONE_GATEWAY=${CHAPERONE_GATEWAY:-" + gateway + "}";
    }

    /// The one that a tool needs.
    static Forwarder from(Api gateway, @Nullable Tool tool, TokenFile own) {
        return tool == Tool.OPENCODE
                ? from(gateway, "/hooks/opencode.js", own.plugin(), "// SPDX")
                : from(gateway, "/hooks/forwarder.sh", own.forwarder(), "#!");
    }

    private static Forwarder from(Api gateway, String path, Path file, String beginning) {
        try {
            Reply reply = gateway.getPublic(path);
            String script = reply.body();
            if (!reply.isSuccess()) {
                return new Forwarder(
                        path,
                        file,
                        null,
                        false,
                        "this gateway serves no forwarder for hooks (" + path + ")");
            }
            boolean program = script.startsWith(beginning) && script.length() <= LONGEST;
            return program
                    ? new Forwarder(path, file, script, true, "")
                    : new Forwarder(
                            path, file, null, false, "what stands at " + path + " is no forwarder");
        } catch (UnreachableException e) {
            return new Forwarder(path, file, null, Files.isRegularFile(file), e.sentence());
        }
    }
}
