// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// A text with signatures (C2SP signed-note). Nothing of it can be believed before [#open].
///
/// @param text ends with a newline
public record Note(String text, List<Signature> signatures) {
    private static final int MOST_SIGNATURES = 100;
    private static final String DASH = "\u2014 ";

    public Note {
        signatures = List.copyOf(signatures);
    }

    public static Note parse(byte[] bytes) throws MalformedException {
        return parse(Fields.utf8(bytes));
    }

    public static Note parse(String note) throws MalformedException {
        Fields.printable(note);
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw new MalformedException("A note needs an empty line and signatures");
        }
        List<Signature> signatures = signatureLines(note.substring(end + 2));
        if (signatures.isEmpty()) {
            throw new MalformedException("A note without signatures");
        }
        return new Note(note.substring(0, end + 1), signatures);
    }

    /// Reads signature lines alone, as witnesses answer them.
    public static List<Signature> signatureLines(String lines) throws MalformedException {
        if (!lines.isEmpty() && !lines.endsWith("\n")) {
            throw new MalformedException("The last signature line has no end");
        }
        List<Signature> signatures = new ArrayList<>();
        for (int at = 0; at < lines.length(); ) {
            int end = lines.indexOf('\n', at);
            if (signatures.size() == MOST_SIGNATURES) {
                throw new MalformedException("More than 100 signatures");
            }
            signatures.add(Signature.parse(lines.substring(at, end)));
            at = end + 1;
        }
        return signatures;
    }

    static void requireText(String text) throws MalformedException {
        Fields.printable(text);
        if (!text.endsWith("\n")) {
            throw new MalformedException("A text that does not end with a newline");
        }
    }

    /// The note as it is sent.
    public String format() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.format()));
        return note.toString();
    }

    /// The same note with more signatures.
    public Note with(Collection<Signature> more) {
        List<Signature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new Note(text, all);
    }

    /// Verifies the signatures of the known keys. Signatures of others are ignored.
    ///
    /// @throws UntrustedNoteException when no known key signed, and when a signature that claims to
    ///   be by one is not valid
    public OpenedNote open(Collection<VerifierKey> known) throws UntrustedNoteException {
        List<OpenedNote.Verified> verified = new ArrayList<>();
        for (Signature signature : new LinkedHashSet<>(signatures)) {
            List<VerifierKey> keys = known.stream().filter(key -> key.made(signature)).toList();
            if (keys.size() > 1) {
                throw new UntrustedNoteException(
                        UntrustedNoteException.Reason.AMBIGUOUS_KEY,
                        "Several keys are known as the %s that signed".formatted(signature.name()));
            }
            for (VerifierKey key : keys) {
                if (!key.verifies(text, signature)) {
                    throw new UntrustedNoteException(
                            UntrustedNoteException.Reason.INVALID_SIGNATURE,
                            "The signature of %s is not valid".formatted(signature.name()));
                }
                verified.add(new OpenedNote.Verified(key, signature, key.time(signature)));
            }
        }
        if (verified.isEmpty()) {
            throw new UntrustedNoteException(
                    UntrustedNoteException.Reason.NO_KNOWN_SIGNATURE,
                    "No signature is by a known key");
        }
        return new OpenedNote(this, verified);
    }

    /// A line that claims that a key signed a text.
    ///
    /// @param keyId a hint only: ids are short enough to collide on purpose
    /// @param bytes what the key made, after its id
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
    public record Signature(String name, int keyId, byte[] bytes) {
        public Signature {
            bytes = bytes.clone();
        }

        static Signature parse(String line) throws MalformedException {
            int space = line.startsWith(DASH) ? line.indexOf(' ', DASH.length()) : -1;
            if (space < 0) {
                throw new MalformedException("Not a signature line: " + Fields.shown(line));
            }
            String name = line.substring(DASH.length(), space);
            VerifierKey.requireName(name);
            byte[] decoded = Fields.base64(line.substring(space + 1));
            if (decoded.length <= Integer.BYTES) {
                throw new MalformedException("A signature line without a signature");
            }
            return new Signature(
                    name,
                    ByteBuffer.wrap(decoded).getInt(),
                    Arrays.copyOfRange(decoded, Integer.BYTES, decoded.length));
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        /// The array itself, for those who only read it.
        byte[] raw() {
            return bytes;
        }

        /// The line, with its end.
        public String format() {
            byte[] whole =
                    ByteBuffer.allocate(Integer.BYTES + bytes.length)
                            .putInt(keyId)
                            .put(bytes)
                            .array();
            return DASH + name + ' ' + Fields.base64(whole) + '\n';
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signature that
                    && keyId == that.keyId
                    && name.equals(that.name)
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * keyId + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return format().strip();
        }
    }
}
