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

    Condition(String text, CelRuntime.Program program, List<Necessary> necessary) {
        this.text = text;
        this.program = program;
        this.necessary = List.copyOf(necessary);
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

    @Override
    public String toString() {
        return text;
    }
}
