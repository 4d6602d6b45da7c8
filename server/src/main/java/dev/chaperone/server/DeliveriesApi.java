// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Locale;

/// What people and systems are told, and what could not be delivered.
@RestController
class DeliveriesApi {
    private static final String ROOT = "/api/v1/deliveries";

    private final Deliveries deliveries;

    DeliveriesApi(Workspace workspace) {
        this.deliveries = workspace.mailroom().deliveries();
    }

    /// A message.
    ///
    /// @param channel `mail`, or a webhook's name
    /// @param recipient a person's id or an address; empty for a webhook
    /// @param state `waiting`, `delivered` or `given-up`
    /// @param problem of the last attempt; null when there was none
    record DeliveryJson(
            String id,
            String channel,
            String recipient,
            String type,
            String subject,
            String state,
            Instant created,
            int attempts,
            @Nullable Instant next,
            @Nullable Instant delivered,
            @Nullable Instant givenUp,
            @Nullable String problem) {}

    @Needs(Permission.READ_DELIVERIES)
    @GetMapping(ROOT)
    Page<DeliveryJson> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Delivery> page = deliveries.list(state(state), cursor, limit);
        return new Page<>(page.items().stream().map(DeliveriesApi::json).toList(), page.next());
    }

    static Delivery.@Nullable State state(@Nullable String written) {
        return switch (written) {
            case null -> null;
            case "waiting" -> Delivery.State.WAITING;
            case "delivered" -> Delivery.State.DELIVERED;
            case "given-up" -> Delivery.State.GIVEN_UP;
            default ->
                    throw RejectedException.invalid(
                            "state is '" + written + "', not waiting, delivered or given-up.");
        };
    }

    /// Tries one again that was given up.
    @Needs(Permission.MANAGE_DELIVERIES)
    @PostMapping(ROOT + "/{id}/again")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void again(@PathVariable String id, SignedIn caller) {
        deliveries.again(id, caller.actor());
    }

    private static DeliveryJson json(Delivery delivery) {
        return new DeliveryJson(
                delivery.id(),
                delivery.channel(),
                delivery.recipient(),
                delivery.type(),
                delivery.subject(),
                delivery.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                delivery.createdAt(),
                delivery.attempts(),
                delivery.next(),
                delivery.deliveredAt(),
                delivery.givenUpAt(),
                delivery.problem());
    }
}
