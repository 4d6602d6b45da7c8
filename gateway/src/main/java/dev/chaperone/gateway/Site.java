// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.InForce;

import io.vertx.core.Context;

import java.time.Clock;

/// What every exchange of one event loop needs.
///
/// @param context of the event loop
record Site(
        GatewayConfiguration configuration,
        InForce inForce,
        Ledger ledger,
        Strangers strangers,
        Clock clock,
        Names names,
        Placeholders placeholders,
        Inspecting inspecting,
        Keeping keeping,
        Upstreams upstreams,
        Accounts accounts,
        Context context,
        EndOfTurn endOfTurn,
        SignInPoint signIn) {}
