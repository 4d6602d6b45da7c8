// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import org.jspecify.annotations.Nullable;

/// The other side did not take a message. The sentence says why, without secrets.
public final class NotDeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofTheChannel;

    private NotDeliveredException(String message, boolean ofTheChannel, @Nullable Throwable cause) {
        super(message, cause);
        this.ofTheChannel = ofTheChannel;
    }

    /// Nothing would be taken there now, whatever it is.
    static NotDeliveredException unreachable(String message, @Nullable Throwable cause) {
        return new NotDeliveredException(message, true, cause);
    }

    /// This one is not taken.
    static NotDeliveredException refused(String message, @Nullable Throwable cause) {
        return new NotDeliveredException(message, false, cause);
    }

    /// Whether other messages would not be taken now either.
    public boolean isOfTheChannel() {
        return ofTheChannel;
    }
}
