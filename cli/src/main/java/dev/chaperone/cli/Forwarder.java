// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;

/// The small program that hooks run: it asks the gateway. The gateway serves it.
///
/// @param script null when it stays as it is on this machine
record Forwarder(@Nullable String script, boolean usable, String why) {
    private static final String PATH = "/hooks/forwarder.sh";
    private static final int LONGEST = 256 * 1024;

    /// The line that tells the program which gateway to ask, if its surroundings do not.
    static String address(URI gateway) {
        return "CHAPERONE_GATEWAY=${CHAPERONE_GATEWAY:-" + gateway + "}";
    }

    /// @param present where it may be from the last time
    static Forwarder from(Api gateway, Path present) {
        try {
            Reply reply = gateway.getPublic(PATH);
            String script = reply.body();
            if (!reply.isSuccess()) {
                return new Forwarder(
                        null, false, "this gateway serves no forwarder for hooks (" + PATH + ")");
            }
            boolean program = script.startsWith("#!") && script.length() <= LONGEST;
            return program
                    ? new Forwarder(knowing(script, gateway.workspace()), true, "")
                    : new Forwarder(null, false, "what stands at " + PATH + " is no forwarder");
        } catch (UnreachableException e) {
            return new Forwarder(null, Files.isRegularFile(present), e.sentence());
        }
    }

    private static String knowing(String script, URI gateway) {
        return script.replaceFirst("\n", Matcher.quoteReplacement("\n" + address(gateway) + "\n"));
    }
}
