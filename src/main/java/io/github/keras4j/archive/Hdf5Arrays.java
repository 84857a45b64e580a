package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FloatingPoint;
import java.util.Arrays;
import java.util.Optional;

/** Reads the datasets of one HDF5 file, no more than its size allows. Large arrays of float32 stay in the file. */
final class Hdf5Arrays {
    /** Smaller ones would not make up for a file that is held open. */
    private static final int LARGE = 1 << 18;

    private final ReadBudget budget;
    private final HdfFile file;
    private final Optional<KeptFile> kept;

    /**
     * @param bytes the file's size
     * @param kept where large arrays stay; empty: all are read at once
     */
    Hdf5Arrays(long bytes, HdfFile file, Optional<KeptFile> kept) {
        budget = new ReadBudget(bytes);
        this.file = file;
        this.kept = kept;
    }

    /** Counts a group that is walked through. */
    void group(String path) {
        budget.group(path);
    }

    /** The dataset as a tensor; a dataset that claims to be larger than the file or the heap can hold is refused unread. */
    Tensor tensor(Dataset dataset) {
        long elements = 1;
        for (long size : dataset.getDimensionsAsLong()) {
            elements = size < 0 || Math.multiplyHigh(elements, size) != 0 ? Long.MAX_VALUE : elements * size;
        }
        int element = dataset.getDataType().getSize();
        if (elements < 0 || elements > (Integer.MAX_VALUE - 8L) / Math.max(1, element)) {
            throw new MalformedArchiveException("Dataset '" + dataset.getPath() + "' claims the shape "
                    + Arrays.toString(dataset.getDimensionsAsLong()) + ", more than 2^31 bytes. The file is damaged, or"
                    + " an array is larger than keras4j reads.");
        }
        int bytes = (int) elements * element;
        budget.array(bytes, dataset.getPath());
        Shape shape = Shape.of(dataset.getDimensions());
        if (elements == 0) {
            return Tensor.zeros(shape, DType.FLOAT32);
        }
        boolean inFile = dataset instanceof ContiguousDataset contiguous
                && !contiguous.isEmpty()
                && dataset.getHdfFile() == file; // not behind a link to another
        if (bytes >= LARGE
                && inFile
                && dataset.getDataType() instanceof FloatingPoint type
                && FloatLayout.of(type).isFloat32()
                && kept.isPresent()
                && kept.get().isOpen()) {
            long at = ((ContiguousDataset) dataset).getDataAddress() + file.getUserBlockSize();
            return Tensor.stored(shape, kept.get().array(at, (int) elements, type.getByteOrder(), dataset.getPath()));
        }
        return Elements.tensor(StoredBytes.of(dataset, bytes), dataset.getDataType(), shape, dataset.getPath());
    }
}
