package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
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
                return folder.resolve(name);
            }
        } catch (InvalidPathException e) {
            throw new FixtureException("No file can have that name. Received: '" + name + "'", e);
        }
        throw new FixtureException("A fixture's files lie in its folder " + folder + ". Received: '" + name + "'");
    }
}
