// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Says which tokens may stand in a run, by what [Hook]s see in it, and recognises them.
final class ShapeIndex {
    /// How far before a token the word may stand that it needs, and how far the operator.
    private static final int WINDOW = 60;

    /// How many of the last characters tell a token from a row of crosses.
    private static final int TAIL = 8;

    private static final int LONGEST_RUN = 400;
    private final Starts starts = new Starts();

    // By the character before a run.
    private final @Nullable Bucket[] marksBefore = new Bucket[256];
    private final @Nullable Bucket[] lengths = new Bucket[LONGEST_RUN];

    // All words that must stand before a token of some detector, and what they alone notice.
    private final List<String> words;
    private final Words automaton;
    private final WordIndex byWord;

    ShapeIndex(List<Rule> rules, List<RunProbe> probes) {
        words =
                rules.stream()
                        .flatMap(rule -> rule.detector().near().stream())
                        .distinct()
                        .sorted()
                        .toList();
        automaton = new Words(words);
        for (RunProbe probe : probes) {
            for (String start : probe.starts()) {
                starts.add(List.of(start.split("")), Candidate.of(probe));
            }
            probe.marks()
                    .chars()
                    .forEach(mark -> Bucket.add(marksBefore, mark, Candidate.of(probe)));
            probe.lengths().forEach(length -> Bucket.add(lengths, length, Candidate.of(probe)));
        }
        List<WordIndex.Form> wordy = new ArrayList<>();
        for (Rule rule : rules) {
            for (Shape shape : rule.shapes()) {
                switch (Hook.of(shape)) {
                    case Hook.Start start -> addStart(start, form(rule, shape, start));
                    case Hook.Before before -> addMark(before, form(rule, shape, before));
                    case Hook.Length length -> addLengths(length, form(rule, shape, length));
                    case null -> wordy.add(wordy(rule, shape));
                }
            }
        }
        byWord = new WordIndex(wordy);
        starts.pack();
        Bucket.pack(marksBefore);
        Bucket.pack(lengths);
    }

    private Form form(Rule rule, Shape shape, Hook hook) {
        boolean start = hook instanceof Hook.Start;
        Near near = rule.needsWord() ? new Near(automaton, indices(rule)) : null;
        return new Form(rule, shape, hook.part(), hook.inside(), start, near);
    }

    private BitSet indices(Rule rule) {
        BitSet indices = new BitSet();
        for (String word : rule.detector().near()) {
            indices.set(Collections.binarySearch(words, word));
        }
        return indices;
    }

    private void addStart(Hook.Start hook, Form form) {
        int known = Starts.known(hook.places());
        starts.add(hook.places(), form.candidate(distance -> distance >= 0 && distance < known));
    }

    private void addMark(Hook.Before hook, Form form) {
        Candidate candidate = form.candidate(distance -> distance == -1);
        hook.places().getLast().chars().forEach(mark -> Bucket.add(marksBefore, mark, candidate));
    }

    private void addLengths(Hook.Length hook, Form form) {
        Candidate candidate = form.candidate(_ -> false);
        for (int length = hook.min(); length <= Math.min(hook.max(), LONGEST_RUN - 1); length++) {
            Bucket.add(lengths, length, candidate);
        }
    }

    private WordIndex.Form wordy(Rule rule, Shape shape) {
        if (!rule.needsWord()) {
            throw new IllegalArgumentException(
                    "%s: nothing in %s stands out, so it needs 'near'"
                            .formatted(rule.detector().id(), shape));
        }
        Form form = new Form(rule, shape, 0, 0, false, null);
        Form careful = new Form(rule, shape, 0, 0, false, new Near(automaton, indices(rule)));
        return new WordIndex.Form(
                shape,
                rule.detector().near(),
                form.candidate(_ -> false),
                careful.candidate(_ -> false));
    }

    /// Tells the tokens that begin in the marked block.
    ///
    /// @param layers where runs go that may be base64
    void in(Text text, Marks marks, int words, Layers layers, Consumer<Finding> found) {
        boolean before = CharClass.TOKEN.has(text.at(marks.start() - 1));
        if (before) {
            goOn(text, marks, found);
        }
        for (int word = 0; word < words; word++) {
            for (long runs = marks.runs(word, before); runs != 0; runs &= runs - 1) {
                look(text, marks, marks.place(word, runs), layers, found);
            }
            before = marks.tokens[word] < 0;
        }
    }

    /// Looks at what of a run lies in this block that began in an earlier one.
    private void goOn(Text text, Marks marks, Consumer<Finding> found) {
        int start = text.runStart(marks.start(), CharClass.TOKEN, Marks.MIN_RUN);
        int end = marks.runEnd(text, marks.start());
        if (end - start >= Marks.MIN_RUN) {
            if (Hook.isSeparator(text.at(marks.start() - 1))) {
                starts.look(text, marks, marks.start(), end, found);
            }
            lookBehindSeparators(text, marks, marks.start(), end, found);
        }
    }

    private void lookBehindSeparators(
            Text text, Marks marks, int from, int end, Consumer<Finding> found) {
        // A place behind the block is looked at with the next one.
        int stop = Math.min(end, marks.end()) - 1;
        for (int at = from; at < stop; at += Long.SIZE) {
            long each = marks.window(marks.separators, at) & lowest(stop - at);
            for (; each != 0; each &= each - 1) {
                starts.look(text, marks, at + Long.numberOfTrailingZeros(each) + 1, end, found);
            }
        }
    }

    /// So many bits.
    private static long lowest(int count) {
        return count < Long.SIZE ? (1L << count) - 1 : -1;
    }

    private void look(Text text, Marks marks, int start, Layers layers, Consumer<Finding> found) {
        int end = marks.runEnd(text, start);
        int before = text.at(start - 1);
        starts.look(text, marks, start, end, found);
        int glued = gluedAt(before, start);
        if (glued > start) {
            starts.look(text, marks, glued, end, found);
        }
        lookBehindSeparators(text, marks, start, end, found);
        long inRun = lowest(end - start);
        long alnums = marks.alnums(start);
        boolean mixed =
                (marks.window(marks.digits, start) & inRun) != 0
                        || (marks.window(marks.capitals, start) & inRun) != 0
                                && (marks.window(marks.smalls, start) & inRun) != 0;
        if (mixed) {
            layers.run(start, end);
        }
        if (mixed && before >= 0) {
            Bucket.look(marksBefore[before], text, start, end, alnums, found);
        }
        if (end - start < LONGEST_RUN) {
            Bucket.look(lengths[end - start], text, start, end, alnums, found);
        }
        if ((mixed || end - start >= 2 * Marks.MIN_RUN) && isAssigned(text, start)) {
            byWord.look(text, start, end, alnums, found);
        }
    }

    /// Behind the tail of an escape that a second encoding left behind, such as `\n` or `%3D`.
    private static int gluedAt(int before, int start) {
        return switch (before) {
            case '\\' -> start + 1;
            case '%' -> start + 2;
            default -> start;
        };
    }

    /// The words of which a token needs one before it.
    private record Near(Words automaton, BitSet indices) {
        boolean isBefore(Text text, int start) {
            return automaton.isIn(text, lineStart(text, start), start, indices);
        }
    }

    /// One form of a detector's token, and how it is noticed.
    ///
    /// @param part the part of the shape that stands where it is noticed
    /// @param inside how many characters of that part stand before
    /// @param byStart whether it is noticed by the characters that stand there
    /// @param near the words of which it needs one nearby; null when that is seen to, or none
    /// @param reach what has to follow there; null when nothing is known of it
    private record Form(
            Rule rule,
            Shape shape,
            int part,
            int inside,
            boolean byStart,
            @Nullable Near near,
            @Nullable Reach reach)
            implements Recogniser {

        Form(Rule rule, Shape shape, int part, int inside, boolean byStart, @Nullable Near near) {
            this(rule, shape, part, inside, byStart, near, Reach.of(shape, part, inside));
        }

        /// @param known whether the character at a distance is known to fit already
        Candidate candidate(IntPredicate known) {
            int least = Hook.lengthOfRun(shape.parts(), part, inside);
            Outline outline = Outline.of(shape, part, inside);
            return new Candidate(
                    outline, Glance.of(shape, part, inside, least, outline, known), reach, this);
        }

        @Override
        public @Nullable Finding at(Text text, int place, int end) {
            if (reach != null && !reach.isThere(text, place)) {
                return null;
            }
            int start = shape.start(text, place - inside, part);
            int tokenEnd = start < 0 ? start : shape.end(text, start);
            if (tokenEnd < 0) {
                return null;
            }
            // `ghp_xxxx…` and the like: nobody was ever given such a token
            int tail = Math.max(start + shape.prefixLength(), tokenEnd - TAIL);
            if (tokenEnd - tail == TAIL && text.isMonotonous(tail, tokenEnd)) {
                return null;
            }
            if (near != null && !near.isBefore(text, start)) {
                return null;
            }
            Confidence confidence = confidence(text.copy(start, tokenEnd));
            return new Finding(rule.detector().id(), confidence, start, tokenEnd);
        }

        private Confidence confidence(String token) {
            if (rule.check().holds(token)) {
                return Confidence.PROVEN;
            }
            if (rule.needsWord()) {
                return Confidence.CONTEXTUAL;
            }
            // Without a prefix the form alone says nothing.
            boolean bare = byStart && shape.prefixLength() < Hook.START;
            return bare && rule.check() != Check.NONE ? Confidence.GENERIC : Confidence.SHAPED;
        }
    }

    /// Where words may begin that belong to a token.
    static int lineStart(Text text, int before) {
        byte[] bytes = text.bytes();
        int first = Math.max(text.start(), before - WINDOW);
        int i = before;
        while (i > first && !endsLine(bytes, text.start(), i)) {
            i--;
        }
        text.looked(before - i);
        return i;
    }

    /// Whether a line ends before a place, also one that is written in a string.
    private static boolean endsLine(byte[] bytes, int first, int place) {
        int last = bytes[place - 1];
        return last == '\n'
                || last == '\r'
                || last == 'n' && place - 2 >= first && bytes[place - 2] == '\\';
    }

    /// Whether the text gives this value to something, as in `name = "value`.
    private static boolean isAssigned(Text text, int start) {
        int i = start - 1;
        while (start - i < 8
                && (Text.isQuote(text.at(i)) || Text.isBlank(text.at(i)) || text.at(i) == '\\')) {
            i--;
        }
        return switch (text.at(i)) {
            case '=', ':' -> !isDigest(text, i);
            case '>', ',', '(' -> true;
            default -> isScheme(text, i);
        };
    }

    /// Whether the value is said to be a sum over something public, as in `sha256:…`.
    private static boolean isDigest(Text text, int operator) {
        return text.hasAnyCase(operator - 3, "md5")
                || text.hasAnyCase(operator - 4, "sha1")
                || text.hasAnyCase(operator - 6, "sha256")
                || text.hasAnyCase(operator - 6, "sha384")
                || text.hasAnyCase(operator - 6, "sha512")
                || text.hasAnyCase(operator - 6, "digest");
    }

    /// The word before the value in an Authorization header or on a command line.
    private static boolean isScheme(Text text, int last) {
        return text.hasAnyCase(last - 5, "bearer")
                || text.hasAnyCase(last - 4, "basic")
                || text.hasAnyCase(last - 4, "token")
                || text.hasAnyCase(last - 2, "key");
    }
}
