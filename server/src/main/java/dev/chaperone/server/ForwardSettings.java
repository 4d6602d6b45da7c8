// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.exports.Target;
import dev.chaperone.gateway.Upstream;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The list `forward` of `config.yaml`: where recorded events go. A key that means nothing for the
/// kind of target is an error, so that nobody believes in a setting that does nothing.
final class ForwardSettings {
    private static final int SYSLOG_TCP = 601;
    private static final int SYSLOG_TLS = 6514;
    private static final int ROTATE_MIB = 100;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> COMMON = Set.of("name", "to", "emails");

    /// What each kind of target takes beyond the common keys.
    private static final Map<String, Set<String>> KEYS =
            Map.of(
                    "file", Set.of("format", "path", "rotate-mib"),
                    "syslog", Set.of("format", "url", "ca"),
                    "http", Set.of("format", "url", "ca", "credential", "batch"),
                    "otlp", Set.of("url", "ca", "credential"));

    private static final Map<String, Set<String>> FORMATS =
            Map.of(
                    "file", Set.of("ocsf", "cef", "jsonl", "csv"),
                    "syslog", Set.of("ocsf", "cef", "jsonl"),
                    "http", Set.of("ocsf", "cef", "jsonl", "csv"));

    private final ConfigurationFile file;

    private ForwardSettings(ConfigurationFile file) {
        this.file = file;
    }

    /// The targets of the list; what is wrong with it is told to the file.
    static List<Target> read(@Nullable Object written, ConfigurationFile file) {
        List<Target> targets = new ArrayList<>();
        if (written instanceof List<?> entries) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < entries.size(); i++) {
                String key = "forward[" + i + "]";
                Target target = new ForwardSettings(file).target(entries.get(i), key);
                if (target != null && !names.add(target.name())) {
                    file.problem(key + ".name: there already is a target '" + target.name() + "'");
                } else if (target != null) {
                    targets.add(target);
                }
            }
        } else if (written != null) {
            file.problem("forward must be a list");
        }
        return targets;
    }

    private @Nullable Target target(@Nullable Object entry, String key) {
        int before = file.problems();
        if (!(entry instanceof Map<?, ?> written)) {
            file.problem(key + " must have members");
            return null;
        }
        String kind = String.valueOf(written.get("to"));
        Set<String> known = KEYS.get(kind);
        if (known == null) {
            file.problem(key + ".to is '" + kind + "', not file, syslog, http or otlp");
            return null;
        }
        Set<String> keys = new HashSet<>(COMMON);
        keys.addAll(known);
        Map<?, ?> members = file.map(written, key, keys);
        String name = file.text(members, key, "name");
        if (!name.isEmpty() && !Target.isName(name)) {
            file.problem(
                    key + ".name is '" + name + "', not 1 to 40 small letters, digits and dashes");
        }
        boolean emails = file.isTrue(members.get("emails"), key + ".emails");
        Target.Destination destination = destination(kind, members, key);
        return file.problems() > before || destination == null
                ? null
                : new Target(name, destination, emails);
    }

    private Target.@Nullable Destination destination(String kind, Map<?, ?> members, String key) {
        String format = FORMATS.containsKey(kind) ? format(kind, members, key) : "";
        return switch (kind) {
            case "file" ->
                    new Target.File(
                            Path.of(file.text(members, key, "path")),
                            format,
                            rotateAt(members.get("rotate-mib"), key));
            case "syslog" -> syslog(format, members, key);
            case "http" -> {
                boolean array = array(format, members.get("batch"), key);
                Target.Endpoint endpoint = endpoint(members, key);
                yield endpoint == null ? null : new Target.Http(format, array, endpoint);
            }
            default -> {
                Target.Endpoint endpoint = endpoint(members, key);
                yield endpoint == null ? null : new Target.Otlp(endpoint);
            }
        };
    }

    private String format(String kind, Map<?, ?> members, String key) {
        String format = file.text(members, key, "format");
        Set<String> possible = FORMATS.getOrDefault(kind, Set.of());
        if (!format.isEmpty() && !possible.contains(format)) {
            file.problem(
                    "%s.format is '%s', not %s"
                            .formatted(
                                    key,
                                    format,
                                    String.join(" or ", possible.stream().sorted().toList())));
        }
        return format;
    }

    private long rotateAt(@Nullable Object written, String key) {
        Object size = written == null ? (Integer) ROTATE_MIB : written;
        if (size instanceof Integer mib && mib > 0) {
            return mib * 1024L * 1024;
        }
        file.problem(key + ".rotate-mib is '" + size + "', not a whole number above 0");
        return 1;
    }

    private boolean array(String format, @Nullable Object written, String key) {
        String batch = written == null ? "lines" : written.toString();
        if (!batch.equals("lines") && !batch.equals("array")) {
            file.problem(key + ".batch is '" + batch + "', not lines or array");
        }
        boolean array = batch.equals("array");
        if (array && (format.equals("cef") || format.equals("csv"))) {
            file.problem(key + ".batch: an array can hold ocsf or jsonl only");
        }
        return array;
    }

    private Target.@Nullable Destination syslog(String format, Map<?, ?> members, String key) {
        URI url = url(members, key, Set.of("tcp", "tls"));
        if (url == null) {
            return null;
        }
        boolean tls = "tls".equals(url.getScheme());
        String path = url.getRawPath();
        if (path != null && !path.isEmpty()) {
            file.problem(key + ".url: syslog knows no path");
        }
        int port = url.getPort() != -1 ? url.getPort() : tls ? SYSLOG_TLS : SYSLOG_TCP;
        return new Target.Syslog(format, url.getHost(), port, tls, ca(members, key, tls));
    }

    private Target.@Nullable Endpoint endpoint(Map<?, ?> members, String key) {
        URI url = url(members, key, Set.of("http", "https"));
        if (url == null) {
            return null;
        }
        boolean tls = "https".equals(url.getScheme());
        Target.Credential credential = credential(members.get("credential"), key);
        if (credential != null && !tls && !LOOPBACK.contains(url.getHost())) {
            file.problem(key + ".credential would be readable on its way: use an https url");
        }
        return new Target.Endpoint(url, ca(members, key, tls), credential);
    }

    private @Nullable URI url(Map<?, ?> members, String key, Set<String> schemes) {
        String written = file.text(members, key, "url");
        if (written.isEmpty()) {
            return null;
        }
        try {
            URI url = new URI(written);
            boolean fits =
                    url.getScheme() != null
                            && schemes.contains(url.getScheme())
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null;
            if (fits) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, as for a URL of another kind.
        }
        // Not repeated: a secret may stand in it.
        file.problem(
                "%s.url is not a URL like %s://host:port without user and fragment"
                        .formatted(
                                key, String.join(":// or ", schemes.stream().sorted().toList())));
        return null;
    }

    private @Nullable Path ca(Map<?, ?> members, String key, boolean tls) {
        Object written = members.get("ca");
        if (written == null) {
            return null;
        }
        Path ca = Path.of(written.toString());
        if (!tls) {
            file.problem(key + ".ca is of use only with TLS");
        }
        file.checkCertificates(ca, key + ".ca");
        return ca;
    }

    private Target.@Nullable Credential credential(@Nullable Object written, String key) {
        Upstream.Credential read = file.credential(written, key);
        if (read == null) {
            return null;
        }
        try {
            return new Target.Credential(read.value());
        } catch (IllegalArgumentException e) {
            file.problem(key + ".credential: " + e.getMessage());
            return null;
        }
    }
}
