// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Which gateway a tool is pointed at: the one that is named, else that of the last time, else that
/// of a server on this machine.
final class GatewayAddress {
    static final String VARIABLE = "CHAPERONE_GATEWAY";

    /// What may stand in every tool's settings as it is.
    private static final Pattern PLAIN = Pattern.compile("https?://[\\w.:/\\[\\]-]+");

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private GatewayAddress() {}

    static URI find(Surroundings around, @Nullable String option, TokenFile own, Path data)
            throws CommandFailure {
        if (option != null) {
            return parse(option, "--gateway");
        }
        String variable = around.variable(VARIABLE);
        if (variable != null) {
            return parse(variable, VARIABLE);
        }
        String last = TokenFile.read(own.gateway());
        if (last != null) {
            return parse(last, own.gateway().toString());
        }
        URI running = running(data);
        if (running == null) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "which gateway? Name it with --gateway https://… or " + VARIABLE);
        }
        return running;
    }

    private static @Nullable URI running(Path data) throws CommandFailure {
        try {
            ServerFile file = ServerFile.read(data).orElse(null);
            return file == null || !file.isAlive() ? null : file.gateway();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, ReadFailure.sentence(data.resolve(ServerFile.NAME), e));
        }
    }

    private static URI parse(String written, String origin) throws CommandFailure {
        URI uri;
        try {
            uri = ServerUrl.parse(written);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, origin + " is not a URL like https://gateway.example.com");
        }
        if (!PLAIN.matcher(uri.toString()).matches()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, origin + " holds characters that no gateway's URL needs");
        }
        if ("http".equals(uri.getScheme()) && !LOOPBACK.matcher(uri.getHost()).matches()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    origin
                            + " is http: prompts and tokens would go over the network in the clear."
                            + " Use https; http is for a gateway on this machine.");
        }
        return uri;
    }
}
