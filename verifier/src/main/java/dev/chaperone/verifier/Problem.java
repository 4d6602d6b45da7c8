// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/// Something that is not as it must be.
///
/// @param file where; within the ledger
/// @param entry the first entry it is about; null when it is about none, unsigned
/// @param what a sentence
/// @param unreadable true when it could not be looked at, so that nothing is said about its content
record Problem(String file, @Nullable Long entry, String what, boolean unreadable) {
    static final Comparator<Problem> ORDER =
            Comparator.comparingLong(
                            (Problem problem) -> problem.entry() == null ? 0L : problem.entry())
                    .thenComparing(Problem::file)
                    .thenComparing(Problem::what);

    static Problem of(String file, String what) {
        return new Problem(file, null, what, false);
    }

    static Problem at(String file, long entry, String what) {
        return new Problem(file, entry, what, false);
    }

    static Problem unreadable(String file, String what) {
        return new Problem(file, null, what, true);
    }

    @Override
    public String toString() {
        return what.startsWith(file) ? what : file + ": " + what;
    }
}
