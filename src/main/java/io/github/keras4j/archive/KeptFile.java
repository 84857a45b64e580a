package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A model's file that stays open, for large arrays which are read from it whenever they are asked for. It closes once no
 * array is left. Deleting or replacing the file does no harm. An array that was written over is refused: its checksum is
 * taken when the model is opened.
 *
 * <p>Not a mapped file: pages that were read would count as the process's memory, and a file that becomes shorter ends in an
 * InternalError. Not a FileChannel, which closes for all threads when one is interrupted.
 */
final class KeptFile {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final long begin;
    private final String what;
    private final Object identity;
    private @Nullable RandomAccessFile file;
    private boolean used;

    /**
     * @param begin where in the file the HDF5 file begins
     * @param what names it in messages
     */
    KeptFile(Path path, long begin, String what) {
        this.path = path;
        this.begin = begin;
        this.what = what;
        identity = identity();
    }

    /** Its beginning as a mapped file: what is read of it once. */
    ByteBuffer map(long size) throws IOException {
        return opened().getChannel().map(FileChannel.MapMode.READ_ONLY, begin, size);
    }

    /** Whether so many bytes from the beginning on have this CRC-32. */
    boolean has(long crc, long size) throws IOException {
        CRC32 sum = new CRC32();
        read(0, size, sum, chunk -> {});
        return sum.getValue() == crc;
    }

    /** Opens it. If that fails, as with too many open files, arrays are read at once. Windows lets no open file be replaced. */
    boolean isOpen() {
        if (File.separatorChar == '\\') {
            return false;
        }
        try {
            opened();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized RandomAccessFile opened() throws IOException {
        if (file == null) {
            file = new RandomAccessFile(path.toFile(), "r");
        }
        return file;
    }

    /** @throws MalformedArchiveException when arrays lie in another file than the rest, which was put in its place */
    void requireSame() {
        if (file != null && !identity().equals(identity)) {
            throw new MalformedArchiveException("It was changed while it was read. Load it again.");
        }
    }

    /** Closes it if no array stays in it. */
    void closeUnused() throws IOException {
        if (!used && file != null) {
            file.close();
        }
    }

    private Object identity() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return List.of(attributes.size(), attributes.lastModifiedTime(), Objects.toString(attributes.fileKey()));
        } catch (IOException e) {
            return e;
        }
    }

    /**
     * Float32 numbers in the file.
     *
     * @param at where they begin, counted from the HDF5 file's beginning
     * @param place names them in messages
     * @return gives them in a new array each time
     */
    Supplier<float[]> array(long at, int count, ByteOrder order, String place) {
        used = true;
        long sum = sum(at, count, place, chunk -> {});
        return () -> {
            float[] array = new float[count];
            FloatBuffer target = FloatBuffer.wrap(array);
            long now =
                    sum(at, count, place, chunk -> target.put(chunk.order(order).asFloatBuffer()));
            if (now != sum) {
                throw new MalformedArchiveException(what + " was written over after the model was loaded: dataset '"
                        + place + "' holds other numbers now. Load the model again.");
            }
            return array;
        };
    }

    private long sum(long at, int count, String place, Consumer<ByteBuffer> chunks) {
        CRC32C sum = new CRC32C();
        try {
            read(at, (long) count * Float.BYTES, sum, chunks);
        } catch (IOException e) {
            throw new MalformedArchiveException(
                    what + ": dataset '" + place + "' can't be read, or the file is cut off (" + Hdf5Archives.oneLine(e)
                            + "). Copy or save it again.",
                    e);
        }
        return sum.getValue();
    }

    /** The bytes, a chunk after the other. */
    private synchronized void read(long at, long size, Checksum sum, Consumer<ByteBuffer> chunks) throws IOException {
        RandomAccessFile from = opened();
        byte[] chunk = new byte[CHUNK];
        from.seek(begin + at);
        for (long left = size; left > 0; left -= CHUNK) {
            int length = (int) Math.min(CHUNK, left);
            from.readFully(chunk, 0, length);
            sum.update(chunk, 0, length);
            chunks.accept(ByteBuffer.wrap(chunk, 0, length).slice());
        }
    }
}
