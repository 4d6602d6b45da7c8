// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// The caller signed in too long ago for this: they have to show again who they are.
final class StaleSignInException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
