package io.github.keras4j.export;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Writes one HDF5 file as h5py writes Keras's: groups, attributes of strings, arrays. Every call holds the lock
 * that DL4J's reader holds, since libhdf5 is not thread-safe. Paths are absolute ({@code "/model_weights"}).
 */
final class Hdf5Writer implements AutoCloseable {
    /** HDF5 keeps at most 64 kB of attributes in an object's header; Keras splits a longer list (hdf5_format.py). */
    private static final int HEADER_LIMIT = 64512;

    private static final int SCALAR = 0;
    private static final int TRUNCATE = 2;
    private static final int DEFAULT = 0;

    private final Path path;
    private final long file;

    Hdf5Writer(Path path) {
        this.path = path;
        synchronized (Hdf5Lock.INSTANCE) {
            hdf5.H5open();
            this.file = checked(hdf5.H5Fcreate(path.toString(), TRUNCATE, DEFAULT, DEFAULT), "create the file");
        }
    }

    /** Creates a group and those above it, where they are missing. */
    void group(String group) {
        synchronized (Hdf5Lock.INSTANCE) {
            for (int slash = group.indexOf('/', 1); ; slash = group.indexOf('/', slash + 1)) {
                String upTo = slash < 0 ? group : group.substring(0, slash);
                if (!upTo.isEmpty() && !upTo.equals("/") && hdf5.H5Lexists(file, upTo, DEFAULT) <= 0) {
                    long made = hdf5.H5Gcreate2(file, upTo, DEFAULT, DEFAULT, DEFAULT);
                    hdf5.H5Gclose(checked(made, "create group " + upTo));
                }
                if (slash < 0) {
                    return;
                }
            }
        }
    }

    /** A string of any length as an attribute of the group ({@code "/"} for the root). */
    void attribute(String group, String name, String value) {
        byte[] bytes = Arrays.copyOf(utf8(value), utf8(value).length + 1);
        synchronized (Hdf5Lock.INSTANCE) {
            long type = hdf5.H5Tcopy(hdf5.H5T_C_S1_g());
            hdf5.H5Tset_size(type, -1); // H5T_VARIABLE: lies in the file's heap, where length has no limit
            long space = hdf5.H5Screate(SCALAR);
            try (BytePointer text = new BytePointer(bytes);
                    PointerPointer<BytePointer> pointer = new PointerPointer<>(1)) {
                pointer.put(0, text);
                writeAttribute(group, name, type, space, pointer);
            }
            hdf5.H5Sclose(space);
            hdf5.H5Tclose(type);
        }
    }

    /** A list of strings, split over {@code name0}, {@code name1}, ... where it is too long, as Keras does. */
    void attribute(String group, String name, List<String> values) {
        int longest =
                values.stream().mapToInt(value -> utf8(value).length).max().orElse(1);
        int perPart = HEADER_LIMIT / Math.max(1, longest);
        if (perPart == 0) {
            throw new Keras4jException(
                    "A name is too long for HDF5. Received: " + longest + " bytes in '" + name + "'; shorten the name");
        }
        if (values.size() <= perPart) {
            writeStrings(group, name, values, longest);
            return;
        }
        for (int part = 0; part * perPart < values.size(); part++) {
            int to = Math.min(values.size(), (part + 1) * perPart);
            writeStrings(group, name + part, values.subList(part * perPart, to), longest);
        }
    }

    /** An array, as float32, float64 or int64 after the tensor's type; groups above it are created. */
    void array(String arrayPath, Tensor tensor) {
        synchronized (Hdf5Lock.INSTANCE) {
            group(arrayPath.substring(0, arrayPath.lastIndexOf('/')));
            long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
            long space = sizes.length == 0 ? hdf5.H5Screate(SCALAR) : hdf5.H5Screate_simple(sizes.length, sizes, sizes);
            long creation = hdf5.H5Pcreate(hdf5.H5P_CLS_DATASET_CREATE_ID_g());
            hdf5.H5Pset_obj_track_times(creation, false); // no time of writing: equal models, equal bytes
            long type = hdf5Type(tensor.dtype());
            long set = checked(
                    hdf5.H5Dcreate2(file, arrayPath, type, space, DEFAULT, creation, DEFAULT), "create " + arrayPath);
            try (Pointer values = values(tensor)) {
                checked(hdf5.H5Dwrite(set, type, DEFAULT, DEFAULT, DEFAULT, values), "write " + arrayPath);
            }
            hdf5.H5Dclose(set);
            hdf5.H5Pclose(creation);
            hdf5.H5Sclose(space);
        }
    }

    @Override
    public void close() {
        synchronized (Hdf5Lock.INSTANCE) {
            checked(hdf5.H5Fclose(file), "close the file");
        }
    }

    private void writeStrings(String group, String name, List<String> values, int length) {
        byte[] packed = new byte[values.size() * length];
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = utf8(values.get(i));
            System.arraycopy(bytes, 0, packed, i * length, bytes.length);
        }
        synchronized (Hdf5Lock.INSTANCE) {
            long type = hdf5.H5Tcopy(hdf5.H5T_C_S1_g());
            hdf5.H5Tset_size(type, Math.max(1, length));
            hdf5.H5Tset_strpad(type, 1); // H5T_STR_NULLPAD, as numpy's 'S'
            long[] sizes = {values.size()};
            long space = hdf5.H5Screate_simple(1, sizes, sizes);
            try (BytePointer data = new BytePointer(packed)) {
                writeAttribute(group, name, type, space, data);
            }
            hdf5.H5Sclose(space);
            hdf5.H5Tclose(type);
        }
    }

    private void writeAttribute(String group, String name, long type, long space, Pointer value) {
        long object = checked(hdf5.H5Oopen(file, group, DEFAULT), "open " + group);
        long attribute =
                checked(hdf5.H5Acreate2(object, name, type, space, DEFAULT, DEFAULT), "create attribute " + name);
        checked(hdf5.H5Awrite(attribute, type, value), "write attribute " + name);
        hdf5.H5Aclose(attribute);
        hdf5.H5Oclose(object);
    }

    private static long hdf5Type(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> hdf5.H5T_IEEE_F32LE_g();
            case FLOAT64 -> hdf5.H5T_IEEE_F64LE_g();
            case INT32, INT64, BOOL -> hdf5.H5T_STD_I64LE_g();
            case STRING -> throw new IllegalArgumentException("Strings are no weights. Received: dtype=string");
        };
    }

    private static Pointer values(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> new FloatPointer(tensor.toFloats());
            case FLOAT64 -> new DoublePointer(tensor.toDoubles());
            case INT32, INT64, BOOL -> new LongPointer(tensor.toLongs());
            case STRING -> throw new IllegalArgumentException("Strings are no weights. Received: " + tensor);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long checked(long result, String what) {
        if (result < 0) {
            throw new Keras4jException("HDF5 could not " + what + ". Received: " + path
                    + "; check that the folder is writable and the disk has room");
        }
        return result;
    }
}
