// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.channels.Channels;
import dev.chaperone.channels.Receipt;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.deliveries.Courier;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.incidents.Incidents;
import dev.chaperone.workspace.people.People;

import java.net.URI;

/// What waits to be told, and who brings it.
record Mailroom(Deliveries deliveries, Courier courier) implements AutoCloseable {
    private static final URI NOWHERE_YET = URI.create("urn:chaperone");

    /// Begins to send.
    static Mailroom open(
            Deliveries deliveries,
            Channels channels,
            CapturedContent.Ground ground,
            People people,
            Incidents incidents) {
        return new Mailroom(
                deliveries,
                Courier.start(
                        ground.database(),
                        channels,
                        people,
                        () -> source(ground.inForce()),
                        (about, receipt) -> link(incidents, about, receipt),
                        ground.clock()));
    }

    private static URI source(InForce inForce) {
        String pages = inForce.register().pages();
        return pages.isEmpty() ? NOWHERE_YET : URI.create(pages);
    }

    /// What is called something elsewhere and is no incident has nowhere to note it.
    private static void link(Incidents incidents, String about, Receipt receipt) {
        String reference = receipt.reference();
        if (reference != null && about.startsWith("incident_")) {
            try {
                incidents.link(about, reference, receipt.address(), Actor.SYSTEM);
            } catch (RejectedException _) {
                // Delivered all the same; the reference can be written down by hand.
            }
        }
    }

    @Override
    public void close() {
        courier.close();
    }
}
