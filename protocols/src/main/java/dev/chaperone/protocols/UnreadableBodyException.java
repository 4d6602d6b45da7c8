// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

/// A request body that is not what its format asks for. The message names the kind of the fault and
/// its place, never anything of the content.
public final class UnreadableBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    UnreadableBodyException(String fault, int position) {
        super(fault + " at byte " + position);
        this.position = position;
    }

    /// The byte of the body at which the fault was seen.
    public int position() {
        return position;
    }
}
