// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Files, folders with all that is below, and standard input, in the order of their names. Links
/// are followed where somebody names them, nowhere else: they may lead anywhere, and round.
final class NamedPaths implements Source {
    private static final String STANDARD_INPUT = "-";
    private static final String OF_GIT = ".git";

    private final List<String> names;
    private final Path directory;
    private final InputStream in;

    NamedPaths(List<String> names, Path directory, InputStream in) {
        this.names = List.copyOf(names);
        this.directory = directory;
        this.in = in;
    }

    @Override
    public List<Path> roots() {
        List<Path> roots = new ArrayList<>(List.of(directory));
        names.stream().map(directory::resolve).filter(Files::isDirectory).forEach(roots::add);
        return roots;
    }

    @Override
    public void readAll(Reader reader) throws SweepException {
        for (String name : names) {
            Path path = directory.resolve(name);
            if (name.equals(STANDARD_INPUT)) {
                reader.read(Content.STANDARD_INPUT, () -> in);
            } else if (Files.isDirectory(path)) {
                readFolder(reader, path, Path.of(name));
            } else {
                readFile(reader, path, Path.of(name));
            }
        }
    }

    private static void readFolder(Reader reader, Path folder, Path name) throws SweepException {
        for (Path child : children(reader, folder, name)) {
            Path childName = name.resolve(folder.relativize(child)).normalize();
            BasicFileAttributes attributes;
            try {
                attributes =
                        Files.readAttributes(
                                child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                reader.unread(ReadFailure.sentence(childName.toString(), e));
                continue;
            }
            if (attributes.isSymbolicLink()) {
                reader.link();
            } else if (attributes.isDirectory()) {
                readFolder(reader, child, childName);
            } else if (attributes.isRegularFile()) {
                readFile(reader, child, childName);
            }
        }
    }

    private static List<Path> children(Reader reader, Path folder, Path name) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(folder, child -> !child.endsWith(OF_GIT))) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            reader.unread(
                    ReadFailure.sentence(name.toString(), Objects.requireNonNull(e.getCause())));
        } catch (IOException e) {
            reader.unread(ReadFailure.sentence(name.toString(), e));
        }
        children.sort(null);
        return children;
    }

    private static void readFile(Reader reader, Path file, Path name) throws SweepException {
        String shown = name.toString();
        reader.read(
                new Content(shown, file.normalize(), null, Lines.ALL),
                () -> Files.newInputStream(file));
    }
}
