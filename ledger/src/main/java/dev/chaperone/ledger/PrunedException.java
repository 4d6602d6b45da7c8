// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;

/// An entry that is not kept any more: its time was over.
public final class PrunedException extends IOException {
    private static final long serialVersionUID = 1L;

    PrunedException(long index, long first) {
        super(
                "Entry %d was removed when its time was over; the oldest that is kept is %d"
                        .formatted(index, first));
    }
}
