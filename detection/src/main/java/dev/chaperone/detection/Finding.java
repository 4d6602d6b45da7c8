// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// A place in a text that a detector recognised. It never holds the text itself: a finding may be
/// stored and shown, the secret may not.
///
/// @param detector the detector's id, for example `github-token`
/// @param confidence how sure it is
/// @param start offset of the first byte of the secret in the scanned range's array
/// @param end offset behind its last byte
public record Finding(String detector, Confidence confidence, int start, int end) {}
