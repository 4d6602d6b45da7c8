// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

/// Which of the two bodies of an interaction.
public enum Side {
    PROMPT,
    ANSWER
}
