// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.channels.Announcement;
import dev.chaperone.channels.Channels;
import dev.chaperone.channels.Letter;
import dev.chaperone.channels.NotDeliveredException;
import dev.chaperone.channels.Receipt;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Sends what waits: a thread that takes one delivery after the other. What is not taken is tried
/// again after ten seconds, a minute, and so on up to a day, eight times; then it is given up, and
/// stays to be seen. Something can arrive twice (when the power fails between sending and noting
/// it), with the same id.
public final class Courier implements AutoCloseable {
    private static final List<Duration> RESTS =
            List.of(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(6),
                    Duration.ofHours(24));
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final DeliveryStore store;
    private final Channels channels;
    private final People people;
    private final Supplier<URI> source;
    private final Receipts receipts;
    private final Clock clock;
    private final Thread thread;

    Courier(
            Database database,
            Channels channels,
            People people,
            Supplier<URI> source,
            Receipts receipts,
            Clock clock) {
        this.store = new DeliveryStore(database);
        this.channels = channels;
        this.people = people;
        this.source = source;
        this.receipts = receipts;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("courier").unstarted(this::run);
    }

    /// Learns what the other side calls something.
    @FunctionalInterface
    public interface Receipts {
        /// Called once for a delivery that was answered with a name.
        ///
        /// @param about id of what an event was about
        void received(String about, Receipt receipt);
    }

    /// Begins to send.
    ///
    /// @param source address of this instance, in events
    public static Courier start(
            Database database,
            Channels channels,
            People people,
            Supplier<URI> source,
            Receipts receipts,
            Clock clock) {
        Courier courier = new Courier(database, channels, people, source, receipts, clock);
        courier.thread.start();
        return courier;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!tryOne()) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryOne() throws InterruptedException {
        try {
            return sendOne();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Deliveries wait for the database: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    /// Sends the delivery that is due first.
    ///
    /// @return false when none is due
    boolean sendOne() throws InterruptedException {
        Optional<Delivery> taken = store.take(clock.instant(), LEASE);
        if (taken.isEmpty()) {
            return false;
        }
        Delivery delivery = taken.get();
        String address = address(delivery);
        if (address == null) {
            store.givenUp(delivery.id(), "nobody has this id, or has left", clock.instant());
            return true;
        }
        try {
            Receipt receipt = send(delivery, address);
            store.delivered(delivery.id(), clock.instant());
            if (receipt.reference() != null) {
                receipts.received(delivery.subject(), receipt);
            }
        } catch (NotDeliveredException e) {
            if (e.isHopeless()) {
                store.givenUp(delivery.id(), String.valueOf(e.getMessage()), clock.instant());
            } else {
                notDelivered(delivery, String.valueOf(e.getMessage()));
            }
            if (e.isOfTheChannel()) {
                Duration rest = RESTS.getFirst();
                store.hold(
                        delivery.channel(),
                        clock.instant().plus(e.wanted().compareTo(rest) > 0 ? e.wanted() : rest));
            }
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            // A fault of ours must not stop the others, nor be tried for ever.
            LOG.error("A message could not be sent", e);
            notDelivered(delivery, "a fault of Chaperone; its log names it");
        }
        return true;
    }

    private void notDelivered(Delivery delivery, String problem) {
        Instant now = clock.instant();
        if (delivery.attempts() > RESTS.size()) {
            store.givenUp(delivery.id(), problem, now);
        } else {
            store.failed(delivery.id(), problem, now.plus(RESTS.get(delivery.attempts() - 1)));
        }
    }

    private Receipt send(Delivery delivery, String address)
            throws NotDeliveredException, InterruptedException {
        if (delivery.channel().equals(Delivery.MAIL)) {
            channels.send(new Letter(delivery.id(), address, delivery.subject(), delivery.body()));
            return Receipt.SILENT;
        }
        if (delivery.type().equals(Deliveries.NOTICE)) {
            channels.say(
                    delivery.channel(),
                    new Letter(
                            delivery.id(),
                            name(delivery.recipient()),
                            delivery.subject(),
                            source.get() + delivery.body()));
            return Receipt.SILENT;
        }
        return channels.send(
                delivery.channel(),
                new Announcement(
                        delivery.id(),
                        source.get(),
                        delivery.type(),
                        delivery.subject(),
                        delivery.createdAt(),
                        delivery.body()));
    }

    private String name(String recipient) {
        return people.find(new PersonId(recipient)).map(Person::name).orElse("somebody");
    }

    /// Who has left gets no mail any more.
    private @Nullable String address(Delivery delivery) {
        String recipient = delivery.recipient();
        if (!recipient.startsWith("person_")) {
            return recipient;
        }
        return people.find(new PersonId(recipient))
                .filter(Person::active)
                .map(Person::email)
                .orElse(null);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LEASE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
