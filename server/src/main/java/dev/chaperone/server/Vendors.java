// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.seats.SeatFindings;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.SeatTraces;
import dev.chaperone.workspace.seats.Seats;

import java.time.Clock;

/// What is known of accounts at vendors.
record Vendors(SeatReadings readings, Seats seats, SeatFindings findings, SeatTraces traces) {
    static Vendors of(
            Database database,
            Journal journal,
            InForce inForce,
            Catalog catalog,
            People people,
            Clock clock) {
        return new Vendors(
                new SeatReadings(database, journal, inForce, catalog, clock),
                new Seats(database, journal, people, clock),
                new SeatFindings(database, inForce, clock),
                new SeatTraces(database));
    }
}
