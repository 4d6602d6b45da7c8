// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A compiled condition: immutable, without a clock and without I/O.
public final class Condition {
    private final String text;
    private final CelRuntime.Program program;
    private final List<Necessary> necessary;
    private final boolean whole;
    private final @Nullable Boolean constant;

    Condition(String text, CelRuntime.Program program, Necessary.Seen seen) {
        this.text = text;
        this.program = program;
        this.necessary = List.copyOf(seen.necessary());
        this.whole = seen.whole();
        this.constant = constant(program);
    }

    /// Whether it is true of some values.
    ///
    /// @param values by name; only the names that the condition comes to are asked for
    /// @throws UnjudgedException when it is neither true nor false of them
    public boolean holds(Function<String, @Nullable Object> values) throws UnjudgedException {
        try {
            return (Boolean) program.eval(name -> Optional.ofNullable(values.apply(name)));
        } catch (CelEvaluationException e) {
            throw new UnjudgedException(String.valueOf(e.getMessage()), e);
        }
    }

    /// What must be so for the condition to be true, as far as one can see it from the text: for an
    /// index that spares most conditions from being asked.
    public List<Necessary> necessary() {
        return necessary;
    }

    /// Whether it is true whenever the other is, as far as one can see it from the texts: false
    /// means that nobody knows.
    public boolean covers(Condition other) {
        if (!whole) {
            return Boolean.TRUE.equals(constant);
        }
        for (Necessary each : necessary) {
            if (!each.followsFromOneOf(other.necessary)) {
                return false;
            }
        }
        return true;
    }

    /// What it is whatever the values are; empty when it goes by them.
    public Optional<Boolean> constant() {
        return Optional.ofNullable(constant);
    }

    private static @Nullable Boolean constant(CelRuntime.Program program) {
        try {
            return program.eval(_ -> Optional.empty()) instanceof Boolean always ? always : null;
        } catch (CelEvaluationException e) {
            // It asked for a value that it needs.
            return null;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
