// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Says which tokens may stand in a run, by what [Hook]s see in it, and recognises them.
final class ShapeIndex {
    /// How far before a token the word may stand that it needs, and how far the operator.
    private static final int WINDOW = 60;

    /// How many of the last characters tell a token from a row of crosses.
    private static final int TAIL = 8;

    private static final int LONGEST_RUN = 400;
    private static final Form[] NONE = {};
    private static final byte SEPARATOR = 1;
    private static final byte DIGIT = 2;
    private static final byte CAPITAL = 4;
    private static final byte SMALL = 8;
    private static final byte[] KIND = new byte[256];

    static {
        for (char c : Hook.SEPARATORS.toCharArray()) {
            KIND[c] = SEPARATOR;
        }
        for (char c = '0'; c <= '9'; c++) {
            KIND[c] = DIGIT;
        }
        for (int i = 0; i < 26; i++) {
            KIND['A' + i] = CAPITAL;
            KIND['a' + i] = SMALL;
        }
    }

    private final Table starts = new Table();
    private final Table befores = new Table();
    private final Form[][] lengths = new Form[LONGEST_RUN][];
    private final Form[][] byWord;
    private final Words words;

    /// One form of a detector's token, and how it is noticed; without a hook by a word alone.
    ///
    /// @param least how much of the run must stand behind the place where it is noticed
    /// @param near the words of which it needs one although it has a hook; else null
    record Form(Rule rule, Shape shape, @Nullable Hook hook, int least, @Nullable Words near) {}

    ShapeIndex(List<Rule> rules) {
        Map<String, List<Form>> near = new TreeMap<>();
        Arrays.fill(lengths, NONE);
        for (Rule rule : rules) {
            for (Shape shape : rule.shapes()) {
                Hook hook = Hook.of(shape);
                boolean asks = hook != null && rule.needsWord();
                Words own = asks ? new Words(rule.detector().near()) : null;
                int least = hook == null ? 0 : Hook.lengthOfRun(shape.parts(), hook);
                Form form = new Form(rule, shape, hook, least, own);
                switch (hook) {
                    case Hook.Start start -> starts.add(start.places(), form);
                    case Hook.Before before -> befores.add(before.places(), form);
                    case Hook.Length length -> addLengths(length, form);
                    case null -> addWords(rule, form, near);
                }
            }
        }
        words = new Words(near.keySet());
        byWord = near.values().stream().map(forms -> forms.toArray(NONE)).toArray(Form[][]::new);
        starts.close();
        befores.close();
    }

    private void addLengths(Hook.Length hook, Form form) {
        for (int length = hook.min(); length <= Math.min(hook.max(), LONGEST_RUN - 1); length++) {
            lengths[length] = with(lengths[length], form);
        }
    }

    private static Form[] with(Form[] forms, Form form) {
        Form[] more = Arrays.copyOf(forms, forms.length + 1);
        more[forms.length] = form;
        return more;
    }

    private static void addWords(Rule rule, Form form, Map<String, List<Form>> near) {
        if (!rule.needsWord()) {
            throw new IllegalArgumentException(
                    "%s: nothing in %s stands out, so it needs 'near'"
                            .formatted(rule.detector().id(), form.shape()));
        }
        for (String word : rule.detector().near()) {
            near.computeIfAbsent(word, _ -> new ArrayList<>()).add(form);
        }
    }

    /// Tells the tokens in a run.
    void in(Text text, Runs run, Consumer<Finding> found) {
        int start = run.start();
        int end = run.end();
        byte[] bytes = text.bytes();
        recognise(starts.at(text, start, Hook.START), text, start, end, found);
        int glued = gluedAt(text, start);
        if (glued > start) {
            recognise(starts.at(text, glued, Hook.START), text, glued, end, found);
        }
        int kinds = 0;
        for (int i = start; i < end; i++) {
            byte kind = KIND[bytes[i] & 0xff];
            if (kind == SEPARATOR) {
                recognise(starts.at(text, i + 1, Hook.START), text, i + 1, end, found);
            }
            kinds |= kind;
        }
        boolean mixed = (kinds & DIGIT) != 0 || (kinds & CAPITAL) != 0 && (kinds & SMALL) != 0;
        if (mixed) {
            int before = start - Hook.BEFORE;
            recognise(befores.at(text, before, Hook.BEFORE), text, start, end, found);
        }
        if (end - start < LONGEST_RUN) {
            recognise(lengths[end - start], text, start, end, found);
        }
        if ((mixed || end - start >= 2 * Runs.MIN) && isAssigned(text, start)) {
            words.in(
                    text,
                    lineStart(text, start),
                    start,
                    word -> recognise(byWord[word], text, start, end, found));
        }
    }

    private static void recognise(
            Form[] forms, Text text, int place, int end, Consumer<Finding> found) {
        for (Form form : forms) {
            if (end - place >= form.least()) {
                recognise(form, text, place, found);
            }
        }
    }

    /// Behind the tail of an escape that a second encoding left behind, such as `\n` or `%3D`.
    private static int gluedAt(Text text, int start) {
        if (text.at(start - 1) == '\\') {
            return start + 1;
        }
        return text.at(start - 1) == '%' ? start + 2 : start;
    }

    private static void recognise(Form form, Text text, int place, Consumer<Finding> found) {
        Hook hook = form.hook();
        int start =
                hook == null ? place : form.shape().start(text, place - hook.inside(), hook.part());
        int end = start < 0 ? start : form.shape().end(text, start);
        if (end < 0) {
            return;
        }
        Rule rule = form.rule();
        // `ghp_xxxx…` and the like: nobody was ever given such a token
        int tail = Math.max(start + form.shape().prefixLength(), end - TAIL);
        if (end - tail == TAIL && text.isMonotonous(tail, end)) {
            return;
        }
        Words near = form.near();
        if (near != null && !near.isIn(text, lineStart(text, start), start)) {
            return;
        }
        Confidence confidence = confidence(rule, form, text.copy(start, end));
        if (confidence != Confidence.GENERIC) {
            found.accept(new Finding(rule.detector().id(), confidence, start, end));
        }
    }

    private static Confidence confidence(Rule rule, Form form, String token) {
        if (rule.check().holds(token)) {
            return Confidence.PROVEN;
        }
        if (rule.needsWord()) {
            return Confidence.CONTEXTUAL;
        }
        // Without a prefix the form alone says nothing.
        boolean bare =
                form.shape().prefixLength() < Hook.START && form.hook() instanceof Hook.Start;
        return bare && rule.check() != Check.NONE ? Confidence.GENERIC : Confidence.SHAPED;
    }

    private static int lineStart(Text text, int before) {
        int i = before;
        while (before - i < WINDOW && !Text.isLineEnd(text.at(i - 1))) {
            i--;
        }
        return i;
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

    /// Forms by a few neighbouring characters.
    private static final class Table {
        private final Map<Integer, List<Form>> building = new HashMap<>();
        private int[] keys = {};
        private Form[][] forms = {};

        void add(List<String> places, Form form) {
            combine(places, 0, 0, form);
        }

        private void combine(List<String> places, int index, int key, Form form) {
            if (index == places.size()) {
                building.computeIfAbsent(key, _ -> new ArrayList<>()).add(form);
                return;
            }
            for (char c : places.get(index).toCharArray()) {
                combine(places, index + 1, key << 8 | c, form);
            }
        }

        void close() {
            int size = Integer.highestOneBit(Math.max(16, building.size() * 8));
            keys = new int[size];
            forms = new Form[size][];
            building.forEach((key, list) -> {
                int slot = slot(key);
                while (keys[slot] != 0) {
                    slot = slot + 1 & keys.length - 1;
                }
                keys[slot] = key;
                forms[slot] = list.toArray(NONE);
            });
            building.clear();
        }

        Form[] at(Text text, int at, int count) {
            if (at < text.start() || at + count > text.end()) {
                return NONE;
            }
            byte[] bytes = text.bytes();
            int key = 0;
            for (int i = 0; i < count; i++) {
                key = key << 8 | bytes[at + i] & 0xff;
            }
            for (int slot = slot(key); keys[slot] != 0; slot = slot + 1 & keys.length - 1) {
                if (keys[slot] == key) {
                    return forms[slot];
                }
            }
            return NONE;
        }

        private int slot(int key) {
            return key * 0x9E3779B1 >>> 8 & keys.length - 1;
        }
    }
}
