// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

/// Input that is not in the format it should be in.
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
