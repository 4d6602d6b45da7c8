// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import java.net.URI;
import java.time.Instant;

/// Something that happened, told to another system as a CloudEvent.
///
/// @param id stays the same when it is sent again: the receiver knows what it has seen
/// @param source the instance that tells
/// @param type for example `dev.chaperone.incident.reported`
/// @param subject id of what it is about
/// @param data a JSON object
public record Announcement(
        String id, URI source, String type, String subject, Instant at, String data) {}
