// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.protocols.Client;

import io.vertx.core.http.HttpServerRequest;

/// The way of a request that was meant for a vendor and came through the forward proxy.
record Through(Destination destination) {
    Asked asked(Operation operation) {
        return new Asked(
                Event.Source.PROXY, operation.word(), operation.model(), operation.streams());
    }

    Client client(Client told) {
        return destination.client(told);
    }

    Upstream upstream(PolicySnapshot policy, HttpServerRequest request) {
        return destination.upstream(policy, request.headers());
    }
}
