package io.github.keras4j.data;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A file that appears whole or not at all. It is written under a temporary name beside the target, moved there by
 * {@link #commit}, and deleted if not committed.
 */
public final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final boolean replaces;

    private OutputFile(Path target, Path temporary, boolean replaces) {
        this.target = target;
        this.temporary = temporary;
        this.replaces = replaces;
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
            throw exists(target);
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
        for (Path input : inputs) {
            if (isSame(target, input)) {
                throw new Keras4jException("The output would replace what is read or written. Received: " + target
                        + ", which is the file " + input + "; name another file");
            }
        }
    }

    /**
     * Refuses two outputs in one file.
     *
     * @throws Keras4jException when two of these are one, be it through links
     */
    public static void refuseSame(List<Path> outputs) {
        for (int i = 1; i < outputs.size(); i++) {
            refuseInputs(outputs.get(i), outputs.subList(0, i));
        }
    }

    /** By what the file system knows a file by, so through links of both kinds. */
    private static boolean isSame(Path target, Path input) {
        try {
            return Files.exists(target) && Files.exists(input)
                    ? Files.isSameFile(target, input)
                    : resolved(target).equals(resolved(input)); // two outputs, neither written yet
        } catch (IOException e) {
            return target.toAbsolutePath()
                    .normalize()
                    .equals(input.toAbsolutePath().normalize());
        }
    }

    /** As {@link #open(Path, boolean)}, where what is there is replaced. */
    public static OutputFile open(Path target) throws IOException {
        return open(target, true);
    }

    /**
     * A new file beside the target, with the target's rights, or else with those that the process gives its files. Where
     * the target is a link, the file that it leads to is written, and the link stays.
     *
     * @param overwrite whether a file that is there may be replaced, be it one that appears meanwhile
     */
    public static OutputFile open(Path target, boolean overwrite) throws IOException {
        Path real = resolved(target);
        if (!overwrite && Files.exists(real)) {
            throw exists(target);
        }
        // not createTempFile, whose files nobody else may read
        Path temporary =
                Files.createFile(folder(real).resolve("." + real.getFileName() + "." + UUID.randomUUID() + ".tmp"));
        temporary.toFile().deleteOnExit(); // Ctrl-C ends the process past close()
        if (Files.exists(real) && Files.getFileStore(real).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(real));
        }
        return new OutputFile(real, temporary, overwrite);
    }

    /** The file itself: links are followed, also to a file that is not there yet. */
    private static Path resolved(Path target) throws IOException {
        Path path = target;
        for (int links = 0; Files.isSymbolicLink(path) && links < 40; links++) {
            path = folder(path).resolve(Files.readSymbolicLink(path));
        }
        Path parent = folder(path);
        Path name = path.getFileName();
        return Files.isDirectory(parent) && name != null ? parent.toRealPath().resolve(name) : path;
    }

    private static Keras4jException exists(Path target) {
        return new Keras4jException("The output exists already; --overwrite replaces it. Received: " + target);
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

    /**
     * Puts the file into its place, once the disk has all of it.
     *
     * @throws Keras4jException when a file has appeared there meanwhile that may not be replaced
     */
    public void commit() throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (!replaces) {
            place();
            return;
        }
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A hard link fails where a file is, in one step; a move within Java replaces it or asks first. */
    private void place() throws IOException {
        try {
            Files.createLink(target, temporary);
            Files.delete(temporary);
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(target)) {
                throw exists(target);
            }
            Files.move(temporary, target);
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
