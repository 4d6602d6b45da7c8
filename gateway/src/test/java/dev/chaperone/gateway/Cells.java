// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;
import dev.chaperone.protocols.EventFrames;

import org.junit.jupiter.params.provider.Arguments;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The cells of the matrix of [Wire]: a form, how its answer comes, and a place in it. And what
/// tests of them share.
final class Cells {
    private Cells() {}

    static Stream<Arguments> prompts() {
        return all().filter(cell -> !place(cell).isInAnswer());
    }

    static Stream<Arguments> answers() {
        return all().filter(cell -> place(cell).isInAnswer());
    }

    static Wire wire(Arguments cell) {
        return (Wire) Objects.requireNonNull(cell.get()[0]);
    }

    static Wire.Place place(Arguments cell) {
        return (Wire.Place) Objects.requireNonNull(cell.get()[2]);
    }

    private static Stream<Arguments> all() {
        List<Arguments> cells = new ArrayList<>();
        for (Wire wire : Wire.values()) {
            for (Wire.Delivery delivery : Wire.Delivery.values()) {
                for (Wire.Place place : Wire.Place.values()) {
                    if (wire.senseless(delivery, place) == null) {
                        cells.add(Arguments.of(wire, delivery, place));
                    }
                }
            }
        }
        return cells.stream();
    }

    static HttpResponse<byte[]> ask(TestSite site, Wire wire, Wire.Delivery delivery, String body)
            throws Exception {
        return site.client()
                .send(site.post(wire.path(delivery), body).build(), BodyHandlers.ofByteArray());
    }

    static void assertFound(TestSite site, Event.Effect effect, Event.Result result)
            throws InterruptedException {
        assertThat(last(site).result()).isEqualTo(result);
        Event.Look look = Objects.requireNonNull(last(site).look());
        assertThat(look.effect()).isEqualTo(effect);
        assertThat(look.rule()).isEqualTo("no-secrets-back");
        assertThat(look.findings())
                .containsExactly(new Event.FindingCount("github-pat-classic", "shaped", 1));
        // Of one that was ended the beginning of the next event may have come.
        assertThat(look.scan())
                .isIn(
                        effect == Event.Effect.BLOCKED
                                ? List.of(Event.Scan.COMPLETE, Event.Scan.PARTIAL)
                                : List.of(Event.Scan.COMPLETE));
    }

    static Event.Outcome last(TestSite site) throws InterruptedException {
        List<Event> events = site.ledger().await(2);
        while (!(events.getLast() instanceof Event.Outcome)) {
            events = site.ledger().await(events.size() + 1);
        }
        return (Event.Outcome) events.getLast();
    }

    /// What a client reads out of an answer.
    static String shown(Wire.Delivery delivery, HttpResponse<byte[]> answer) {
        if (delivery != Wire.Delivery.FRAMES) {
            return text(answer);
        }
        byte[] frames = answer.body();
        assertThat(EventFrames.wholeFrames(frames, frames.length)).isEqualTo(frames.length);
        StringBuilder shown = new StringBuilder();
        new EventFrames()
                .saw(frames, 0, frames.length, events -> shown.append(new String(events, UTF_8)));
        return shown.toString();
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    static byte[] joined(List<byte[]> pieces) {
        StringBuilder joined = new StringBuilder();
        pieces.forEach(piece -> joined.append(new String(piece, ISO_8859_1)));
        return joined.toString().getBytes(ISO_8859_1);
    }
}
