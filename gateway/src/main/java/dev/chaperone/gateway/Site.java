// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.InForce;

import io.vertx.core.Context;

import org.jspecify.annotations.Nullable;

import java.time.Clock;

/// What every exchange of one event loop needs.
///
/// @param signedCalls what tells the calls of inference hooks; null when they are not configured
/// @param context of the event loop
record Site(
        GatewayConfiguration configuration,
        InForce inForce,
        Ledger ledger,
        Strangers strangers,
        Senders senders,
        Clock clock,
        Names names,
        Placeholders placeholders,
        Inspecting inspecting,
        Keeping keeping,
        Upstreams upstreams,
        Accounts accounts,
        Allowances allowances,
        @Nullable SignedCalls signedCalls,
        Context context,
        EndOfTurn endOfTurn,
        SignInPoint signIn,
        ServersSeen serversSeen) {}
