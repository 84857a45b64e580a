package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.jhdf.filter.BitShuffleFilter;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.Lz4Filter;
import io.jhdf.filter.LzfFilter;
import io.jhdf.filter.PipelineFilterWithData;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the filters of a chunk. jHDF's own pipeline leaves fletcher32's sums unread, inflates without a limit, and
 * does not see a chunk's mask of filters that were left out.
 */
final class Hdf5Filters {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int LZF = 32000;
    private static final int LZ4 = 32004;
    private static final int BITSHUFFLE = 32008;
    private static final int SUM = 4;

    private Hdf5Filters() {}

    /**
     * @param leftOut a bit per filter that this chunk was stored without
     * @param bytes the chunk's size when all is undone
     * @param place for messages
     */
    static byte[] undo(List<PipelineFilterWithData> filters, BitSet leftOut, byte[] stored, int bytes, String place) {
        byte[] data = stored;
        for (int i = filters.size() - 1; i >= 0; i--) {
            if (!leftOut.get(i)) {
                data = undo(filters.get(i), data, bytes, place);
            }
        }
        if (data.length != bytes) {
            throw new MalformedArchiveException("A chunk of dataset '" + place + "' has another size. Received: "
                    + data.length + " bytes for " + bytes + ". The file is damaged: copy or save it again.");
        }
        return data;
    }

    private static byte[] undo(PipelineFilterWithData filter, byte[] data, int bytes, String place) {
        return switch (filter.getId()) {
            case DEFLATE -> inflate(data, bytes + SUM, place);
            case SHUFFLE -> new ByteShuffleFilter().decode(data, filter.getFilterData());
            case FLETCHER32 -> checked(data, place);
            case LZF -> new LzfFilter().decode(data, filter.getFilterData());
            case LZ4 -> new Lz4Filter().decode(data, filter.getFilterData());
            case BITSHUFFLE -> new BitShuffleFilter().decode(data, filter.getFilterData());
            default ->
                throw new MalformedArchiveException("Dataset '" + place + "' is stored with a filter that is not read."
                        + " Received: " + filter.getName() + " (" + filter.getId()
                        + "). Save the model with gzip or without a filter.");
        };
    }

    private static byte[] inflate(byte[] packed, int most, String place) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] data = new byte[most];
            int at = 0;
            while (at < most && !inflater.finished()) {
                int more = inflater.inflate(data, at, most - at);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DataFormatException("it ends too early");
                }
                at += more;
            }
            // zlib holds its Adler-32 against what it gave only once it is asked for more
            if (!inflater.finished() && (inflater.inflate(new byte[1]) > 0 || !inflater.finished())) {
                throw new DataFormatException("it gives more than the chunk holds");
            }
            return Arrays.copyOf(data, at);
        } catch (DataFormatException e) {
            throw new MalformedArchiveException(
                    "A gzip chunk of dataset '" + place + "' is damaged (" + e.getMessage() + "). Copy the file again.",
                    e);
        } finally {
            inflater.end();
        }
    }

    /** The data without the sum at its end, which is that of H5checksum.c, H5_checksum_fletcher32. */
    private static byte[] checked(byte[] data, String place) {
        int length = data.length - SUM;
        if (length < 0) {
            throw new MalformedArchiveException("A chunk of dataset '" + place + "' is too short for its checksum.");
        }
        int stored = 0;
        for (int i = SUM - 1; i >= 0; i--) {
            stored = stored << 8 | data[length + i] & 0xff;
        }
        int sum = fletcher32(data, length);
        // HDF5 1.6.2 wrote the bytes of each half swapped, and the library still takes that (H5Zfletcher32.c)
        int swapped = (sum & 0x00ff00ff) << 8 | sum >>> 8 & 0x00ff00ff;
        if (stored != sum && stored != swapped) {
            throw new MalformedArchiveException("A chunk of dataset '" + place + "' is not what was stored: its"
                    + " fletcher32 checksum differs. Received: " + Integer.toHexString(sum) + "; the file says "
                    + Integer.toHexString(stored) + ". Copy or save the file again.");
        }
        return Arrays.copyOf(data, length);
    }

    private static int fletcher32(byte[] data, int length) {
        long first = 0;
        long second = 0;
        for (int at = 0; at < length; at += 2) {
            int low = at + 1 < length ? data[at + 1] & 0xff : 0;
            first = fold(first + ((data[at] & 0xff) << 8 | low));
            second = fold(second + first);
        }
        return (int) (fold(second) << 16 | fold(first));
    }

    /** Sums stay below 2^17, so once is enough. */
    private static long fold(long sum) {
        return (sum & 0xffff) + (sum >> 16);
    }
}
