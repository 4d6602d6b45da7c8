// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import dev.chaperone.workspace.activity.Sighting;

import java.time.Instant;
import java.util.List;

/// All that the ways in tell of themselves, at one moment.
///
/// @param looks what was looked for
/// @param servers MCP servers, by tool and person
/// @param permissions modes in which tools ask or do not, by tool and person
public record Overview(
        Instant asOf,
        List<Sender> senders,
        List<Finding> findings,
        List<Look> looks,
        List<Sighting> servers,
        List<Sighting> permissions) {
    public Overview {
        senders = List.copyOf(senders);
        findings = List.copyOf(findings);
        looks = List.copyOf(looks);
        servers = List.copyOf(servers);
        permissions = List.copyOf(permissions);
    }

    /// Of how many something is to be heard.
    public long expected() {
        return senders.stream().filter(each -> each.state() != Sender.State.ENDED).count();
    }

    /// How many were heard within their interval.
    public long heard() {
        return senders.stream().filter(each -> each.state() == Sender.State.OK).count();
    }
}
