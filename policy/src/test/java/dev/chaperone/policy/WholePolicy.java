// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Catalog;

import java.util.Set;
import java.util.stream.Collectors;

/// A policy that uses all that the language has.
final class WholePolicy {
    static final String TEXT =
            """
            apiVersion: chaperone.dev/v1
            organization: Acme
            owner: security@acme.example
            effective: 2026-11-30
            time-zone: Europe/Berlin
            tools:
              - tool: claude-code
                plans: [api, team]
                settings:
                  - {key: disable-bypass-permissions, expected: "true", because: Nobody skips asking.}
              - {tool: codex, plans: [api], teams: [Platform]}
            repositories:
              - {match: "github.com/acme/vault-*", class: secret, tools: []}
              - {match: "github.com/acme/pay*", class: confidential, tools: [claude-code]}
              - {match: "github.com/acme/*", class: internal}
            content:
              - {id: no-secrets, detect: [secret], action: block, because: Keys stay inside.}
            rules:
              - id: confidential-by-platform
                when: repository.class == 'confidential' && !('Platform' in person.teams)
                then: block
                because: Payment code is for Platform.
                proceed: ask Platform.
                section: prohibited-uses
              - id: not-on-sundays
                when: at.getDayOfWeek('Europe/Berlin') == 0
                then: warn
              - {id: cards, when: "detected['payment-card'] > 2", then: block}
            require:
              acknowledgment: {gate: block, grace: 14d, every: 12mo}
              training: {gate: warn, courses: [safe-use]}
              checklist: off
            exceptions: {longest: 30d, approvals: 2}
            monitoring: {log-review: 7d, access-review: 3mo, vendor-review: 6mo}
            incidents: {contact: incidents@acme.example, clock: 24h, cases: {blocks: 3, within: 1d, severe: [no-secrets]}}
            approval: {approvals: 2}
            sections:
              purpose: |
                AI tools help us, *carefully*.
            """;

    private WholePolicy() {}

    static PolicySnapshot read() throws PolicyException {
        return read(TEXT);
    }

    static PolicySnapshot read(String text) throws PolicyException {
        return review(text).snapshot();
    }

    static PolicyFile.Reviewed review(String text) throws PolicyException {
        return PolicyFile.review(text, Catalog.builtIn(), Set.of("payment-card", "jwt"));
    }

    /// What is wrong with a text, a line for each fault.
    static String faults(String text) {
        try {
            read(text);
            return "";
        } catch (PolicyException e) {
            return e.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
        }
    }
}
