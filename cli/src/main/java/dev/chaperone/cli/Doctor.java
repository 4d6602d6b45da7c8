// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Looks at everything that can be wrong with an instance on this machine.
final class Doctor {
    private static final String SERVER = "server";
    private static final List<Integer> PORTS = List.of(8600, 8601);
    private static final long ENOUGH_SPACE = 1024L * 1024 * 1024;

    private final Path data;
    private final Repairs repairs;
    private final DirectoryChecks directory;
    private final @Nullable AccessToken token;
    private final Duration timeout;
    private final List<Check> checks = new ArrayList<>();

    /// @param token null for the administrator's token of the data directory
    Doctor(Repairs repairs, @Nullable AccessToken token, Duration timeout) {
        this.data = repairs.data();
        this.repairs = repairs;
        this.directory = new DirectoryChecks(data, repairs);
        this.token = token;
        this.timeout = timeout;
    }

    Diagnosis look() {
        checks.add(MachineChecks.java(Runtime.version()));
        checks.add(directory.directory());
        checks.add(directory.space(ENOUGH_SPACE));
        if (!directory.isOpen()) {
            checks.add(
                    Check.unknown(
                            "its contents",
                            "config.yaml, policy.yaml and the server were not looked at",
                            null));
            return new Diagnosis(checks, !directory.exists());
        }
        checks.add(directory.permissions());
        ServerFile running = running();
        checks.add(directory.configuration(running != null && running.demo()));
        checks.add(directory.policy());
        if (running == null) {
            checks.add(MachineChecks.free(PORTS, repairs));
            checks.add(
                    Check.unknown("instance's checks", "not asked: the server does not run", null));
        } else {
            askInstance(running);
        }
        return new Diagnosis(checks, true);
    }

    /// The running instance; null when there is none, which is a problem of its own.
    private @Nullable ServerFile running() {
        try {
            ServerFile file = ServerFile.read(data).orElse(null);
            if (file == null) {
                checks.add(Check.problem(SERVER, "does not run", repairs.up()));
                return null;
            }
            if (!file.isAlive()) {
                checks.add(Check.problem(SERVER, leftOver(file), repairs.up()));
                return null;
            }
            checks.add(Check.fine(SERVER, "runs as process " + file.pid()));
            return file;
        } catch (IOException e) {
            checks.add(
                    Check.unknown(
                            SERVER,
                            ReadFailure.sentence(data.resolve(ServerFile.NAME), e),
                            "stop the server if it runs, then: rm "
                                    + repairs.file(ServerFile.NAME)
                                    + " && "
                                    + repairs.up()));
            return null;
        }
    }

    private static String leftOver(ServerFile file) {
        return "does not run: process "
                + file.pid()
                + " ended without a clean stop (killed, or the power failed)"
                + " and left server.json behind. Nothing is lost: just start again";
    }

    private void askInstance(ServerFile running) {
        listening("gateway", running.gateway());
        if (running.proxy() != null) {
            listening("proxy", running.proxy());
            checks.add(ProxyCheck.authority(data, repairs, Clock.systemUTC()));
        }
        URI workspace = running.workspace();
        if (workspace == null) {
            checks.add(Check.unknown("workspace", "the server runs without a workspace", null));
            return;
        }
        AccessToken known = token == null ? adminToken() : token;
        String restart = "stop the server (Ctrl-C or SIGTERM) and start it again: " + repairs.up();
        try (Api api = new Api(workspace, known, timeout)) {
            checks.addAll(new InstanceChecks(api, restart).ask().checks());
        }
    }

    private void listening(String name, @Nullable URI url) {
        checks.add(
                url == null
                        ? Check.unknown(name, ServerFile.NAME + " does not say where it is", null)
                        : MachineChecks.answers(name, url, timeout, repairs));
    }

    private @Nullable AccessToken adminToken() {
        try {
            return ServerOptions.adminToken(data);
        } catch (CommandFailure e) {
            checks.add(
                    Check.problem(
                            ServerOptions.ADMIN_TOKEN,
                            e.sentence(),
                            "stop the server and start it again (the start writes a missing one): "
                                    + repairs.up()));
            return null;
        }
    }
}
