// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether the ports are free that an instance is to listen on.
final class Ports {
    private static final int USUAL_PROXY_PORT = 8602;
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    private final Options options;

    Ports(Options options) {
        this.options = options;
    }

    /// Says at once what would otherwise be found out when everything else runs.
    void tryAll() throws StartFailure {
        tryOne("--port", options.port());
        tryOne("--gateway-port", options.gatewayPort());
        if (options.proxyPort() != null) {
            tryOne("--proxy-port", options.proxyPort());
        }
    }

    /// That of the forward proxy. The usual one gives way where it was not asked for: to whoever
    /// has it, and to tests.
    int proxy() {
        if (options.proxyPort() != null) {
            return options.proxyPort();
        }
        if (options.gatewayPort() == 0) {
            return 0;
        }
        try {
            tryOne("--proxy-port", USUAL_PROXY_PORT);
            return USUAL_PROXY_PORT;
        } catch (StartFailure taken) {
            LOG.warn("{} The forward proxy takes another port.", taken.getMessage());
            return 0;
        }
    }

    private void tryOne(String option, int port) throws StartFailure {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(options.bind(), port));
        } catch (IOException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new StartFailure(
                    StartFailure.CANNOT_OPEN,
                    taken
                            ? "port "
                                    + port
                                    + " is taken by another program. Stop it or choose another with"
                                    + " "
                                    + option
                                    + "."
                            : "this machine can not listen on "
                                    + options.bind()
                                    + " port "
                                    + port
                                    + " (--bind, "
                                    + option
                                    + "): "
                                    + e.getMessage());
        }
    }
}
