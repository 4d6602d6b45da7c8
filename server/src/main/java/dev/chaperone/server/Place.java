// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// Where this instance is: what pages tell people about it.
///
/// @param workspace address of the pages and the API, once they are up
/// @param gateway address that AI tools are pointed to
/// @param upstreams names of the model APIs that are set up
/// @param dataOption what commands need to find this instance
/// @param signIn whether Claude Code can sign in
/// @param limits how much may be used
record Place(
        boolean demo,
        Supplier<String> workspace,
        String gateway,
        List<String> upstreams,
        Path adminTokenFile,
        Path configFile,
        Path policyFile,
        String dataOption,
        SignInOffer signIn,
        Limits limits) {
    Place {
        upstreams = List.copyOf(upstreams);
    }
}
