package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds fixtures. */
public final class FixtureStore {
    private FixtureStore() {}

    /**
     * A fixture's folder and what to call it.
     *
     * @param name the path below the one that was searched, with {@code /}; the folder's own name where that is it;
     *     the whole path where two searched folders would give one name to two fixtures
     */
    public record Found(String name, Path folder) {}

    /**
     * Every folder with a {@code fixture.json} under the paths, at any depth, sorted by path, each once.
     *
     * @param paths folders, or {@code fixture.json} files
     * @throws FixtureException for a path that is missing, and when there is no fixture at all: a check of nothing must
     *     not pass
     */
    public static List<Found> find(List<Path> paths) {
        List<Found> found = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path path : paths) {
            Path root = isFixtureFile(path) ? path.toAbsolutePath().resolveSibling("") : path;
            if (!Files.isDirectory(root)) {
                throw new FixtureException("A fixture is a folder with " + Fixture.FILE + ". Received: " + path
                        + (Files.exists(path) ? " (a file)" : " (missing)"));
            }
            for (Path folder : folders(root)) {
                if (seen.add(folder.toAbsolutePath().normalize())) {
                    found.add(new Found(name(root, folder), folder));
                }
            }
        }
        if (found.isEmpty()) {
            throw new FixtureException("No fixture found. Received: "
                    + String.join(", ", paths.stream().map(Path::toString).toList())
                    + "; a fixture is a folder with " + Fixture.FILE + ", at any depth");
        }
        return told(found);
    }

    /** The files in a fixture's folder, those that it does not name among them. */
    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new FixtureException("The folder can't be searched. Received: " + folder + " (" + e + ")", e);
        }
    }

    /** Reports go by names, so two fixtures never have the same. */
    private static List<Found> told(List<Found> found) {
        Map<String, Long> times = found.stream().collect(Collectors.groupingBy(Found::name, Collectors.counting()));
        return found.stream()
                .map(one ->
                        times.getOrDefault(one.name(), 1L) == 1 ? one : new Found(slashed(one.folder()), one.folder()))
                .toList();
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static boolean isFixtureFile(Path path) {
        return path.endsWith(Fixture.FILE) && Files.isRegularFile(path);
    }

    private static List<Path> folders(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(FixtureStore::isFixtureFile)
                    .map(file -> file.resolveSibling("").normalize())
                    .map(folder -> folder.toString().isEmpty() ? Path.of(".") : folder)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new FixtureException("The folder can't be searched. Received: " + root + " (" + e + ")", e);
        }
    }

    private static String name(Path root, Path folder) {
        Path from = root.toAbsolutePath().normalize();
        Path to = folder.toAbsolutePath().normalize();
        Path name = from.equals(to) ? to.getFileName() : from.relativize(to);
        return name == null ? to.toString() : slashed(name);
    }
}
