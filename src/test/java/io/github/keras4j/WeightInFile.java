package io.github.keras4j;

import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Changes one weight in a model's file. */
public final class WeightInFile {
    private WeightInFile() {}

    /** The sign of the greatest element of the last weight matrix. */
    public static void change(Path model) throws IOException {
        List<Tensor> tensors =
                List.copyOf(ModelSource.of(model).read().weights().flatten().values());
        Tensor kernel = tensors.get(tensors.size() - 2);
        int greatest = 0;
        for (int i = 0; i < kernel.size(); i++) {
            greatest = Math.abs(kernel.getFloat(i)) > Math.abs(kernel.getFloat(greatest)) ? i : greatest;
        }
        byte[] wanted = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(kernel.getFloat(greatest))
                .array();
        byte[] file = Files.readAllBytes(model);
        for (int at = 0; at + 4 <= file.length; at++) {
            if (ByteBuffer.wrap(file, at, 4).equals(ByteBuffer.wrap(wanted))) {
                file[at + 3] ^= (byte) 0x80;
                Files.write(model, file);
                return;
            }
        }
        throw new IllegalStateException("the weight is not in the file: " + kernel.getFloat(greatest));
    }
}
