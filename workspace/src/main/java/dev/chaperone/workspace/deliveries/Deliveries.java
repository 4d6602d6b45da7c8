// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.channels.Channels;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// What is to be told to people and other systems. Whoever changes something puts what is to be
/// told of it here inside the same transaction; the [Courier] sends it.
public final class Deliveries {
    /// The type of what a person is told in a chat.
    static final String NOTICE = "dev.chaperone.notice";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DeliveryStore store;
    private final Database database;
    private final Journal journal;
    private final Channels channels;
    private final Notices notices;
    private final Clock clock;

    public Deliveries(Database database, Journal journal, Channels channels, Clock clock) {
        this.store = new DeliveryStore(database);
        this.database = database;
        this.journal = journal;
        this.channels = channels;
        this.notices = new Notices(database, journal, clock);
        this.clock = clock;
    }

    /// How many there are.
    ///
    /// @param oldest since when something waits; null when nothing does
    public record Counts(long waiting, long delivered, long givenUp, @Nullable Instant oldest) {}

    /// Whether letters can be sent at all. Without a mail server none is written.
    public boolean mails() {
        return channels.mails();
    }

    /// What people were told, and how they want to be.
    public Notices notices() {
        return notices;
    }

    /// Whether there is a chat in which people can be told something.
    public boolean chats() {
        return !channels.chats(NOTICE).isEmpty();
    }

    /// Tells a person something, in the ways that they want for its kind.
    ///
    /// @return whether it is new to them
    public boolean tell(PersonId to, Notice.News news) {
        return database.inTransaction(() -> {
            Preference how = notices.preference(to, news.kind());
            Notice notice =
                    new Notice(
                            OpaqueId.next("notice"),
                            to,
                            news.kind(),
                            news.title(),
                            news.text(),
                            news.path(),
                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                            null);
            boolean isNew = notices.note(notice, news.occasion(), how);
            if (isNew && how.mail() && how.rhythm() == Preference.Rhythm.AT_ONCE) {
                mail(news.occasion(), to, news.title(), news.text());
            }
            if (isNew && how.chat()) {
                for (String chat : channels.chats(NOTICE)) {
                    store.insert(
                            waiting(chat, to.value(), NOTICE, news.title(), news.path()),
                            news.occasion());
                }
            }
            return isNew;
        });
    }

    /// Writes a letter to a person; the address is looked up when it is sent.
    ///
    /// @param occasion what it is about: nobody gets a letter about the same twice
    /// @return whether there is a new letter
    public boolean mail(String occasion, PersonId to, String subject, String text) {
        return letter(occasion, to.value(), subject, text);
    }

    /// Writes a letter to an address that the policy or the configuration names.
    public boolean mail(String occasion, String address, String subject, String text) {
        return letter(occasion, address, subject, text);
    }

    private boolean letter(String occasion, String recipient, String subject, String text) {
        return mails()
                && store.insert(
                        waiting(Delivery.MAIL, recipient, Delivery.LETTER, subject, text),
                        occasion);
    }

    /// Tells every webhook that wants to hear of it.
    ///
    /// @param occasion what happened: told once
    /// @param about id of what the event is about
    /// @param data becomes a JSON object
    public void announce(String occasion, String type, String about, Map<String, ?> data) {
        for (String webhook : channels.listeners(type)) {
            store.insert(
                    waiting(webhook, "", type, about, JSON.writeValueAsString(data)), occasion);
        }
    }

    private Delivery waiting(
            String channel, String recipient, String type, String subject, String body) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Delivery(
                OpaqueId.next("delivery"),
                channel,
                recipient,
                type,
                subject,
                body,
                now,
                0,
                now,
                null,
                null,
                null);
    }

    /// The newest first.
    ///
    /// @param state null: all
    public Page<Delivery> list(Delivery.@Nullable State state, @Nullable String cursor, int limit) {
        return store.list(state, Page.before(cursor), Page.checkLimit(limit));
    }

    public Counts counts() {
        return store.counts();
    }

    /// Tries one again that was given up.
    public void again(String id, Actor by) {
        database.inTransaction(() -> {
            if (!store.again(id, clock.instant())) {
                throw RejectedException.unknown("delivery that was given up");
            }
            return journal.record(by, "delivery.tried-again", id, Map.of());
        });
    }
}
