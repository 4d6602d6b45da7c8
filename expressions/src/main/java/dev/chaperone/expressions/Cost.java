// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

import dev.cel.common.ast.CelExpr;

import java.util.List;

/// What a condition costs at most, in steps; a loop counts as often as it may run.
///
/// CEL has no loops but those over lists and maps (`exists`, `all`, `filter` and so on), so a bound
/// on their length and depth bounds everything.
final class Cost {
    /// Of one loop: a person has not more teams, a prompt not more kinds of findings.
    static final int MOST_ITERATIONS = 1_000;

    /// How often a loop is taken to run.
    private static final int USUAL_ITERATIONS = 20;

    /// Enough for every condition that a person would write: 500 comparisons, or a loop of twenty.
    private static final int MOST_STEPS = 1_000;

    private Cost() {}

    static void check(CelExpr expression) throws InvalidConditionException {
        long steps = steps(expression);
        if (steps > MOST_STEPS) {
            throw new InvalidConditionException(
                    ("the condition is too expensive: about %d steps for each request, %d are allowed;"
                                    + " loops in loops cost most")
                            .formatted(steps, MOST_STEPS));
        }
    }

    private static long steps(CelExpr expression) {
        return switch (expression.getKind()) {
            case CALL ->
                    1
                            + expression.call().target().map(Cost::steps).orElse(0L)
                            + all(expression.call().args());
            case SELECT -> 1 + steps(expression.select().operand());
            case LIST -> 1 + all(expression.list().elements());
            case MAP ->
                    1
                            + expression.map().entries().stream()
                                    .mapToLong(entry -> steps(entry.key()) + steps(entry.value()))
                                    .sum();
            case STRUCT ->
                    1
                            + expression.struct().entries().stream()
                                    .mapToLong(entry -> steps(entry.value()))
                                    .sum();
            case COMPREHENSION -> loop(expression.comprehension());
            case CONSTANT, IDENT, NOT_SET -> 1;
        };
    }

    private static long loop(CelExpr.CelComprehension loop) {
        return steps(loop.iterRange())
                + steps(loop.accuInit())
                + steps(loop.result())
                + USUAL_ITERATIONS * (steps(loop.loopCondition()) + steps(loop.loopStep()));
    }

    private static long all(List<CelExpr> expressions) {
        return expressions.stream().mapToLong(Cost::steps).sum();
    }
}
