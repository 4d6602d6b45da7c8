// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.duties.Decisions;
import dev.chaperone.workspace.duties.Digests;
import dev.chaperone.workspace.duties.Reminders;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.retention.Retention;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Destroys once an hour, and at the start, what was approved for erasure or has expired, and
/// writes reminders and letters that gather them. Nothing depends on it for being closed: what is
/// over can not be opened and what is due is due, whether or not this has run.
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long PATIENCE_SECONDS = 10;

    private final CapturedContent content;
    private final People people;
    private final Retention retention;
    private final Reminders reminders;
    private final Digests digests;
    private final Decisions decisions;
    private final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().name("upkeep").daemon().unstarted(work));

    private Upkeep(Workspace workspace, Retention retention) {
        this.content = workspace.content();
        this.people = workspace.people();
        this.retention = retention;
        this.reminders = workspace.reminders();
        this.digests = workspace.digests();
        this.decisions = workspace.decisions();
    }

    static Upkeep start(Workspace workspace, Retention retention) {
        Upkeep upkeep = new Upkeep(workspace, retention);
        var _ = upkeep.clockwork.scheduleWithFixedDelay(upkeep::run, 0, 1, TimeUnit.HOURS);
        var _ = upkeep.clockwork.scheduleWithFixedDelay(upkeep::prune, 1, 60, TimeUnit.MINUTES);
        var _ = upkeep.clockwork.scheduleWithFixedDelay(upkeep::remind, 1, 60, TimeUnit.MINUTES);
        var _ = upkeep.clockwork.scheduleWithFixedDelay(upkeep::tell, 10, 30, TimeUnit.SECONDS);
        return upkeep;
    }

    private void run() {
        try {
            content.holds().putRight();
            int erased = content.erasures().carryOut();
            int expired = content.expiry().run();
            if (erased + expired > 0) {
                LOG.info(
                        "Captured content was destroyed: {} erasures, {} certificates of expiry",
                        erased,
                        expired);
            }
        } catch (IOException | RuntimeException e) {
            // A task that throws would never run again.
            LOG.error("Expired captures were not destroyed; the next run tries again", e);
        }
    }

    private void prune() {
        try {
            people.renew();
            long gone = retention.prune();
            if (gone > 0) {
                LOG.info("{} entries of the ledger were removed, their time was over", gone);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("Old entries of the ledger were not removed; the next run tries again", e);
        }
    }

    private void remind() {
        try {
            int letters = reminders.run() + digests.run();
            if (letters > 0) {
                LOG.info("{} reminders were written", letters);
            }
        } catch (RuntimeException e) {
            LOG.error("Reminders were not written; the next run tries again", e);
        }
    }

    private void tell() {
        try {
            decisions.run();
        } catch (RuntimeException e) {
            LOG.error("People were not told what was decided; the next run tries again", e);
        }
    }

    /// What is running ends first.
    @Override
    public void close() {
        clockwork.shutdown();
        try {
            if (!clockwork.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The destruction of expired captures is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
