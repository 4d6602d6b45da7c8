// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Captures;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.CaptureTerms;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.accounts.Handovers;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.erasures.Erasures;
import dev.chaperone.workspace.erasures.Expiry;
import dev.chaperone.workspace.erasures.Retention;
import dev.chaperone.workspace.erasures.RetentionClasses;
import dev.chaperone.workspace.holds.Holds;
import dev.chaperone.workspace.openings.OpeningRule;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.petitions.Petitions;
import dev.chaperone.workspace.tokens.Tokens;

import java.time.Clock;

/// The domains about captured content, put together. What the policy in force says about it is
/// asked whenever it matters, never remembered.
record CapturedContent(
        Captures store,
        Openings openings,
        Holds holds,
        Erasures erasures,
        Expiry expiry,
        Retention retention) {

    /// What they stand on.
    record Ground(Database database, Journal journal, Ledger ledger, InForce inForce, Clock clock) {
        RetentionClasses classes() {
            CaptureTerms terms = inForce.policy().captureTerms();
            return new RetentionClasses(terms.classes(), inForce.policy().hash().toString());
        }

        OpeningRule rule() {
            CaptureTerms terms = inForce.policy().captureTerms();
            return new OpeningRule(terms.secondPerson(), inForce.policy().hash().toString());
        }
    }

    static CapturedContent of(
            Captures store, Ground on, People people, Tokens tokens, Interactions interactions) {
        Petitions petitions =
                new Petitions(people, tokens, new Handovers(on.database()), on.clock());
        Holds holds = new Holds(on.database(), on.ledger(), on.journal(), petitions, on.clock());
        Retention retention = new Retention(on.database(), holds, on::classes, on.clock());
        return new CapturedContent(
                store,
                new Openings(
                        on.database(),
                        on.journal(),
                        petitions,
                        new Openings.Sources(on.ledger(), store, retention, interactions),
                        on::rule,
                        on.clock()),
                holds,
                new Erasures(on.database(), on.journal(), holds, petitions, store, on.clock()),
                new Expiry(on.database(), on.journal(), holds, store, on::classes, on.clock()),
                retention);
    }
}
