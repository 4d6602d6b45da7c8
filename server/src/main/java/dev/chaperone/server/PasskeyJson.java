// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.accounts.PasskeySite;
import dev.chaperone.workspace.people.Person;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What the pages' script asks a device with; bytes are in base64url.
final class PasskeyJson {
    private PasskeyJson() {}

    /// For a sign-in: any key that the device has for this site.
    record Asked(String challenge, String site) {
        static Asked of(String challenge, PasskeySite site) {
            return new Asked(challenge, site.name());
        }
    }

    /// For a new key.
    ///
    /// @param handle whom the key is for, as the device gives back
    /// @param known keys that the person has: the same device makes no second one
    record Wanted(
            String challenge,
            String site,
            String handle,
            String account,
            String name,
            List<Long> algorithms,
            List<String> known) {
        static Wanted of(String challenge, PasskeySite site, Person person, List<String> known) {
            return new Wanted(
                    challenge,
                    site.name(),
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(person.id().value().getBytes(StandardCharsets.UTF_8)),
                    person.email(),
                    person.name(),
                    WebAuthn.ALGORITHMS,
                    known);
        }
    }
}
