package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.jhdf.AbstractNode;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FillValueOldMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * A dataset's elements in their stored form, row by row: chunks put together, filters undone, and the fill value where
 * nothing was written, which jHDF reads as 0.
 */
final class StoredBytes {
    private StoredBytes() {}

    /** @param total what the elements take, which was held against the file's size and the heap */
    static ByteBuffer of(Dataset dataset, int total) {
        if (dataset instanceof ChunkedDataset chunked) {
            return ByteBuffer.wrap(chunks(chunked, total));
        }
        if (dataset instanceof ContiguousDataset && dataset.isEmpty()) {
            byte[] bytes = new byte[total];
            fill(bytes, dataset);
            return ByteBuffer.wrap(bytes);
        }
        ByteBuffer bytes = ((DatasetBase) dataset).getDataBuffer();
        if (bytes.remaining() < total) {
            throw new MalformedArchiveException("Dataset '" + dataset.getPath() + "' is cut off. Received: "
                    + bytes.remaining() + " bytes for " + total + ". Copy or save the file again.");
        }
        return bytes.slice(bytes.position(), total);
    }

    private static byte[] chunks(ChunkedDataset dataset, int total) {
        int[] dimensions = dataset.getDimensions();
        int[] chunk = dataset.getChunkDimensions();
        int element = dataset.getDataType().getSize();
        long chunkBytes = element;
        long grid = 1;
        for (int axis = 0; axis < chunk.length; axis++) {
            if (chunk.length != dimensions.length || chunk[axis] < 1) {
                throw damaged(dataset, "chunks of " + Arrays.toString(chunk));
            }
            chunkBytes = Math.multiplyExact(chunkBytes, (long) chunk[axis]);
            grid *= (dimensions[axis] + (long) chunk[axis] - 1) / chunk[axis];
        }
        // a chunk may be larger than the dataset, but not by much: h5py makes chunks of 1 MiB at most
        if (chunkBytes > Math.max(1 << 24, 16L * total)) {
            throw damaged(dataset, "chunks of " + chunkBytes + " bytes for " + total);
        }
        Collection<Chunk> stored = Hdf5Chunks.of(dataset, (int) chunkBytes);
        byte[] bytes = new byte[total];
        if (stored.size() < grid) {
            fill(bytes, dataset);
        }
        HdfBackingStorage storage = dataset.getHdfFile().getHdfBackingStorage();
        Set<Long> seen = new HashSet<>();
        for (Chunk one : stored) {
            int[] at = place(dataset, one, dimensions, chunk, seen);
            ByteBuffer raw = storage.readBufferFromAddress(one.getAddress(), one.getSize());
            byte[] packed = new byte[one.getSize()];
            raw.get(packed);
            byte[] data = Hdf5Filters.undo(
                    dataset.getFilters(), one.getFilterMask(), packed, (int) chunkBytes, dataset.getPath());
            copy(data, chunk, bytes, dimensions, at, element);
        }
        return bytes;
    }

    private static int[] place(ChunkedDataset dataset, Chunk one, int[] dimensions, int[] chunk, Set<Long> seen) {
        int[] at = new int[chunk.length];
        long index = 0;
        for (int axis = 0; axis < at.length; axis++) {
            long offset = one.getChunkOffset()[axis];
            if (offset < 0 || offset >= dimensions[axis] || offset % chunk[axis] != 0) {
                throw damaged(dataset, "a chunk at " + Arrays.toString(one.getChunkOffset()));
            }
            at[axis] = (int) offset;
            index = index * dimensions[axis] + offset;
        }
        if (!seen.add(index) || one.getSize() < 0) {
            throw damaged(dataset, "two chunks at " + Arrays.toString(at));
        }
        return at;
    }

    /** Copies the part of a chunk that lies within the dataset, row by row. */
    private static void copy(byte[] from, int[] chunk, byte[] to, int[] dimensions, int[] at, int element) {
        int last = chunk.length - 1;
        int run = Math.min(chunk[last], dimensions[last] - at[last]) * element;
        int[] row = new int[chunk.length];
        int axis;
        do {
            long source = 0;
            long target = 0;
            for (int i = 0; i <= last; i++) {
                source = source * chunk[i] + row[i];
                target = target * dimensions[i] + at[i] + row[i];
            }
            System.arraycopy(from, (int) (source * element), to, (int) (target * element), run);
            axis = last - 1;
            while (axis >= 0 && ++row[axis] == Math.min(chunk[axis], dimensions[axis] - at[axis])) {
                row[axis--] = 0;
            }
        } while (axis >= 0);
    }

    private static void fill(byte[] bytes, Dataset dataset) {
        byte[] value = fillValue(dataset);
        if (value.length == 0) {
            return; // HDF5's default is zeros
        }
        if (value.length != dataset.getDataType().getSize()) {
            throw damaged(dataset, "a fill value of " + value.length + " bytes");
        }
        for (int at = 0; at < bytes.length; at += value.length) {
            System.arraycopy(value, 0, bytes, at, value.length);
        }
    }

    private static byte[] fillValue(Dataset dataset) {
        AbstractNode node = (AbstractNode) dataset;
        ByteBuffer value = null;
        if (node.getHeader().hasMessageOfType(FillValueMessage.class)) {
            FillValueMessage message = node.getHeader().getMessageOfType(FillValueMessage.class);
            value = message.isFillValueDefined() ? message.getFillValue() : null;
        }
        if (value == null && node.getHeader().hasMessageOfType(FillValueOldMessage.class)) {
            value = node.getHeader().getMessageOfType(FillValueOldMessage.class).getFillValue();
        }
        byte[] bytes = new byte[value == null ? 0 : value.remaining()];
        if (value != null) {
            value.duplicate().get(bytes);
        }
        return bytes;
    }

    private static MalformedArchiveException damaged(Dataset dataset, String received) {
        return new MalformedArchiveException("Dataset '" + dataset.getPath() + "' of shape "
                + Arrays.toString(dataset.getDimensions()) + " is damaged. Received: " + received
                + ". Copy or save the file again.");
    }
}
