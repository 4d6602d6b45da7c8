// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;

/// The form of a provider's token: literal text and runs of characters, written as in
/// `xoxb-{digit:10-13}-{digit:10-13}-{b62:18-34}`. It starts with a literal.
///
/// A run takes all it can, so what follows a run must not begin with a member of its class.
final class TokenShape {
    private static final int NO = -1;

    private final List<Part> parts = new ArrayList<>();

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Run(CharClass members, int min, int max) implements Part {}
    }

    private TokenShape() {}

    static TokenShape parse(String text) {
        var shape = new TokenShape();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int literalEnd = open < 0 ? text.length() : open;
            if (literalEnd > at) {
                shape.parts.add(new Part.Literal(text.substring(at, literalEnd)));
            }
            at = literalEnd;
            if (open >= 0) {
                int close = text.indexOf('}', open);
                shape.parts.add(run(text.substring(open + 1, close)));
                at = close + 1;
            }
        }
        return shape;
    }

    private static Part.Run run(String text) {
        int colon = text.indexOf(':');
        int dash = text.indexOf('-', colon);
        int min = Integer.parseInt(text, colon + 1, dash < 0 ? text.length() : dash, 10);
        int max = dash < 0 ? min : Integer.parseInt(text.substring(dash + 1));
        return new Part.Run(CharClass.named(text.substring(0, colon)), min, max);
    }

    Anchor anchor() {
        var places = new ArrayList<String>();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(var text) ->
                        text.chars().mapToObj(Character::toString).forEach(places::add);
                case Part.Run(var members, var min, _) -> {
                    for (int i = 0; i < min && places.size() < Anchor.LENGTH; i++) {
                        places.add(members.members());
                    }
                }
            }
        }
        return new Anchor(places.subList(0, Anchor.LENGTH));
    }

    /// Where the token that begins at `at` ends, or -1 when there is none.
    int end(Text text, int at) {
        int i = at;
        CharClass last = CharClass.B62;
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(var literal) -> {
                    if (!text.has(i, literal)) {
                        return NO;
                    }
                    i += literal.length();
                }
                case Part.Run(var members, var min, var max) -> {
                    int end = text.runEnd(i, members, max);
                    if (end - i < min || end - i > max) {
                        return NO;
                    }
                    i = end;
                    last = members.edge();
                }
            }
        }
        return text.startsToken(at, firstRun()) && !last.has(text.at(i)) ? i : NO;
    }

    /// The end of the leading literal, as an offset in the token.
    int prefixLength() {
        return parts.getFirst() instanceof Part.Literal(var text) ? text.length() : 0;
    }

    private CharClass firstRun() {
        for (Part part : parts) {
            if (part instanceof Part.Run run) {
                return run.members();
            }
        }
        return CharClass.B62;
    }
}
