// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

import java.util.Map;
import java.util.stream.Collectors;

/// Compiles conditions about the same names.
///
/// The language is CEL (<https://github.com/google/cel-spec>), which always ends and can do nothing
/// but answer. What a condition may cost is limited when it is compiled, so that no text of a
/// policy makes a request wait: see [Cost].
public final class Conditions {
    /// Characters of a condition.
    public static final int LONGEST = 2_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .comprehensionMaxIterations(Cost.MOST_ITERATIONS)
                    .maxExpressionCodePointSize(LONGEST)
                    .build();

    private final CelCompiler compiler;
    private final CelRuntime runtime;

    /// @param names what conditions may speak of, for example `person.teams`
    public Conditions(Map<String, ValueType> names) {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL);
        names.forEach((name, type) -> builder.addVar(name, celType(type)));
        this.compiler = builder.build();
        this.runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
    }

    private static CelType celType(ValueType type) {
        return switch (type) {
            case TEXT -> SimpleType.STRING;
            case TEXTS -> ListType.create(SimpleType.STRING);
            case NUMBER -> SimpleType.INT;
            case TRUTH -> SimpleType.BOOL;
            case TIME -> SimpleType.TIMESTAMP;
            case COUNTS -> MapType.create(SimpleType.STRING, SimpleType.INT);
        };
    }

    /// Compiles a condition.
    ///
    /// @throws InvalidConditionException naming every fault with its place in the text
    public Condition compile(String text) throws InvalidConditionException {
        CelValidationResult result = compiler.compile(text);
        if (result.hasError()) {
            throw new InvalidConditionException(
                    result.getErrors().stream()
                            .map(Conditions::explain)
                            .collect(Collectors.joining("; ")));
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            Cost.check(tree.getExpr());
            return new Condition(text, runtime.createProgram(tree), Necessary.of(tree.getExpr()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new InvalidConditionException(String.valueOf(e.getMessage()));
        }
    }

    private static String explain(CelIssue issue) {
        return "at line %d, character %d of the condition: %s"
                .formatted(
                        issue.getSourceLocation().getLine(),
                        issue.getSourceLocation().getColumn() + 1,
                        issue.getMessage());
    }
}
