// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.VerifierKey;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The command line of a witness.
record Options(Path data, String bind, int port, Optional<String> name, List<VerifierKey> logs) {
    static final String HELP =
            """
            Holds logs to account: cosigns their checkpoints as long as they only grow.

            Usage: %s witness --data DIR --log VKEY [--log VKEY...]

              --data DIR     where keys and the newest checkpoint of each log are kept; made when missing
              --log VKEY     a key of a log to witness, from its /ledger/vkey; may stand several times
              --name NAME    name of the witness, for its first start; without it, one by chance
              --bind ADDR    address to listen on; default 127.0.0.1
              --port PORT    port to listen on; default 8603, 0 takes a free one
              -h, --help     this help

            More: docs/witness.md
            """;

    private static final String DEFAULT_BIND = "127.0.0.1";
    private static final int DEFAULT_PORT = 8603;
    private static final int MOST_PORT = 65_535;

    Options {
        logs = List.copyOf(logs);
    }

    /// A command line that can not be understood; its message says why.
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static boolean askForHelp(List<String> words) {
        return words.contains("--help") || words.contains("-h");
    }

    static Options parse(List<String> words) throws UsageException {
        @Nullable Path data = null;
        String bind = DEFAULT_BIND;
        int port = DEFAULT_PORT;
        Optional<String> name = Optional.empty();
        List<VerifierKey> logs = new ArrayList<>();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            String given = equals < 0 ? null : word.substring(equals + 1);
            switch (option) {
                case "--data" -> data = Path.of(value(option, given, rest));
                case "--bind" -> bind = value(option, given, rest);
                case "--port" -> port = port(value(option, given, rest));
                case "--name" -> name = Optional.of(value(option, given, rest));
                case "--log" -> logs.add(log(value(option, given, rest)));
                default -> throw new UsageException("unknown option: " + option);
            }
        }
        if (data == null) {
            throw new UsageException("--data is missing: the folder of the witness");
        }
        if (logs.isEmpty()) {
            throw new UsageException("--log is missing: a key of the log to witness");
        }
        return new Options(data, bind, port, name, logs);
    }

    private static String value(String option, @Nullable String given, Iterator<String> rest)
            throws UsageException {
        String value = given != null ? given : rest.hasNext() ? rest.next() : "";
        if (value.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return value;
    }

    private static int port(String text) throws UsageException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MOST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--port is a number, not " + text);
        }
        throw new UsageException("--port is 0 to 65535, not " + text);
    }

    private static VerifierKey log(String vkey) throws UsageException {
        try {
            VerifierKey key = VerifierKey.parse(vkey);
            if (!key.type().ofLogs()) {
                throw new UsageException("--log needs the key of a log; this one is of a witness");
            }
            return key;
        } catch (MalformedException e) {
            throw new UsageException("--log needs a verifier key: " + e.getMessage());
        }
    }
}
