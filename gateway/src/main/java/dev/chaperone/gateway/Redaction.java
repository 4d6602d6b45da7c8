// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Part;

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
    /// @param detector what found something there
    /// @param from its first byte, within a string
    /// @param to the byte behind its last one, within the same string
    /// @param part in which it is
    private record Place(String detector, int from, int to, Part part) {}

    /// @param restore detectors of which the values are remembered for the answer
    Redaction(Placeholders placeholders, String conversation, Set<String> restore) {
        this.placeholders = placeholders;
        this.conversation = conversation;
        this.restore = restore;
    }

    /// Takes something out.
    void add(String detector, int from, int to, Part part) {
        places.add(new Place(detector, from, to, part));
    }

    /// What was taken out and is to stand in the answer, by its placeholder.
    Map<String, byte[]> values() {
        return values;
    }

    /// The body that may leave. Places that overlap are one, named by the first of them.
    byte[] apply(byte[] body) {
        places.sort(Comparator.comparingInt(Place::from).thenComparingInt(Place::to));
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 1024);
        int copied = 0;
        for (int i = 0; i < places.size(); ) {
            Place first = places.get(i);
            boolean restored = true;
            int end = first.to();
            for (; i < places.size() && places.get(i).from() < end; i++) {
                restored &= restore.contains(places.get(i).detector());
                end = Math.max(end, places.get(i).to());
            }
            byte[] value = first.part().decoded(first.from(), end);
            String placeholder = placeholders.of(conversation, first.detector(), value);
            if (restored) {
                values.put(placeholder, value);
            }
            out.write(body, copied, first.from() - copied);
            out.writeBytes(placeholder.getBytes(StandardCharsets.US_ASCII));
            copied = end;
        }
        out.write(body, copied, body.length - copied);
        return out.toByteArray();
    }
}
