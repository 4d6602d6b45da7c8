// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

/// A proof that does not prove what it should.
public final class InvalidProofException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidProofException(String message) {
        super(message);
    }
}
