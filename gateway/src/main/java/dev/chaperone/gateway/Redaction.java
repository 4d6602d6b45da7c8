// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A body without what was found in it: each place is overwritten by a placeholder, all other bytes
/// stay as they are.
final class Redaction {
    private final List<Place> places = new ArrayList<>();
    private final Map<String, byte[]> values = new HashMap<>();
    private final String conversation;
    private final Placeholders placeholders;
    private final Set<String> restore;

    /// A place of a body.
    ///
    /// @param from its first byte, within a string
    /// @param to the byte behind its last one, within the same string
    /// @param placeholder what comes there
    private record Place(int from, int to, String placeholder) {}

    /// @param restore detectors of which the values are remembered for the answer
    Redaction(Placeholders placeholders, String conversation, Set<String> restore) {
        this.placeholders = placeholders;
        this.conversation = conversation;
        this.restore = restore;
    }

    /// Takes something out.
    ///
    /// @param value what stands there, decoded
    void add(String detector, int from, int to, byte[] value) {
        String placeholder = placeholders.of(conversation, detector, value);
        places.add(new Place(from, to, placeholder));
        if (restore.contains(detector)) {
            values.put(placeholder, value);
        }
    }

    /// What was taken out and is to stand in the answer, by its placeholder.
    Map<String, byte[]> values() {
        return values;
    }

    /// The body that may leave. Of places that overlap the first is named, and all are gone.
    byte[] apply(byte[] body) {
        places.sort(Comparator.comparingInt(Place::from).thenComparingInt(Place::to));
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 1024);
        int copied = 0;
        for (Place place : places) {
            if (place.from() >= copied) {
                out.write(body, copied, place.from() - copied);
                out.writeBytes(place.placeholder().getBytes(StandardCharsets.US_ASCII));
            }
            copied = Math.max(copied, place.to());
        }
        out.write(body, copied, body.length - copied);
        return out.toByteArray();
    }
}
