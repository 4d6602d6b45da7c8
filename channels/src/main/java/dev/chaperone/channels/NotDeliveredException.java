// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The other side did not take a message. The sentence says why, without secrets.
public final class NotDeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofTheChannel;
    private final boolean hopeless;
    private final @Nullable Duration wait;

    private NotDeliveredException(
            String message,
            boolean ofTheChannel,
            boolean hopeless,
            @Nullable Duration wait,
            @Nullable Throwable cause) {
        super(message, cause);
        this.ofTheChannel = ofTheChannel;
        this.hopeless = hopeless;
        this.wait = wait;
    }

    /// Nothing is taken there for a while.
    ///
    /// @param wait how long it wants to be left alone; null when it did not say
    static NotDeliveredException busy(String message, @Nullable Duration wait) {
        return new NotDeliveredException(message, true, false, wait, null);
    }

    /// This one will never be taken.
    static NotDeliveredException hopeless(String message) {
        return new NotDeliveredException(message, false, true, null, null);
    }

    /// Nothing would be taken there now, whatever it is.
    static NotDeliveredException unreachable(String message, @Nullable Throwable cause) {
        return new NotDeliveredException(message, true, false, null, cause);
    }

    /// This one is not taken.
    static NotDeliveredException refused(String message, @Nullable Throwable cause) {
        return new NotDeliveredException(message, false, false, null, cause);
    }

    /// Whether it is no use to try again.
    public boolean isHopeless() {
        return hopeless;
    }

    /// How long the other side wants to be left alone; nothing when it did not say.
    public Duration wanted() {
        return wait == null ? Duration.ZERO : wait;
    }

    /// Whether other messages would not be taken now either.
    public boolean isOfTheChannel() {
        return ofTheChannel;
    }
}
