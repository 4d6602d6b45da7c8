// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The courses that there are: those that come with the product, and the company's own, which take
/// the place of one with the same id. Sizes have bounds, so that no folder can fill the memory.
public final class CourseShelf {
    private static final String BUILT_IN = "courses/";
    private static final int MOST_COURSES = 100;
    private static final int MOST_FILES = CourseReader.MOST_LESSONS + 2;
    private static final int MOST_BYTES = 256 * 1024;

    private final Map<CourseId, Volume> volumes = new TreeMap<>();

    private CourseShelf() {}

    /// Those that come with the product.
    ///
    /// @throws CourseException never with a build whose tests have passed
    public static CourseShelf builtIn() throws CourseException, IOException {
        return read(List.of());
    }

    /// With the company's own.
    ///
    /// @param directory one folder for each course; need not exist
    /// @throws CourseException with every fault of every course
    public static CourseShelf with(Path directory) throws CourseException, IOException {
        return read(Files.isDirectory(directory) ? sorted(directory) : List.of());
    }

    private static CourseShelf read(List<Path> own) throws CourseException, IOException {
        CourseShelf shelf = new CourseShelf();
        Faults faults = new Faults();
        for (Map.Entry<String, CourseFiles> each : resources().entrySet()) {
            shelf.put(each.getKey(), each.getValue(), faults);
        }
        if (own.size() > MOST_COURSES) {
            faults.add(".", "has more than " + MOST_COURSES + " courses");
            own = List.of();
        }
        for (Path folder : own) {
            String name = String.valueOf(folder.getFileName());
            if (Files.isDirectory(folder)) {
                shelf.put(name, files(folder, faults), faults);
            } else {
                faults.add(name, "is not a folder; each course has one of its own");
            }
        }
        if (!faults.none()) {
            throw new CourseException(faults.all());
        }
        return shelf;
    }

    private void put(String name, CourseFiles files, Faults faults) {
        try {
            CourseId id = new CourseId(name);
            Course course = CourseReader.read(id, files, faults);
            if (course != null) {
                volumes.put(id, new Volume(course, files));
            }
        } catch (IllegalArgumentException e) {
            faults.add(name, "the folder's name must be lower-case letters, digits and dashes");
        }
    }

    private static CourseFiles files(Path folder, Faults faults) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        List<Path> paths = sorted(folder);
        if (paths.size() > MOST_FILES) {
            faults.add(
                    String.valueOf(folder.getFileName()), "has more than " + MOST_FILES + " files");
            return new CourseFiles(files);
        }
        for (Path path : paths) {
            String name = folder.getFileName() + "/" + path.getFileName();
            if (!Files.isRegularFile(path)) {
                faults.add(name, "is not a file");
                continue;
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    faults.add(name, "has more than " + MOST_BYTES / 1024 + " KiB");
                    continue;
                }
                files.put(String.valueOf(path.getFileName()), bytes);
            }
        }
        return new CourseFiles(files);
    }

    private static List<Path> sorted(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            found.forEach(paths::add);
        }
        // Names with a dot in front are not courses but what editors and mounts leave behind.
        return paths.stream()
                .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
                .sorted()
                .toList();
    }

    /// A jar has no folders to list: `index.txt` names the files.
    private static Map<String, CourseFiles> resources() throws IOException {
        Map<String, Map<String, byte[]>> courses = new TreeMap<>();
        for (String path :
                new String(resource("index.txt"), StandardCharsets.UTF_8).lines().toList()) {
            int slash = path.indexOf('/');
            courses.computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>())
                    .put(path.substring(slash + 1), resource(path));
        }
        Map<String, CourseFiles> files = new TreeMap<>();
        courses.forEach((id, each) -> files.put(id, new CourseFiles(each)));
        return files;
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = CourseShelf.class.getResourceAsStream(BUILT_IN + path)) {
            if (in == null) {
                throw new IOException("The course file " + path + " is missing from this build");
            }
            return in.readAllBytes();
        }
    }

    Map<CourseId, Volume> volumes() {
        return volumes;
    }

    Optional<Course> find(CourseId id) {
        return Optional.ofNullable(volumes.get(id)).map(Volume::course);
    }

    /// All of them, by id.
    public List<Course> courses() {
        return volumes.values().stream().map(Volume::course).toList();
    }
}
