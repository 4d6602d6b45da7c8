// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.Digest;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/// What the ways in are told from outside.
///
/// @param adminToken opens in an emergency
/// @param publicUrl address of the pages as people's browsers call it; null for what each request
///   says
record Entrance(Digest adminToken, SignInSettings settings, @Nullable URI publicUrl) {
    /// The address at which whoever sends this request reaches us, without a slash at the end.
    String base(HttpServletRequest request) {
        if (publicUrl != null) {
            return publicUrl.toString().replaceAll("/+$", "");
        }
        String all = request.getRequestURL().toString();
        return all.substring(0, all.length() - request.getRequestURI().length());
    }
}
