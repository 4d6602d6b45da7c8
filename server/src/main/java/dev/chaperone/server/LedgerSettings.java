// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.VerifierKey;
import dev.chaperone.witness.WitnessAddress;
import dev.chaperone.workspace.retention.Retention;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What `ledger:` in `config.yaml` says.
///
/// @param origin the log's name; null for a random one
/// @param keep how long entries are kept; null for ever
/// @param quorum how many of the witnesses must cosign
record LedgerSettings(
        @Nullable String origin,
        @Nullable Duration keep,
        List<WitnessAddress> witnesses,
        int quorum) {
    /// Nothing is said.
    static final LedgerSettings DEFAULT = new LedgerSettings(null, null, List.of(), 0);

    private static final Set<String> KEYS = Set.of("origin", "keep", "witnesses", "quorum");
    private static final Set<String> WITNESS = Set.of("name", "url", "vkeys");

    LedgerSettings {
        witnesses = List.copyOf(witnesses);
    }

    /// @param section what stands under `ledger`
    /// @param problems takes what is wrong with it
    static LedgerSettings read(@Nullable Object section, List<String> problems) {
        Map<?, ?> members = members(section, "ledger", KEYS, problems);
        List<WitnessAddress> witnesses = new ArrayList<>();
        Object listed = members.get("witnesses");
        if (listed instanceof List<?> entries) {
            for (int i = 0; i < entries.size(); i++) {
                WitnessAddress read =
                        witness(entries.get(i), "ledger.witnesses[" + i + "]", problems);
                if (read != null) {
                    witnesses.add(read);
                }
            }
        } else if (listed != null) {
            problems.add("ledger.witnesses must be a list");
        }
        return new LedgerSettings(
                origin(members.get("origin"), problems),
                keep(members.get("keep"), problems),
                witnesses,
                quorum(members.get("quorum"), witnesses.size(), problems));
    }

    private static Map<?, ?> members(
            @Nullable Object section, String key, Set<String> known, List<String> problems) {
        if (!(section instanceof Map<?, ?> members)) {
            problems.add(key + " must hold keys and values");
            return Map.of();
        }
        Set<String> unknown = new TreeSet<>();
        members.keySet().forEach(name -> unknown.add(String.valueOf(name)));
        unknown.removeAll(known);
        unknown.forEach(name ->
                problems.add(
                        key + "." + name + " is not known; known are " + new TreeSet<>(known)));
        return members;
    }

    private static @Nullable String origin(@Nullable Object written, List<String> problems) {
        if (written == null || written instanceof String text && VerifierKey.isName(text)) {
            return (String) written;
        }
        problems.add(
                "ledger.origin is '"
                        + written
                        + "', not a name like example.com/chaperone: no spaces, no +");
        return null;
    }

    private static @Nullable Duration keep(@Nullable Object written, List<String> problems) {
        if (written == null) {
            return null;
        }
        String days = written.toString().strip();
        int end = days.length() - 1;
        boolean shaped =
                end > 0
                        && end < 6
                        && days.charAt(end) == 'd'
                        && days.substring(0, end).chars().allMatch(Character::isDigit);
        Duration keep = shaped ? Duration.ofDays(Long.parseLong(days.substring(0, end))) : null;
        if (keep == null || keep.compareTo(Retention.SHORTEST) < 0) {
            problems.add(
                    "ledger.keep is '"
                            + written
                            + "', not a number of days from "
                            + Retention.SHORTEST.toDays()
                            + "d on, for example 2555d");
            return null;
        }
        return keep;
    }

    private static int quorum(@Nullable Object written, int witnesses, List<String> problems) {
        int fallback = Math.min(1, witnesses);
        if (written == null) {
            return fallback;
        }
        if (!(written instanceof Integer number) || number < fallback || number > witnesses) {
            problems.add(
                    "ledger.quorum is '"
                            + written
                            + "', not a number from 1 to the number of witnesses");
            return fallback;
        }
        return number;
    }

    private static @Nullable WitnessAddress witness(
            Object entry, String key, List<String> problems) {
        Map<?, ?> members = members(entry, key, WITNESS, problems);
        List<VerifierKey> keys = new ArrayList<>();
        if (members.get("vkeys") instanceof List<?> vkeys) {
            for (Object vkey : vkeys) {
                try {
                    keys.add(VerifierKey.parse(String.valueOf(vkey)));
                } catch (MalformedException e) {
                    problems.add(key + ".vkeys: " + e.getMessage());
                }
            }
        } else {
            problems.add(key + ".vkeys must be a list of the keys that the witness printed");
        }
        if (!(members.get("name") instanceof String name)
                || !(members.get("url") instanceof String url)) {
            problems.add(key + " needs a name and the url of a witness");
            return null;
        }
        try {
            return new WitnessAddress(name, URI.create(url), keys);
        } catch (IllegalArgumentException e) {
            problems.add(key + ": " + e.getMessage());
            return null;
        }
    }
}
