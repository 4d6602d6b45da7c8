// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// One request as a line of a table. Fields that have nothing to say are empty or say so.
///
/// @param why the rule that decided; empty when none did
/// @param findings in one line; empty when there are none
/// @param waiting whether the outcome is still to come
/// @param standing what is to be said of the row in the database; empty when ledger and row agree
/// @param tokens in and out, as the vendor counts
record ActivityRow(
        String id,
        Moment at,
        Mark mark,
        String person,
        String tool,
        String plan,
        String model,
        String repository,
        String why,
        String findings,
        String tokens,
        String answer,
        boolean waiting,
        String standing) {}
