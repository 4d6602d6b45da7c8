// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

/// What a typed code leads to.
public sealed interface Looked {
    /// A sign-in that waits for a decision.
    record Waiting(ToolSignIn signIn) implements Looked {}

    /// None that waits: a wrong code, one that was used, or one whose time is over.
    record Nothing() implements Looked {}

    /// It was not looked at all: too many wrong codes lately.
    record TooManyGuesses() implements Looked {}
}
