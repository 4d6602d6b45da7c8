// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;

/// What a scan found.
///
/// @param findings in the order of the text
/// @param complete false when there may be more: the time was over, or something is wrapped in
///   base64 more often than is looked
public record Scan(List<Finding> findings, boolean complete) {
    static final Scan NOTHING_NEW = new Scan(List.of(), true);

    public Scan {
        findings = List.copyOf(findings);
    }
}
