// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// The way to one target. Used by one thread; opened again by itself after a failure.
interface Delivery extends Closeable {
    /// Hands over a batch, in order, and returns once the target has it. After an exception it may
    /// have been taken all the same.
    ///
    /// @throws RefusedException when the target will not take this batch, however often it comes
    /// @throws BusyException when the target says when to come again
    void send(List<Exported> batch) throws IOException, InterruptedException;

    /// How many of the entries that were sent last the target may still lose; they count as taken
    /// only later.
    ///
    /// @throws IOException when it lost them: they have to be sent again
    default int uncertain() throws IOException {
        return 0;
    }

    /// Ends what is open; from another thread too, where it ends a sending that hangs.
    @Override
    void close();
}
