package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.limits.WholeFile;
import io.github.keras4j.limits.ZipMembers;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** Arrays of a folder's {@code .npz} and {@code .npy} files by reference: {@code "arrays.npz#key"}, {@code "x.npy"}. */
public final class ArrayFiles {
    private final Path folder;
    private final Map<String, Tensor> read = new HashMap<>();

    /**
     * Arrays of one fixture.
     *
     * @param folder where their files lie
     */
    public ArrayFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * @throws FixtureException when the file or the key is missing, or is no array; outside the folder nothing is read
     */
    public Tensor get(String reference) {
        Tensor known = read.get(reference);
        if (known != null) {
            return known;
        }
        int hash = reference.lastIndexOf('#');
        Path file = Folders.inside(folder, hash < 0 ? reference : reference.substring(0, hash));
        Tensor tensor = hash < 0 ? npy(file) : npz(file, reference.substring(hash + 1));
        read.put(reference, tensor);
        return tensor;
    }

    /**
     * Every array of a file by its key; the one of an {@code .npy} has the empty key.
     *
     * @throws FixtureException when the file is missing or holds something else
     */
    public static Map<String, Tensor> readAll(Path file) {
        if (!file.toString().endsWith(".npz")) {
            return Map.of("", npy(file));
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (String key : keys(zip)) {
                arrays.put(key, npz(zip, key, file));
            }
        } catch (IOException e) {
            throw new FixtureException("The array file can't be read. Received: " + file + " (" + e + ")", e);
        }
        return arrays;
    }

    /**
     * One array of an {@code .npz}, whatever else is in it.
     *
     * @throws FixtureException when the file or the key is missing, or is no array
     */
    public static Tensor read(Path file, String key) {
        return npz(file, key);
    }

    private static Tensor npy(Path file) {
        if (!file.toString().endsWith(".npy")) {
            throw new FixtureException(
                    "An array is named 'file.npz#key' or 'file.npy'. Received: '" + file.getFileName() + "'");
        }
        try {
            return Npy.read(WholeFile.bytes(file), file.toString());
        } catch (IOException e) {
            throw new FixtureException("The array file can't be read. Received: " + file + " (" + e + ")", e);
        }
    }

    private static Tensor npz(Path file, String key) {
        if (!Files.isRegularFile(file)) {
            throw new FixtureException("The array file is missing. Received: " + file);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return npz(zip, key, file);
        } catch (IOException e) {
            throw new FixtureException("The array file can't be read. Received: " + file + " (" + e + ")", e);
        }
    }

    private static Tensor npz(ZipFile zip, String key, Path file) throws IOException {
        var entry = zip.getEntry(key + ".npy");
        if (entry == null) {
            throw new FixtureException(
                    file + " has no array of that key. Received: '" + key + "'; known are " + keys(zip));
        }
        return Npy.read(ZipMembers.read(zip, entry, Integer.MAX_VALUE, file + "#" + key), file + "#" + key);
    }

    private static List<String> keys(ZipFile zip) {
        return zip.stream()
                .map(entry -> entry.getName().replaceFirst("\\.npy$", ""))
                .sorted()
                .toList();
    }
}
