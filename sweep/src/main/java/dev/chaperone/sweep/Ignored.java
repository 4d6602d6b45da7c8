// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of `.gitleaksignore`: `file:rule:line`, or `commit:file:rule:line` for one commit. A
/// rule that is none of ours is one of gitleaks, whose findings have other names; then file and
/// line decide.
final class Ignored {
    private static final String FILE = ".gitleaksignore";
    private static final Pattern LINE =
            Pattern.compile("(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):([0-9]{1,18})");

    private final List<Place> places = new ArrayList<>();
    private final Predicate<String> isOurs;

    private record Place(@Nullable String commit, Path file, String rule, long line) {}

    private Ignored(Predicate<String> isOurs) {
        this.isOurs = isOurs;
    }

    /// @param isOurs whether there is a detector of that id
    static Ignored of(List<Path> folders, Predicate<String> isOurs) throws SweepException {
        Ignored ignored = new Ignored(isOurs);
        for (Path folder : Set.copyOf(folders)) {
            ignored.read(folder);
        }
        return ignored;
    }

    private void read(Path folder) throws SweepException {
        Path file = folder.resolve(FILE);
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher matcher = LINE.matcher(line.strip());
                if (!line.startsWith("#") && matcher.matches()) {
                    places.add(
                            new Place(
                                    matcher.group(1),
                                    folder.resolve(matcher.group(2)).normalize(),
                                    matcher.group(3),
                                    Long.parseLong(matcher.group(4))));
                }
            }
        } catch (NoSuchFileException e) {
            // most folders have none
        } catch (IOException e) {
            throw SweepException.unreachable(ReadFailure.sentence(file.toString(), e));
        }
    }

    boolean covers(Hit hit) {
        return places.stream().anyMatch(place -> covers(place, hit));
    }

    private boolean covers(Place place, Hit hit) {
        return place.line() == hit.span().line()
                && place.file().equals(hit.content().file())
                && (place.commit() == null || place.commit().equals(hit.content().commit()))
                && (place.rule().equals(hit.detector().id()) || !isOurs.test(place.rule()));
    }
}
