// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Keys by which a note is opened (C2SP signed-note): signatures of other keys do not count, a
/// wrong one of a known key spoils the note.
record KeyRing(List<VerifierKey> keys) {
    KeyRing {
        keys = List.copyOf(keys);
    }

    /// A key that signed a note.
    ///
    /// @param time in seconds since 1970, 0 when the signature carries none
    record Signer(VerifierKey key, long time) {
        @Override
        public String toString() {
            return time == 0 ? key.title() : key.title() + " at " + when(time);
        }

        private static String when(long seconds) {
            try {
                return Instant.ofEpochSecond(seconds).toString();
            } catch (DateTimeException e) {
                return "second " + seconds;
            }
        }
    }

    /// Reads one vkey a line.
    static List<VerifierKey> parse(String lines) throws MalformedException {
        List<VerifierKey> keys = new ArrayList<>();
        for (String line : lines.strip().split("\n", -1)) {
            keys.add(VerifierKey.parse(line.strip()));
        }
        return keys;
    }

    /// The keys that signed, each once, in the order of their signatures.
    ///
    /// @throws NotProvenException when a known key's signature is wrong, or no known key signed
    /// @throws UsageException when two of the keys that are needed have one name and id
    List<Signer> open(Note note) throws NotProvenException, UsageException {
        List<Signer> signers = signersOf(note);
        if (signers.isEmpty()) {
            throw new NotProvenException("no signature by a known key");
        }
        return signers;
    }

    /// As [#open], but it may be that none signed.
    List<Signer> signersOf(Note note) throws NotProvenException, UsageException {
        List<Signer> signers = new ArrayList<>();
        for (Note.Signature signature : note.signatures()) {
            VerifierKey key = known(signature);
            if (key != null && signers.stream().noneMatch(signer -> signer.key() == key)) {
                signers.add(signer(note, signature, key));
            }
        }
        return signers;
    }

    private static Signer signer(Note note, Note.Signature signature, VerifierKey key)
            throws NotProvenException {
        try {
            if (key.signed(note, signature)) {
                return new Signer(key, key.kind().isTimed() ? VerifierKey.time(signature) : 0);
            }
        } catch (MalformedException e) {
            throw new NotProvenException("the signature by " + key.title() + ": " + e.fact());
        }
        throw new NotProvenException("the signature by " + key.title() + " is wrong");
    }

    private @Nullable VerifierKey known(Note.Signature signature) throws UsageException {
        List<VerifierKey> found =
                keys.stream()
                        .filter(key -> key.id() == signature.id())
                        .filter(key -> key.name().equals(signature.name()))
                        .toList();
        if (found.size() > 1) {
            throw new UsageException("two keys have the name and id of " + found.getFirst());
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
