// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The channels of an instance. Each method sends one message once; whoever calls decides whether
/// to try again.
public final class Channels {
    /// Mail goes nowhere and nobody is told.
    public static final Channels NONE = new Channels(null, List.of());

    private final @Nullable MailServer mail;
    private final Map<String, Webhook> webhooks;
    private final Map<String, ChatHook> chats;

    /// @param mail null when the company named no mail server
    public Channels(@Nullable MailServer mail, List<Webhook> webhooks) {
        this(mail, webhooks, List.of());
    }

    /// @param mail null when the company named no mail server
    public Channels(@Nullable MailServer mail, List<Webhook> webhooks, List<ChatHook> chats) {
        this.mail = mail;
        Map<String, Webhook> byName = new LinkedHashMap<>();
        webhooks.forEach(each -> byName.put(each.name(), each));
        this.webhooks = byName;
        Map<String, ChatHook> rooms = new LinkedHashMap<>();
        chats.forEach(each -> rooms.put(each.name(), each));
        this.chats = rooms;
    }

    /// Whether there is a mail server.
    public boolean mails() {
        return mail != null;
    }

    /// Those who want to hear of such events, by name.
    public List<String> listeners(String type) {
        return Stream.concat(
                        webhooks.values().stream()
                                .filter(each -> each.wants(type))
                                .map(Webhook::name),
                        chats(type).stream())
                .toList();
    }

    /// The chats among them.
    public List<String> chats(String type) {
        return chats.values().stream()
                .filter(each -> each.wants(type))
                .map(ChatHook::name)
                .toList();
    }

    /// Says something to a person in a chat, where others read it too.
    ///
    /// @param letter whose recipient is a name
    /// @throws NotDeliveredException when the chat does not take it, or there is none of this name
    public void say(String name, Letter letter) throws NotDeliveredException, InterruptedException {
        ChatHook chat = chats.get(name);
        if (chat == null) {
            throw NotDeliveredException.unreachable(
                    "config.yaml has no chat '" + name + "' any more", null);
        }
        chat.send(ChatText.of(letter));
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

    /// Tells a webhook or a chat.
    ///
    /// @throws NotDeliveredException when it does not take it, or there is none of this name
    public Receipt send(String name, Announcement announcement)
            throws NotDeliveredException, InterruptedException {
        ChatHook chat = chats.get(name);
        if (chat != null) {
            chat.send(ChatText.of(announcement));
            return Receipt.SILENT;
        }
        Webhook webhook = webhooks.get(name);
        if (webhook == null) {
            throw NotDeliveredException.unreachable(
                    "config.yaml has no webhook '" + name + "' any more", null);
        }
        return webhook.send(announcement);
    }
}
