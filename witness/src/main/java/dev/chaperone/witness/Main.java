// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.VerifierKey;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `./chaperone witness`: a witness as a process of its own.
public final class Main {
    private static final int FINE = 0;
    private static final int BAD_USAGE = 2;
    private static final int CANNOT_OPEN = 3;

    /// What bounds slow and many clients; the JDK's server reads it once from system properties.
    private static final Map<String, String> BOUNDS =
            Map.of(
                    "sun.net.httpserver.maxReqTime", "10",
                    "sun.net.httpserver.maxRspTime", "20",
                    "sun.net.httpserver.idleInterval", "30",
                    "sun.net.httpserver.nodelay", "true",
                    "jdk.httpserver.maxConnections", "512");

    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs a witness until the process is ended.
    ///
    /// @param arguments the options of the command
    public static void main(String[] arguments) {
        BOUNDS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
        int code = new Main(utf8(FileDescriptor.out), utf8(FileDescriptor.err)).run(arguments);
        if (code != FINE) {
            System.exit(code);
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Returns when the witness listens, or why it does not.
    private int run(String... arguments) {
        String launcher = System.getProperty("chaperone.launcher", "./chaperone");
        List<String> words = List.of(arguments);
        if (Options.askForHelp(words)) {
            out.printf(Options.HELP, launcher);
            return FINE;
        }
        try {
            start(Options.parse(words));
            return FINE;
        } catch (Options.UsageException e) {
            err.printf("chaperone: %s%nTry: %s witness --help%n", e.getMessage(), launcher);
            return BAD_USAGE;
        } catch (IOException e) {
            err.printf("chaperone: the witness can not start: %s%n", explained(e));
            return CANNOT_OPEN;
        }
    }

    /// The messages of the JDK for files are often only the name of the file.
    private static String explained(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass().getPackageName().startsWith("java.")
                        && !(e.getClass() == IOException.class)
                ? e.getClass().getSimpleName() + ": " + message
                : message;
    }

    private void start(Options options) throws IOException, Options.UsageException {
        requireName(options);
        InetSocketAddress address = new InetSocketAddress(options.bind(), options.port());
        if (address.isUnresolved()) {
            throw new Options.UsageException("--bind is no address here: " + options.bind());
        }
        Witness witness =
                Witness.open(options.data(), options.name(), options.logs(), Clock.systemUTC());
        boolean started = false;
        try {
            WitnessServer server = listen(witness, address);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            started = true;
            introduce(witness, server.address());
        } finally {
            if (!started) {
                witness.close();
            }
        }
    }

    private WitnessServer listen(Witness witness, InetSocketAddress address) throws IOException {
        try {
            return WitnessServer.start(witness, address, err::println);
        } catch (BindException e) {
            String why = String.valueOf(e.getMessage());
            throw new IOException(
                    why.contains("in use")
                            ? "port %d of %s is taken by another program. Stop it or choose another with --port PORT (0 takes a free one)"
                                    .formatted(address.getPort(), address.getHostString())
                            : "it may not listen on port %d of %s (%s). Choose another with --bind ADDR and --port PORT"
                                    .formatted(address.getPort(), address.getHostString(), why),
                    e);
        }
    }

    private static void requireName(Options options) throws Options.UsageException {
        if (options.name().isPresent() && !VerifierKey.isName(options.name().get())) {
            throw new Options.UsageException(
                    "--name has no spaces and no '+': a domain and a path are a good one");
        }
    }

    private void introduce(Witness witness, InetSocketAddress address) {
        String url = url(address);
        out.printf("Chaperone witness %s%nListens on %s%n", witness.name(), url);
        if (!address.getAddress().isLoopbackAddress()) {
            out.println(
                    "Everything it serves is public, but not encrypted: put a TLS proxy in front.");
        }
        out.println("Holds to account:");
        new TreeMap<>(witness.latest())
                .forEach((origin, latest) -> out.printf("  %s, %s%n", origin, standing(latest)));
        out.println("Its keys:");
        witness.verifiers().forEach(key -> out.println("  " + key.vkey()));
        out.println(
                "For the config.yaml of the log (with the URL under which the log reaches it):");
        out.printf(
                "  - {name: %s, url: \"%s\", vkeys: [%s]}%n", witness.name(), url, quoted(witness));
    }

    private static String url(InetSocketAddress address) {
        InetAddress bound = address.getAddress();
        String literal = bound.getHostAddress();
        String host = bound instanceof Inet6Address ? "[" + literal + "]" : literal;
        return "http://%s:%d"
                .formatted(
                        bound.isAnyLocalAddress() ? "ADDRESS-OF-THIS-MACHINE" : host,
                        address.getPort());
    }

    private static String standing(Optional<Note> latest) {
        return latest.map(note -> "at size " + note.text().lines().skip(1).findFirst().orElse("?"))
                .orElse("which has not asked yet");
    }

    private static String quoted(Witness witness) {
        return witness.verifiers().stream()
                .map(key -> '"' + key.vkey() + '"')
                .collect(Collectors.joining(", "));
    }
}
