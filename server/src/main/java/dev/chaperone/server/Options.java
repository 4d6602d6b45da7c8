// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/// What stands behind `up` on the command line.
///
/// @param port of the workspace: pages and API
/// @param proxyPort of the forward proxy; null for the usual one, or any other where that is taken
/// @param config the configuration file; null for `config.yaml` in the data directory
record Options(
        Path data,
        String bind,
        int port,
        int gatewayPort,
        @Nullable Integer proxyPort,
        boolean demo,
        @Nullable Path config,
        boolean behindTlsProxy) {
    private static final int MAX_PORT = 65_535;
    private static final Path USUAL_DATA = Path.of("data");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|::1");

    /// Reads the options; all mistakes at once.
    static Options parse(List<String> words) throws StartFailure {
        Builder builder = new Builder();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            builder.take(rest.next(), rest);
        }
        return builder.build();
    }

    /// The configuration file's place.
    Path configFile() {
        return config == null ? data.resolve("config.yaml") : config;
    }

    /// Whether nobody outside this machine can reach the ports.
    boolean onLoopback() {
        return bind.equals("localhost") || LOOPBACK.matcher(bind).matches();
    }

    /// What a command for this instance needs besides: nothing for the usual data directory.
    String dataOption() {
        return data.equals(USUAL_DATA) ? "" : " --data " + data;
    }

    private static final class Builder {
        private final List<String> problems = new ArrayList<>();
        private Path data = USUAL_DATA;
        private String bind = "127.0.0.1";
        private int port = 8600;
        private int gatewayPort = 8601;
        private @Nullable Integer proxyPort;
        private boolean demo;
        private @Nullable Path config;
        private boolean behindTlsProxy;

        void take(String name, Iterator<String> rest) {
            switch (name) {
                case "--demo" -> demo = true;
                case "--behind-tls-proxy" -> behindTlsProxy = true;
                case "--data" -> data = Path.of(value(name, rest));
                case "--bind" -> bind = value(name, rest);
                case "--port" -> port = number(name, rest);
                case "--gateway-port" -> gatewayPort = number(name, rest);
                case "--proxy-port" -> proxyPort = number(name, rest);
                case "--config" -> config = Path.of(value(name, rest));
                case "--role" -> takeRole(value(name, rest));
                default -> problems.add("unknown option: " + name);
            }
        }

        private void takeRole(String role) {
            if (!role.equals("all")) {
                problems.add("--role is '" + role + "'; this version knows only 'all'");
            }
        }

        private String value(String name, Iterator<String> rest) {
            if (rest.hasNext()) {
                return rest.next();
            }
            problems.add(name + " needs a value");
            return "";
        }

        private int number(String name, Iterator<String> rest) {
            String written = value(name, rest);
            try {
                int number = Integer.parseInt(written);
                if (number >= 0 && number <= MAX_PORT) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below, as for a number out of range.
            }
            problems.add(name + " is '" + written + "', not a port from 0 to " + MAX_PORT);
            return 0;
        }

        Options build() throws StartFailure {
            if (port == gatewayPort && port != 0) {
                problems.add("--port and --gateway-port are both " + port);
            }
            if (proxyPort != null
                    && proxyPort != 0
                    && (proxyPort == port || proxyPort == gatewayPort)) {
                problems.add("--proxy-port " + proxyPort + " is also that of another option");
            }
            if (config != null && !Files.exists(config)) {
                problems.add("--config names " + config + ", which does not exist");
            }
            if (!problems.isEmpty()) {
                throw new StartFailure(StartFailure.BAD_INPUT, problems);
            }
            return new Options(
                    data, bind, port, gatewayPort, proxyPort, demo, config, behindTlsProxy);
        }
    }
}
