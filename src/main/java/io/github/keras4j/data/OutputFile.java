package io.github.keras4j.data;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.UUID;

/**
 * A file that appears whole or not at all. It is written under a temporary name beside the target, moved there by
 * {@link #commit}, and deleted if not committed.
 */
public final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;

    private OutputFile(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /**
     * Checks that the file may be written, before any work is done.
     *
     * @param inputs what the command reads: none of them is ever replaced, under whatever name it is given
     * @throws Keras4jException when it is there and must stay, or its folder is missing
     */
    public static void check(Path target, boolean overwrite, Collection<Path> inputs) {
        if (Files.isDirectory(target)) {
            throw new Keras4jException("The output must be a file. Received: " + target + " (a folder)");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new Keras4jException("The output is a file; what is none gets it from stdout, without this option."
                    + " Received: " + target + " (a device or a pipe)");
        }
        if (Files.exists(target) && !overwrite) {
            throw new Keras4jException("The output exists already; --overwrite replaces it. Received: " + target);
        }
        refuseInputs(target, inputs);
        if (!Files.isDirectory(folder(target))) {
            throw new Keras4jException("The output's folder is missing. Received: " + target);
        }
    }

    /**
     * As {@link #check}, where what is there may be replaced.
     *
     * @throws Keras4jException when the target is one of the inputs, be it through links
     */
    public static void refuseInputs(Path target, Collection<Path> inputs) {
        if (!Files.exists(target)) {
            return;
        }
        for (Path input : inputs) {
            if (isSame(target, input)) {
                throw new Keras4jException("The output would replace what is read. Received: " + target
                        + ", which is the input " + input + "; name another file");
            }
        }
    }

    /** By what the file system knows a file by, so through links of both kinds. */
    private static boolean isSame(Path target, Path input) {
        try {
            return Files.exists(input) && Files.isSameFile(target, input);
        } catch (IOException e) {
            return target.toAbsolutePath()
                    .normalize()
                    .equals(input.toAbsolutePath().normalize());
        }
    }

    /** A new file beside the target, with the rights that the process gives its files. */
    public static OutputFile open(Path target) throws IOException {
        // not createTempFile, whose files nobody else may read
        Path temporary =
                Files.createFile(folder(target).resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp"));
        temporary.toFile().deleteOnExit(); // Ctrl-C ends the process past close()
        return new OutputFile(target, temporary);
    }

    /** Writes the text as the whole file. */
    public static void write(Path target, String text) throws IOException {
        try (OutputFile file = open(target)) {
            Files.writeString(file.temporary, text, StandardCharsets.UTF_8);
            file.commit();
        }
    }

    /** As {@link #write}, in a folder that is made where it is missing. */
    public static void writeInto(Path target, String text) throws IOException {
        Files.createDirectories(folder(target));
        write(target, text);
    }

    /** Where to write: beside the file, under a name of its own. */
    public Path temporary() {
        return temporary;
    }

    /** A stream into {@link #temporary()}; who opens it closes it. */
    public OutputStream stream() throws IOException {
        return Files.newOutputStream(temporary);
    }

    /** Puts the file into its place. */
    public void commit() throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whether the target is missing, or its bytes are the first of this file's. */
    public boolean continuesWhatIsThere() throws IOException {
        long different = Files.exists(target) ? Files.mismatch(target, temporary) : -1;
        return different < 0 || different == Files.size(target);
    }

    /** Removes the file unless it was committed. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(temporary);
    }

    private static Path folder(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        return parent == null ? target.toAbsolutePath() : parent;
    }
}
