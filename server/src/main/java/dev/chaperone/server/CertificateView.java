// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.training.Certificate;

/// A certificate on its page, with the way to check it.
///
/// @param finished exactly as it is stored and recorded
record CertificateView(
        String id,
        String person,
        String personId,
        String course,
        String courseId,
        String version,
        String score,
        String number,
        String finished,
        String until,
        long entry,
        boolean confirmed) {
    static CertificateView of(Certificate each, String name) {
        return new CertificateView(
                each.id(),
                name,
                each.person().value(),
                each.title(),
                each.course().value(),
                each.version().toString(),
                each.score() + " % (pass mark " + each.passMark() + " %)",
                "attempt " + each.number(),
                each.finishedAt().toString(),
                each.validUntil().toString(),
                each.entry(),
                each.confirmed());
    }
}
