// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Set;

/// Whether Claude Code may sign in at this instance. A sign-in hands out tokens, so none may go
/// over a network in clear, and people must be able to reach the page that the tool shows them.
///
/// @param pages address of the workspace as browsers call it; null for the one that it listens on
/// @param gateway address of the gateway as tools call it; null for what each request says
/// @param hindrance why not, in a sentence; null when they may
/// @param repair what to change; null when nothing
record SignInOffer(
        @Nullable URI pages,
        @Nullable URI gateway,
        @Nullable String hindrance,
        @Nullable String repair) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    static SignInOffer of(Options options, ConfigurationFile.Settings settings) {
        URI pages = settings.publicUrl();
        URI gateway = settings.claudeCode().gatewayUrl();
        boolean secure = settings.tls() != null || gateway != null;
        if (!secure && !options.onLoopback()) {
            return new SignInOffer(
                    pages,
                    gateway,
                    "Claude Code signs in over https only, or on this machine: the gateway speaks"
                            + " http and can be reached from other machines.",
                    "set 'tls' in config.yaml, or 'claude-code.gateway-url' to the https address"
                            + " of the proxy in front of the gateway");
        }
        boolean findable =
                pages != null || !(EVERYWHERE.contains(options.bind()) || options.behindTlsProxy());
        if (!findable) {
            return new SignInOffer(
                    pages,
                    gateway,
                    "Claude Code can not sign in: Chaperone does not know the address at which"
                            + " people's browsers find its pages.",
                    "set 'public-url' in config.yaml");
        }
        return new SignInOffer(pages, gateway, null, null);
    }
}
