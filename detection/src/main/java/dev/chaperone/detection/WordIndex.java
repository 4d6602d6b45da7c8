// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Forms in which nothing stands out, so that only a word before them notices them. Most are one
/// run of letters and digits of a known length; so the words of those are looked for that end where
/// the run of token characters does or where a separator stands in it, and no others.
final class WordIndex {
    /// Forms that are so long, or longer, are one group.
    private static final int LONG = Long.SIZE;

    // By the length up to the first character that is no letter and no digit, and up to a later
    // one.
    private final @Nullable Group[] first = new Group[LONG + 1];
    private final @Nullable Group[] later = new Group[LONG + 1];

    // By the byte behind the run, those that may go on there.
    private final @Nullable Bucket[] open = new Bucket[257];

    /// A form and how it is noticed.
    ///
    /// @param candidate for where a word stands before
    /// @param careful looks for the word itself
    record Form(Shape shape, List<String> words, Candidate candidate, Candidate careful) {}

    WordIndex(List<Form> forms) {
        List<List<Form>> firsts = lists();
        List<List<Form>> laters = lists();
        for (Form form : forms) {
            Lengths lengths = Lengths.of(form.shape());
            if (lengths == null) {
                addOpen(form);
                continue;
            }
            for (int b = 0; b < 256; b++) {
                if (lengths.goesOn(b)) {
                    Bucket.add(open, b + 1, form.careful());
                }
            }
            for (int i = Math.min(LONG, lengths.min()); i <= Math.min(LONG, lengths.max()); i++) {
                firsts.get(i).add(form);
                if (!lengths.isPlain()) {
                    laters.get(i).add(form);
                }
            }
        }
        Bucket.pack(open);
        for (int i = 0; i <= LONG; i++) {
            first[i] = group(firsts, i, first);
            later[i] = group(laters, i, later);
        }
    }

    /// Where it can not go on behind the run, all of it has to lie in the run.
    private void addOpen(Form form) {
        Shape shape = form.shape();
        for (int b = -1; b < 256; b++) {
            Candidate careful = form.careful();
            Bucket.add(
                    open, b + 1, shape.holds(b) ? careful : careful.withLength(shape.minLength()));
        }
    }

    /// Where the forms are those of the length before, that group serves both.
    private static @Nullable Group group(
            List<List<Form>> forms, int length, @Nullable Group[] before) {
        if (forms.get(length).isEmpty()) {
            return null;
        }
        boolean same = length > 0 && forms.get(length).equals(forms.get(length - 1));
        return same ? before[length - 1] : new Group(forms.get(length));
    }

    private static List<List<Form>> lists() {
        List<List<Form>> lists = new ArrayList<>();
        for (int i = 0; i <= LONG; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    /// Tells what begins with a run.
    ///
    /// @param here which of its first 64 characters, and those behind it, are letters and digits
    void look(Text text, int start, int end, long here, Consumer<Finding> found) {
        int length = Math.min(LONG, end - start);
        long separators = ~here & (length < LONG ? (1L << length) - 1 : -1);
        int until = Math.min(length, Long.numberOfTrailingZeros(separators));
        Group.look(first[until], text, start, end, here, found);
        for (long rest = separators & separators - 1; rest != 0; rest &= rest - 1) {
            Group.look(later[Long.numberOfTrailingZeros(rest)], text, start, end, here, found);
        }
        if (until < length) {
            Group.look(later[length], text, start, end, here, found);
        }
        Bucket.look(open[text.at(end) + 1], text, start, end, here, found);
    }

    /// How long the first piece of a form is, behind which a separator stands or what is no token
    /// character.
    ///
    /// @param members of its end
    private record Lengths(int min, int max, CharClass members) {

        /// Null when nobody knows.
        static @Nullable Lengths of(Shape shape) {
            List<Shape.Part> parts = shape.parts();
            int min = 0;
            int max = 0;
            for (int i = 0; i < parts.size(); i++) {
                CharClass members = CharClass.B62;
                switch (parts.get(i)) {
                    case Shape.Part.Literal(String text) -> {
                        if (!text.chars().allMatch(CharClass.B62::has)) {
                            return null;
                        }
                        min += text.length();
                        max += text.length();
                    }
                    case Shape.Part.Run run -> {
                        members = run.members();
                        min += run.min();
                        max += run.max();
                    }
                }
                if (endsAt(parts, i, members)) {
                    return new Lengths(min, max, members);
                }
                if (!members.isWithin(CharClass.B62)) {
                    return null;
                }
            }
            return null;
        }

        boolean isPlain() {
            return members.isWithin(CharClass.B62);
        }

        /// Whether it may go on with a byte at which the run ends.
        boolean goesOn(int b) {
            return members.has(b) && !CharClass.TOKEN.has(b);
        }

        private static boolean endsAt(List<Shape.Part> parts, int part, CharClass members) {
            return part + 1 == parts.size()
                    || parts.get(part + 1) instanceof Shape.Part.Literal(String text)
                            && !members.glues(text.charAt(0));
        }
    }

    /// Forms of one length.
    private static final class Group {
        private final Words words;
        private final Bucket all = new Bucket(0);
        private final @Nullable Bucket[] buckets;

        Group(List<Form> forms) {
            Map<String, Integer> indices = new LinkedHashMap<>();
            for (Form form : forms) {
                form.words().forEach(word -> indices.putIfAbsent(word, indices.size()));
            }
            words = new Words(indices.keySet());
            buckets = new Bucket[indices.size()];
            for (Form form : forms) {
                all.add(form.candidate());
                for (String word : form.words()) {
                    int index = requireNonNull(indices.get(word));
                    Bucket.add(buckets, index, form.candidate());
                }
            }
            all.pack();
            Bucket.pack(buckets);
        }

        static void look(
                @Nullable Group group,
                Text text,
                int start,
                int end,
                long here,
                Consumer<Finding> found) {
            // to read what stands before takes longest
            if (group != null && group.all.isWorthALook(text, start, end, here)) {
                group.words.in(
                        text,
                        ShapeIndex.lineStart(text, start),
                        start,
                        word -> Bucket.look(group.buckets[word], text, start, end, here, found));
            }
        }
    }
}
