package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.jhdf.AbstractNode;
import io.jhdf.Constants;
import io.jhdf.Utils;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.dataset.chunked.indexing.ChunkIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.ImplicitChunkIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the chunks of a dataset lie: those that were written, in no order. */
final class Hdf5Chunks {
    private Hdf5Chunks() {}

    static Collection<Chunk> of(ChunkedDataset dataset, int chunkBytes) {
        AbstractNode node = (AbstractNode) dataset;
        HdfBackingStorage storage = dataset.getHdfFile().getHdfBackingStorage();
        DataLayoutMessage layout = node.getHeader().getMessageOfType(DataLayoutMessage.class);
        if (layout instanceof ChunkedDataLayoutMessage tree) {
            List<Chunk> found = new ArrayList<>();
            if (tree.getBTreeAddress() != Constants.UNDEFINED_ADDRESS) {
                walk(storage, tree.getBTreeAddress(), dataset, found, new HashSet<>());
            }
            return found;
        }
        if (!(layout instanceof ChunkedDataLayoutMessageV4 v4)) {
            throw unread(dataset, "a layout " + layout.getDataLayout());
        }
        if (v4.getAddress() == Constants.UNDEFINED_ADDRESS) {
            return List.of();
        }
        DatasetInfo info = new DatasetInfo(chunkBytes, dataset.getDimensionsAsLong(), dataset.getChunkDimensions());
        ChunkIndex index = switch (v4.getIndexingType()) {
            case ChunkedDataLayoutMessageV4.SINGLE_CHUNK_INDEX -> new SingleChunkIndex(v4, info);
            case ChunkedDataLayoutMessageV4.IMPLICIT_INDEX -> new ImplicitChunkIndex(v4.getAddress(), info);
            case ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX -> new FixedArrayIndex(storage, v4.getAddress(), info);
            // jHDF 0.13.0 leaves the checksums of an extensible array unread: a damaged one gave other numbers
            default -> throw unread(dataset, "a chunk index of type " + v4.getIndexingType());
        };
        // a fixed array has a place for every chunk, written or not
        return index.getAllChunks().stream()
                .filter(chunk -> chunk.getAddress() != Constants.UNDEFINED_ADDRESS)
                .toList();
    }

    private static MalformedArchiveException unread(ChunkedDataset dataset, String what) {
        return new MalformedArchiveException("Dataset '" + dataset.getPath() + "' is stored with " + what
                + ", which keras4j does not read. Save the weights with a fixed size (no maxshape), or without"
                + " libver='latest'.");
    }

    /**
     * A B-tree of version 1 (HDF5 file format, III.A.1). jHDF's own reader follows a node that is linked twice twice,
     * so that thirty nodes take days.
     */
    private static void walk(
            HdfBackingStorage storage, long address, ChunkedDataset dataset, List<Chunk> found, Set<Long> seen) {
        if (!seen.add(address) || seen.size() > 1 << 24) {
            throw new MalformedArchiveException("The index of dataset '" + dataset.getPath()
                    + "' links one of its nodes twice. The file is damaged: copy or save it again.");
        }
        int wide = storage.getSizeOfOffsets();
        ByteBuffer head = storage.readBufferFromAddress(address, 8 + 2 * wide).order(ByteOrder.LITTLE_ENDIAN);
        if (head.getInt(0) != 0x45455254 || head.get(4) != 1) { // TREE, of raw data
            throw new MalformedArchiveException("The index of dataset '" + dataset.getPath()
                    + "' is damaged: no node of a tree at " + address + ". Copy or save the file again.");
        }
        int level = head.get(5) & 0xff;
        int entries = head.getShort(6) & 0xffff;
        int rank = dataset.getDimensions().length;
        int key = 8 + 8 * (rank + 1);
        ByteBuffer bytes = storage.readBufferFromAddress(address + 8 + 2L * wide, (key + wide) * entries)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            int size = bytes.getInt();
            BitSet leftOut = BitSet.valueOf(new byte[] {bytes.get(), bytes.get(), bytes.get(), bytes.get()});
            long[] offset = new long[rank];
            for (int axis = 0; axis < rank; axis++) {
                offset[axis] = bytes.getLong();
            }
            bytes.getLong(); // the offset within an element
            long child = Utils.readBytesAsUnsignedLong(bytes, wide);
            if (level == 0) {
                found.add(new ChunkImpl(child, size, offset, leftOut));
            } else {
                walk(storage, child, dataset, found, seen);
            }
        }
    }
}
