// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

/// A look at one piece of a stream that costs a fraction of reading it: most pieces hold only text,
/// and are turned away by it.
final class QuickLook {
    private QuickLook() {}

    /// Judges a name by its bytes.
    interface Names {
        /// Whether a member of this name may tell something.
        ///
        /// @param name where the name begins, behind its quote
        boolean tell(byte[] in, int name, int to);
    }

    /// Whether a JSON object may have one of these members, at whatever depth; yes in case of
    /// doubt.
    static boolean tells(byte[] in, int from, int to, Names names) {
        if (to > from && in[to - 1] != '}') {
            return true; // no object, or one that goes on in the next line
        }
        for (int i = from; i + 1 < to; i++) {
            // A name in disguise begins with a backslash: let the parser look.
            if (in[i] == '"' && (in[i + 1] == '\\' || names.tell(in, i + 1, to))) {
                return true;
            }
        }
        return false;
    }
}
