// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Which drawers there are, told by the names of files.
final class Shelves {
    private static final Comparator<Generation> ORDER =
            Comparator.comparing((Generation each) -> each.drawer().month())
                    .thenComparing(each -> each.drawer().retention())
                    .thenComparing(each -> each.drawer().person().value())
                    .thenComparingInt(Generation::number);

    private final Places places;

    Shelves(Places places) {
        this.places = places;
    }

    Places places() {
        return places;
    }

    /// The generations a drawer has or had, the oldest first.
    List<Generation> of(Drawer drawer) {
        List<Generation> found = new ArrayList<>();
        Generation next = new Generation(drawer, 1);
        while (exists(next)) {
            found.add(next);
            next = new Generation(drawer, next.number() + 1);
        }
        return found;
    }

    private boolean exists(Generation generation) {
        return Files.exists(generation.file(places))
                || Files.exists(generation.key(places))
                || isErased(generation);
    }

    boolean isErased(Generation generation) {
        return Files.exists(generation.tombstone(places));
    }

    boolean hasFile(Generation generation) {
        return Files.exists(generation.file(places));
    }

    /// All generations of all drawers, by month, class, person and number.
    List<Generation> all() throws IOException {
        TreeSet<Generation> found = new TreeSet<>(ORDER);
        for (Path root : List.of(places.captures(), places.keys())) {
            if (Files.isDirectory(root)) {
                Files.walkFileTree(
                        root,
                        new SimpleFileVisitor<>() {
                            @Override
                            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                                Generation generation = named(root.relativize(file));
                                if (generation != null) {
                                    found.add(generation);
                                }
                                return FileVisitResult.CONTINUE;
                            }
                        });
            }
        }
        return List.copyOf(found);
    }

    /// The generation a file belongs to, null for other files.
    private static @Nullable Generation named(Path relative) {
        if (relative.getNameCount() != 3) {
            return null;
        }
        String[] words = relative.getName(2).toString().split("\\.", -1);
        String ending = "." + words[words.length - 1];
        boolean ours =
                ending.equals(Generation.DRAWER)
                        || ending.equals(Generation.KEY)
                        || ending.equals(Generation.ERASED);
        if (!ours || words.length > 3) {
            return null;
        }
        try {
            YearMonth month = YearMonth.parse(relative.getName(1).toString());
            PersonId person = new PersonId(words[0]);
            int number = words.length == 3 ? Integer.parseInt(words[1]) : 1;
            return new Generation(
                    new Drawer(person, month, relative.getName(0).toString()), number);
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }
}
