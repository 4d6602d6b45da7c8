// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/// A parser of files that people write: it goes only so deep and knows no aliases. Whatever is
/// built from its events is built by recursion, and a small file can be nested deeper than any
/// stack, or say the same thing again and again.
final class ShallowParser implements Parser {
    private static final int DEEPEST = 50;

    private final Parser parser;
    private int depth;

    ShallowParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> depth++;
            case MappingEnd, SequenceEnd -> depth--;
            case Alias ->
                    throw new ParserException(
                            "aliases (*) are not allowed; write it out", event.getStartMark());
            case Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {
                // No deeper, no higher.
            }
        }
        if (depth > DEEPEST) {
            throw new ParserException(
                    "nested deeper than " + DEEPEST + " levels", event.getStartMark());
        }
        return event;
    }
}
