// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The channels of an instance. Each method sends one message once; whoever calls decides whether
/// to try again.
public final class Channels {
    /// Mail goes nowhere and nobody is told.
    public static final Channels NONE = new Channels(null, List.of());

    private final @Nullable MailServer mail;
    private final Map<String, Webhook> webhooks;

    /// @param mail null when the company named no mail server
    public Channels(@Nullable MailServer mail, List<Webhook> webhooks) {
        this.mail = mail;
        Map<String, Webhook> byName = new LinkedHashMap<>();
        webhooks.forEach(each -> byName.put(each.name(), each));
        this.webhooks = byName;
    }

    /// Whether there is a mail server.
    public boolean mails() {
        return mail != null;
    }

    /// Those who want to hear of such events, by name.
    public List<String> listeners(String type) {
        return webhooks.values().stream()
                .filter(each -> each.wants(type))
                .map(Webhook::name)
                .toList();
    }

    /// Gives a mail to the mail server.
    ///
    /// @throws NotDeliveredException when it does not take it, or none is named
    public void send(Letter letter) throws NotDeliveredException {
        if (mail == null) {
            throw NotDeliveredException.unreachable("config.yaml names no mail server", null);
        }
        mail.send(letter);
    }

    /// Tells a webhook.
    ///
    /// @throws NotDeliveredException when it does not take it, or there is none of this name
    public Receipt send(String name, Announcement announcement)
            throws NotDeliveredException, InterruptedException {
        Webhook webhook = webhooks.get(name);
        if (webhook == null) {
            throw NotDeliveredException.unreachable(
                    "config.yaml has no webhook '" + name + "' any more", null);
        }
        return webhook.send(announcement);
    }
}
