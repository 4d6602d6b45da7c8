// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Looks at the machine: its Java and its ports.
final class MachineChecks {
    private static final String PORTS = "ports";
    private static final int JAVA = 25;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private MachineChecks() {}

    static Check java(Runtime.Version version) {
        return version.feature() == JAVA
                ? Check.fine("java", "JDK " + version)
                : Check.problem(
                        "java",
                        "this is Java " + version + ", not " + JAVA,
                        "install a JDK 25 (for example Eclipse Temurin 25) and set JAVA_HOME to it");
    }

    /// Whether the ports that a start takes are free.
    static Check free(List<Integer> ports, Repairs repairs) {
        List<String> taken = new ArrayList<>();
        for (int port : ports) {
            if (isTaken(port)) {
                taken.add(String.valueOf(port));
            }
        }
        return taken.isEmpty()
                ? Check.fine(PORTS, "free: " + numbers(ports))
                : Check.problem(
                        PORTS,
                        "taken by another program: " + String.join(", ", taken),
                        "stop that program, or choose other ports: "
                                + repairs.up()
                                + " --port 8700 --gateway-port 8701");
    }

    private static String numbers(List<Integer> ports) {
        return String.join(", ", ports.stream().map(String::valueOf).toList());
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /// Whether somebody listens where the running instance says it does.
    static Check answers(String name, URI url, Duration timeout, Repairs repairs) {
        int standard = "https".equals(url.getScheme()) ? HTTPS : HTTP;
        int port = url.getPort() < 0 ? standard : url.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(url.getHost(), port),
                    Math.toIntExact(timeout.toMillis()));
            return Check.fine(name, "answers at " + url);
        } catch (IOException e) {
            return Check.problem(
                    name,
                    "nothing answers at " + url,
                    "stop the server (Ctrl-C or SIGTERM) and start it again: " + repairs.up());
        }
    }
}
