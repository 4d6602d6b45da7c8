// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.channels.Channels;
import dev.chaperone.channels.ChatHook;
import dev.chaperone.channels.MailServer;
import dev.chaperone.channels.Webhook;
import dev.chaperone.gateway.Upstream;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What `mail:`, `webhooks:` and `chats:` in `config.yaml` say.
final class ChannelSettings {
    private static final Set<String> MAIL =
            Set.of("host", "port", "security", "user", "credential", "from");
    private static final Set<String> WEBHOOK = Set.of("name", "url", "credential", "events");
    private static final Set<String> CHAT = Set.of("name", "credential", "events");
    private static final int SUBMISSION = 587;
    private static final int LAST_PORT = 65_535;

    private final ConfigurationFile file;

    private ChannelSettings(ConfigurationFile file) {
        this.file = file;
    }

    /// @param file takes what is wrong
    static Channels read(Map<?, ?> top, ConfigurationFile file) {
        ChannelSettings settings = new ChannelSettings(file);
        List<Webhook> webhooks = settings.webhooks(top.get("webhooks"));
        return new Channels(
                top.containsKey("mail") ? settings.mail(top.get("mail")) : null,
                webhooks,
                settings.chats(top.get("chats"), webhooks));
    }

    private @Nullable MailServer mail(@Nullable Object section) {
        int before = file.problems();
        Map<?, ?> members = file.map(section, "mail", MAIL);
        String host = file.text(members, "mail", "host");
        String from = file.text(members, "mail", "from");
        if (!from.isEmpty() && !from.matches("[^\\s@]+@[^\\s@]+")) {
            file.problem("mail.from is '" + from + "', not an address");
        }
        int port = port(members.get("port"));
        MailServer.Security security = security(members.get("security"));
        Object user = members.get("user");
        Upstream.Credential password = file.credential(members.get("credential"), "mail");
        if ((user == null) != (members.get("credential") == null)) {
            file.problem("mail needs user and credential together, or neither");
        }
        return file.problems() > before
                ? null
                : new MailServer(
                        new MailServer.Settings(
                                host,
                                port,
                                security,
                                user == null ? null : user.toString(),
                                password == null ? null : password.value(),
                                from));
    }

    private int port(@Nullable Object written) {
        if (written == null) {
            return SUBMISSION;
        }
        if (written instanceof Integer port && port > 0 && port <= LAST_PORT) {
            return port;
        }
        file.problem("mail.port is '" + written + "', not a port");
        return SUBMISSION;
    }

    /// Nobody reads along unless somebody wrote that they may.
    private MailServer.Security security(@Nullable Object written) {
        if (written == null) {
            return MailServer.Security.STARTTLS;
        }
        try {
            return MailServer.Security.valueOf(written.toString().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            file.problem("mail.security is '" + written + "', not starttls, tls or none");
            return MailServer.Security.STARTTLS;
        }
    }

    private List<Webhook> webhooks(@Nullable Object written) {
        List<Webhook> webhooks = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of("mail"));
        if (written instanceof List<?> entries) {
            for (int i = 0; i < entries.size(); i++) {
                Webhook.Settings settings = webhook(entries.get(i), "webhooks[" + i + "]");
                if (settings != null && names.add(settings.name())) {
                    webhooks.add(new Webhook(settings, Clock.systemUTC()));
                } else if (settings != null) {
                    file.problem(
                            "webhooks: another channel has the name '" + settings.name() + "'");
                }
            }
        } else if (written != null) {
            file.problem("webhooks must be a list");
        }
        return webhooks;
    }

    private Webhook.@Nullable Settings webhook(@Nullable Object entry, String key) {
        int before = file.problems();
        Map<?, ?> members = file.map(entry, key, WEBHOOK);
        String name = file.text(members, key, "name");
        String url = file.text(members, key, "url");
        if (!url.matches("https?://[^\\s/]+.*")) {
            file.problem(key + ".url is '" + url + "', not an address that begins with https://");
        }
        Upstream.Credential secret = file.credential(members.get("credential"), key);
        if (members.get("credential") == null) {
            file.problem(
                    key
                            + ".credential is missing: {env: NAME} or {file: PATH} of a signing secret");
        }
        List<String> events = file.texts(members, key, "events");
        if (file.problems() > before || secret == null) {
            return null;
        }
        try {
            return new Webhook.Settings(name, URI.create(url), secret.value(), events);
        } catch (IllegalArgumentException e) {
            file.problem(key + ": " + e.getMessage());
            return null;
        }
    }

    private List<ChatHook> chats(@Nullable Object written, List<Webhook> webhooks) {
        List<ChatHook> chats = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of("mail"));
        webhooks.forEach(each -> names.add(each.name()));
        if (written instanceof List<?> entries) {
            for (int i = 0; i < entries.size(); i++) {
                ChatHook.Settings settings = chat(entries.get(i), "chats[" + i + "]");
                if (settings != null && names.add(settings.name())) {
                    chats.add(new ChatHook(settings, Clock.systemUTC()));
                } else if (settings != null) {
                    file.problem("chats: another channel has the name '" + settings.name() + "'");
                }
            }
        } else if (written != null) {
            file.problem("chats must be a list");
        }
        return chats;
    }

    /// The address is the secret: no problem quotes it.
    private ChatHook.@Nullable Settings chat(@Nullable Object entry, String key) {
        int before = file.problems();
        Map<?, ?> members = file.map(entry, key, CHAT);
        String name = file.text(members, key, "name");
        Upstream.Credential address = file.credential(members.get("credential"), key);
        if (members.get("credential") == null) {
            file.problem(
                    key
                            + ".credential is missing: {env: NAME} or {file: PATH} of the webhook's"
                            + " address, which is a secret");
        }
        List<String> events = file.texts(members, key, "events");
        if (file.problems() > before || address == null) {
            return null;
        }
        try {
            return new ChatHook.Settings(name, URI.create(address.value().strip()), events);
        } catch (IllegalArgumentException e) {
            file.problem(
                    key
                            + ".credential does not hold an address that begins with https:// (http://"
                            + " is for this machine alone)");
            return null;
        }
    }
}
