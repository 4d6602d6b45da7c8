// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.channels.Channels;
import dev.chaperone.exports.Target;
import dev.chaperone.gateway.GatewayConfiguration;
import dev.chaperone.gateway.Spending;
import dev.chaperone.gateway.Upstream;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.duties.LeadTimes;
import dev.chaperone.workspace.sources.Expected;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Reads `config.yaml`. Strict: unknown keys and bad values are all named at once.
final class ConfigurationFile {
    private static final Set<String> TOP =
            Set.of(
                    "upstreams",
                    "sign-in",
                    "mail",
                    "webhooks",
                    "chats",
                    "reminders",
                    "limits",
                    "prices",
                    "inference-hooks",
                    "tls",
                    "database",
                    "ledger",
                    "forward",
                    "telemetry",
                    "public-url",
                    "claude-code",
                    "proxy");

    private final Path file;
    private final Function<String, @Nullable String> environment;
    private final List<String> problems = new ArrayList<>();

    private ConfigurationFile(Path file, Function<String, @Nullable String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /// What a configuration file says.
    ///
    /// @param database another PostgreSQL than the private one; null for that one
    /// @param forward where recorded events go
    /// @param expected who is to be heard
    /// @param publicUrl address of the pages as people's browsers call it; null when it is not told
    /// @param proxy how the forward proxy works
    /// @param leads how long before something is due people are reminded
    record Settings(
            List<Upstream> upstreams,
            Spending spending,
            GatewayConfiguration.@Nullable InferenceHooks inferenceHooks,
            GatewayConfiguration.@Nullable Tls tls,
            @Nullable DatabaseAddress database,
            LedgerSettings ledger,
            List<Target> forward,
            Expected expected,
            @Nullable URI publicUrl,
            ClaudeCodeSettings claudeCode,
            ProxySettings proxy,
            Channels channels,
            LeadTimes leads,
            SignInSettings signIn) {}

    /// Reads the file; a missing one says nothing.
    ///
    /// @param environment where `credential: {env: NAME}` is looked up
    static Settings read(Path file, Function<String, @Nullable String> environment)
            throws StartFailure {
        if (!Files.exists(file)) {
            return new Settings(
                    List.of(),
                    Spending.UNLIMITED,
                    null,
                    null,
                    null,
                    LedgerSettings.DEFAULT,
                    List.of(),
                    Expected.NOTHING,
                    null,
                    ClaudeCodeSettings.DEFAULT,
                    ProxySettings.DEFAULT,
                    Channels.NONE,
                    LeadTimes.USUAL,
                    SignInSettings.DEFAULT);
        }
        return new ConfigurationFile(file, environment).read();
    }

    private Settings read() throws StartFailure {
        Map<?, ?> top = map(load(), "config.yaml", TOP);
        List<Upstream> upstreams = UpstreamSettings.read(top, this);
        Spending spending = SpendingSettings.read(top, this);
        GatewayConfiguration.InferenceHooks hooks = inferenceHooks(top);
        GatewayConfiguration.Tls tls = tls(top);
        DatabaseAddress database = database(top);
        LedgerSettings ledger =
                top.containsKey("ledger")
                        ? LedgerSettings.read(top.get("ledger"), problems)
                        : LedgerSettings.DEFAULT;
        List<Target> forward = ForwardSettings.read(top.get("forward"), this);
        Expected expected = TelemetrySettings.read(top.get("telemetry"), this);
        Object pages = top.get("public-url");
        URI publicUrl =
                pages == null ? null : ClaudeCodeSettings.address(pages, "public-url", false, this);
        ClaudeCodeSettings claudeCode = ClaudeCodeSettings.read(top.get("claude-code"), this);
        ProxySettings proxy = ProxySettings.read(top.get("proxy"), this);
        Channels channels = ChannelSettings.read(top, this);
        LeadTimes leads = ReminderSettings.read(top.get("reminders"), this);
        SignInSettings signIn = SignInSettings.read(top.get("sign-in"), this);
        if (!problems.isEmpty()) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT,
                    problems.stream().map(problem -> file + ": " + problem).toList());
        }
        return new Settings(
                upstreams,
                spending,
                hooks,
                tls,
                database,
                ledger,
                forward,
                expected,
                publicUrl,
                claudeCode,
                proxy,
                channels,
                leads,
                signIn);
    }

    /// Notes what is wrong.
    void problem(String sentence) {
        problems.add(sentence);
    }

    /// How much is wrong so far.
    int problems() {
        return problems.size();
    }

    private Object load() throws StartFailure {
        try {
            Object root =
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return root == null ? Map.of() : root;
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CANNOT_OPEN, file + " can not be read: " + e.getMessage());
        } catch (YamlEngineException e) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT, file + " is not YAML: " + e.getMessage());
        }
    }

    /// The texts of a list; a missing one is empty.
    List<String> texts(Map<?, ?> members, String key, String name) {
        Object written = members.get(name);
        if (written == null) {
            return List.of();
        }
        if (written instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(String::valueOf).distinct().toList();
        }
        problems.add(key + "." + name + " is not a list");
        return List.of();
    }

    boolean isTrue(@Nullable Object written, String key) {
        if (written != null && !(written instanceof Boolean)) {
            problems.add(key + " is '" + written + "', not true or false");
        }
        return Boolean.TRUE.equals(written);
    }

    void checkCertificates(Path file, String key) {
        try (InputStream pem = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
                problems.add(key + ": " + file + " holds no certificate");
            }
        } catch (IOException e) {
            problems.add(key + ": " + file + " can not be read");
        } catch (CertificateException e) {
            problems.add(key + ": " + file + " is not a PEM file of certificates");
        }
    }

    private void checkKey(Path file, String key) {
        try {
            if (!Files.readString(file).contains("PRIVATE KEY-----")) {
                problems.add(key + ": " + file + " is not a PEM file of a private key");
            }
        } catch (IOException e) {
            problems.add(key + ": " + file + " can not be read");
        }
    }

    PlanId plan(@Nullable Object written, String key) {
        try {
            return new PlanId(written == null ? "api" : written.toString());
        } catch (IllegalArgumentException e) {
            problems.add(key + ".plan: " + e.getMessage());
            return new PlanId("api");
        }
    }

    Upstream.@Nullable Credential credential(@Nullable Object written, String key) {
        if (written == null) {
            return null;
        }
        return secret(written, key + ".credential");
    }

    /// A secret, from a variable or a file.
    ///
    /// @param key the whole name of the setting
    Upstream.@Nullable Credential secret(Object written, String key) {
        Map<?, ?> source = map(written, key, Set.of("env", "file"));
        if (source.get("env") instanceof String name) {
            String value = environment.apply(name);
            if (value == null || value.isBlank()) {
                problems.add(key + ".env: the variable " + name + " is not set");
                return null;
            }
            return new Upstream.Credential(value.strip());
        }
        if (source.get("file") instanceof String path) {
            try {
                return new Upstream.Credential(Files.readString(Path.of(path)).strip());
            } catch (IOException e) {
                problems.add(key + ".file: " + path + " can not be read");
                return null;
            }
        }
        problems.add(key + " needs env or file");
        return null;
    }

    private GatewayConfiguration.@Nullable InferenceHooks inferenceHooks(Map<?, ?> top) {
        String key = "inference-hooks.anthropic";
        if (!top.containsKey("inference-hooks")) {
            return null;
        }
        Map<?, ?> vendors = map(top.get("inference-hooks"), "inference-hooks", Set.of("anthropic"));
        Map<?, ?> members = map(vendors.get("anthropic"), key, Set.of("credential", "plan"));
        Upstream.Credential secret = credential(members.get("credential"), key);
        PlanId plan = plan(members.get("plan"), key);
        if (secret != null && !GatewayConfiguration.InferenceHooks.isSecret(secret)) {
            problems.add(
                    key
                            + ".credential is not a signing secret: it begins with whsec_, and base64"
                            + " follows");
        } else if (secret != null) {
            return new GatewayConfiguration.InferenceHooks(secret, plan);
        } else if (members.get("credential") == null) {
            problems.add(key + ".credential is missing: {env: NAME} or {file: PATH}");
        }
        return null;
    }

    private GatewayConfiguration.@Nullable Tls tls(Map<?, ?> top) {
        if (!top.containsKey("tls")) {
            return null;
        }
        Map<?, ?> members = map(top.get("tls"), "tls", Set.of("cert", "key"));
        Path certificate = Path.of(text(members, "tls", "cert"));
        Path key = Path.of(text(members, "tls", "key"));
        checkCertificates(certificate, "tls.cert");
        checkKey(key, "tls.key");
        return new GatewayConfiguration.Tls(certificate, key);
    }

    private @Nullable DatabaseAddress database(Map<?, ?> top) {
        if (!top.containsKey("database")) {
            return null;
        }
        Map<?, ?> members =
                map(top.get("database"), "database", Set.of("url", "user", "credential"));
        String url = text(members, "database", "url");
        if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
            problems.add("database.url must begin with 'jdbc:postgresql:'");
        }
        Upstream.Credential password = credential(members.get("credential"), "database");
        return new DatabaseAddress(
                url, text(members, "database", "user"), password == null ? "" : password.value());
    }

    String text(Map<?, ?> members, String key, String name) {
        Object value = members.get(name);
        if (value == null || value.toString().isBlank()) {
            problems.add(key + "." + name + " is missing");
            return "";
        }
        return value.toString();
    }

    Map<?, ?> map(@Nullable Object value, String key, Set<String> known) {
        if (!(value instanceof Map<?, ?> map)) {
            problems.add(key + " must have members");
            return Map.of();
        }
        for (Object name : map.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                problems.add(key + ": unknown key '" + name + "'");
            }
        }
        return map;
    }
}
