// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/// What the ways in are told from outside.
///
/// @param adminToken opens in an emergency
/// @param publicUrl address of the pages as people's browsers call it; null for what each request
///   says
record Entrance(Digest adminToken, SignInSettings settings, @Nullable URI publicUrl) {}
