// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Something without which a condition is not true: a name has one of some values, or, where it
/// stands for several texts, one of them is among the values.
///
/// Seen are `name == 'value'`, `name in ['a', 'b']` and `'value' in name`, joined by `&&`; and by
/// `||` where both sides speak of the same name. What is not seen is not listed, so an index by
/// this asks too often but never too rarely.
public record Necessary(String name, Set<String> values) {
    private static final String AND = "_&&_";
    private static final String OR = "_||_";
    private static final String EQUALS = "_==_";
    private static final String IN = "@in";

    public Necessary {
        values = Set.copyOf(values);
    }

    boolean followsFromOneOf(List<Necessary> others) {
        for (Necessary other : others) {
            if (other.name.equals(name) && values.containsAll(other.values)) {
                return true;
            }
        }
        return false;
    }

    /// What is seen of an expression.
    ///
    /// @param whole whether nothing else is asked: it is true whenever all of these are
    record Seen(List<Necessary> necessary, boolean whole) {
        private static final Seen NOTHING = new Seen(List.of(), false);

        private static Seen of(@Nullable Necessary found) {
            return found == null ? NOTHING : new Seen(List.of(found), true);
        }
    }

    static Seen of(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return Seen.NOTHING;
        }
        CelExpr.CelCall call = expression.call();
        return switch (call.function()) {
            case AND -> both(call);
            case OR -> either(call);
            case EQUALS -> Seen.of(equal(call.args().get(0), call.args().get(1)));
            case IN -> Seen.of(in(call.args().get(0), call.args().get(1)));
            default -> Seen.NOTHING;
        };
    }

    private static Seen both(CelExpr.CelCall call) {
        List<Necessary> all = new ArrayList<>();
        boolean whole = true;
        for (CelExpr side : call.args()) {
            Seen seen = of(side);
            all.addAll(seen.necessary());
            whole &= seen.whole();
        }
        return new Seen(all, whole);
    }

    private static Seen either(CelExpr.CelCall call) {
        Seen left = of(call.args().get(0));
        Seen right = of(call.args().get(1));
        List<Necessary> shared = new ArrayList<>();
        for (Necessary one : left.necessary()) {
            for (Necessary other : right.necessary()) {
                if (one.name().equals(other.name())) {
                    Set<String> values = new HashSet<>(one.values());
                    values.addAll(other.values());
                    shared.add(new Necessary(one.name(), values));
                }
            }
        }
        boolean one = left.necessary().size() == 1 && right.necessary().size() == 1;
        return new Seen(shared, one && shared.size() == 1 && left.whole() && right.whole());
    }

    private static @Nullable Necessary equal(CelExpr left, CelExpr right) {
        Necessary found = named(left, right);
        return found == null ? named(right, left) : found;
    }

    private static @Nullable Necessary in(CelExpr element, CelExpr list) {
        if (list.getKind() == CelExpr.ExprKind.Kind.LIST) {
            String name = name(element);
            Set<String> values = new HashSet<>();
            for (CelExpr each : list.list().elements()) {
                String value = text(each);
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return name == null ? null : new Necessary(name, values);
        }
        return named(list, element);
    }

    private static @Nullable Necessary named(CelExpr name, CelExpr value) {
        String written = name(name);
        String text = text(value);
        return written == null || text == null ? null : new Necessary(written, Set.of(text));
    }

    /// The type checker has made one identifier of a name with dots.
    private static @Nullable String name(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> expression.ident().name();
            case SELECT -> {
                String operand = name(expression.select().operand());
                yield operand == null || expression.select().testOnly()
                        ? null
                        : operand + "." + expression.select().field();
            }
            default -> null;
        };
    }

    private static @Nullable String text(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expression.constant().stringValue()
                : null;
    }
}
