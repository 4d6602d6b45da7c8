// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// What one thread works with, again and again.
final class Hand {
    final Sha256 sha = new Sha256();
    final Bytes tile = new Bytes();
    final Bytes bundle = new Bytes();
    final BundleReader entries = new BundleReader();
}
