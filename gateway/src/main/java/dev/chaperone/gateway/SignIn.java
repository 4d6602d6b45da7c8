// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/// Whether tools can sign in at this gateway.
public sealed interface SignIn {
    /// They can.
    ///
    /// @param base how tools call this gateway; null when that is as each request says
    record Offered(SignInDesk desk, @Nullable URI base) implements SignIn {}

    /// They can not.
    ///
    /// @param because a sentence for whoever tries
    record Refused(String because) implements SignIn {}
}
