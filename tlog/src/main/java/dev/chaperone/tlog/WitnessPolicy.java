// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which logs are trusted, and the cosignatures of which witnesses make their checkpoints valid
/// (C2SP tlog-policy).
///
/// @param logs the keys of logs, each with the origin of the log as its name
/// @param witnesses by their names in the policy
/// @param quorum what must have cosigned
public record WitnessPolicy(List<Party> logs, Map<String, Party> witnesses, Quorum quorum) {
    public WitnessPolicy {
        logs = List.copyOf(logs);
        witnesses = Map.copyOf(witnesses);
    }

    /// A log or a witness.
    public record Party(VerifierKey key, @Nullable String url) {}

    /// How many of which must have cosigned.
    public sealed interface Quorum {
        /// Nobody needs to.
        record None() implements Quorum {}

        /// One witness.
        record One(String witness) implements Quorum {}

        /// At least so many members of a group.
        record Group(int threshold, List<Quorum> members) implements Quorum {
            public Group {
                members = List.copyOf(members);
            }
        }

        /// Whether the witnesses that cosigned are enough.
        default boolean metBy(Set<String> cosigned) {
            return switch (this) {
                case None() -> true;
                case One(String witness) -> cosigned.contains(witness);
                case Group(int threshold, List<Quorum> members) ->
                        members.stream().filter(member -> member.metBy(cosigned)).count()
                                >= threshold;
            };
        }
    }

    public static WitnessPolicy parse(String text) throws MalformedException {
        return new PolicyText().read(text);
    }

    /// Verifies that the checkpoint is signed by a log of the policy and cosigned as it asks for.
    public OpenedNote open(Note note) throws MalformedException, UntrustedNoteException {
        OpenedNote opened = note.open(keys());
        String origin = opened.checkpoint().origin();
        boolean signed =
                logs.stream()
                        .map(Party::key)
                        .anyMatch(key -> key.name().equals(origin) && opened.signedBy(key));
        if (!signed) {
            throw new UntrustedNoteException(
                    UntrustedNoteException.Reason.NO_KNOWN_SIGNATURE,
                    "The checkpoint is not signed by a log of the policy");
        }
        Set<String> cosigned = cosigned(opened);
        if (!quorum.metBy(cosigned)) {
            throw new UntrustedNoteException(
                    UntrustedNoteException.Reason.QUORUM_MISSED,
                    "The checkpoint is not cosigned by enough witnesses, only by " + cosigned);
        }
        return opened;
    }

    private List<VerifierKey> keys() {
        return Stream.concat(logs.stream(), witnesses.values().stream()).map(Party::key).toList();
    }

    private Set<String> cosigned(OpenedNote opened) {
        Set<String> names = new TreeSet<>();
        witnesses.forEach((name, witness) -> {
            if (opened.signedBy(witness.key())) {
                names.add(name);
            }
        });
        return names;
    }
}
