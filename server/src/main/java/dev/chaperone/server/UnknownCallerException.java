// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// Nobody knows who calls: no session and no token that works, or one of a person who left.
final class UnknownCallerException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
