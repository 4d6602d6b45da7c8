// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// Sends every entry of the ledger to other systems, in order and at least once: after a failure or
/// a crash some come again, with the same id, but none is ever left out. A target that is away
/// holds up neither the ledger nor other targets.
public final class Forwarding implements AutoCloseable {
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final List<Follower> followers;
    private final List<Thread> threads = new ArrayList<>();

    private Forwarding(List<Follower> followers) {
        this.followers = List.copyOf(followers);
    }

    /// Begins to follow a ledger, from where each target is.
    ///
    /// @param origin the ledger's name
    /// @param directory where it is remembered how far each target is; made when it is missing
    /// @param emails addresses of people, for targets that may get them
    /// @throws IOException when the directory or a target's trust file can not be used
    public static Forwarding start(
            Ledger ledger,
            String origin,
            List<Target> targets,
            Path directory,
            Emails emails,
            Clock clock)
            throws IOException {
        return start(ledger, origin, targets, directory, emails, clock, Pace.DEFAULT);
    }

    static Forwarding start(
            Ledger ledger,
            String origin,
            List<Target> targets,
            Path directory,
            Emails emails,
            Clock clock,
            Pace pace)
            throws IOException {
        if (!targets.isEmpty()) {
            Files.createDirectories(directory);
        }
        List<Follower> followers = new ArrayList<>();
        for (Target target : targets) {
            followers.add(
                    new Follower(
                            target,
                            ledger,
                            new Entries(ledger, origin),
                            new Cursor(directory.resolve(target.name() + ".cursor"), origin),
                            delivery(target, target.emails() ? emails : Emails.NONE, pace),
                            pace,
                            new Backoff(
                                    pace.firstPause(),
                                    pace.longestPause(),
                                    ThreadLocalRandom.current()),
                            clock));
        }
        Forwarding forwarding = new Forwarding(followers);
        for (int i = 0; i < followers.size(); i++) {
            forwarding.threads.add(
                    Thread.ofVirtual()
                            .name("forward-" + targets.get(i).name())
                            .start(followers.get(i)));
        }
        return forwarding;
    }

    private static Delivery delivery(Target target, Emails emails, Pace pace) throws IOException {
        return switch (target.to()) {
            case Target.File file -> new FileDelivery(file, format(file.format(), emails));
            case Target.Syslog syslog ->
                    new SyslogDelivery(syslog, format(syslog.format(), emails), pace);
            case Target.Http http -> {
                Format format = format(http.format(), emails);
                yield new HttpDelivery(
                        http.endpoint(),
                        http.array() ? Body.array(format) : Body.lines(format),
                        pace.patience());
            }
            case Target.Otlp otlp ->
                    new HttpDelivery(
                            otlp.endpoint(), Body.otlp(new OtlpLogs(emails)), pace.patience());
        };
    }

    private static Format format(String name, Emails emails) {
        return Objects.requireNonNull(Format.named(name, emails), name);
    }

    /// How each target is doing, in the order of the configuration.
    public List<TargetState> states() {
        return followers.stream().map(Follower::state).toList();
    }

    /// Lets what is under way end, for a moment; what a target has not taken it gets after the next
    /// start.
    @Override
    public void close() {
        followers.forEach(Follower::stop);
        Instant deadline = Instant.now().plus(PATIENCE_AT_CLOSING);
        try {
            for (int i = 0; i < threads.size(); i++) {
                Duration left = Duration.between(Instant.now(), deadline);
                if (left.isNegative() || !threads.get(i).join(left)) {
                    followers.get(i).abandon();
                    threads.get(i).interrupt();
                }
            }
            for (Thread thread : threads) {
                if (!thread.join(PATIENCE_AT_CLOSING)) {
                    LOG.warn("{} does not end", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
