package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files in a fixture's folder. */
final class Folders {
    private Folders() {}

    /** The file of that name in the folder; a fixture comes from others, so it never leads out of its folder. */
    static Path inside(Path folder, String name) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            if (root.resolve(name).normalize().startsWith(root) && !name.isBlank()) {
                Path file = folder.resolve(name);
                refuseLink(root, file, name);
                return file;
            }
        } catch (InvalidPathException e) {
            throw new FixtureException("No file can have that name. Received: '" + name + "'", e);
        }
        throw new FixtureException("A fixture's files lie in its folder " + folder + ". Received: '" + name + "'");
    }

    /** Git carries links: one to a file elsewhere would have that read and its beginning quoted. */
    private static void refuseLink(Path root, Path file, String name) {
        try {
            if (Files.exists(file) && !file.toRealPath().startsWith(root.toRealPath())) {
                throw new FixtureException("A fixture's files lie in its folder " + root + ". Received: '" + name
                        + "', a link that leads out of it");
            }
        } catch (IOException e) {
            throw new FixtureException("A file of the fixture can't be read. Received: " + file + " (" + e + ")", e);
        }
    }
}
