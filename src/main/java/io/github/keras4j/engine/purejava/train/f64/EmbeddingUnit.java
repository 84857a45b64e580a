package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.errors.Keras4jException;

/** Rows of a table by index; masks index 0 where asked. */
public final class EmbeddingUnit extends Unit {
    private final Flow input;
    private final Flow output;
    private final Parameters parameters;
    private final Parameter table;
    private final SlicedGradients slices;
    private final boolean sliced;
    private final int rows;
    private final int width;

    public EmbeddingUnit(Flow input, Flow output, Parameters parameters, Parameter table, SlicedGradients slices) {
        this.input = input;
        this.output = output;
        this.parameters = parameters;
        this.table = table;
        this.slices = slices;
        sliced = slices.contains(table);
        rows = table.shape().size(0);
        width = table.shape().size(1);
    }

    @Override
    public void forward(boolean training) {
        for (int i = 0; i < input.value.length; i++) {
            int index = (int) input.value[i];
            if (index < 0 || index >= rows) {
                throw new Keras4jException("An index lies outside the embedding. Received: " + index + " for "
                        + table.path() + " of " + rows + " rows");
            }
            System.arraycopy(parameters.value, table.offset() + index * width, output.value, i * width, width);
            if (output.masked()) {
                output.mask[i] = index != 0;
            }
        }
    }

    @Override
    public void backward() {
        for (int i = 0; i < input.value.length; i++) {
            int at = table.offset() + (int) input.value[i] * width;
            Kernels.BEST.add(width, output.gradient, i * width, parameters.gradient, at);
            if (sliced) {
                slices.add(table, width, output.gradient, i * width, at);
            }
        }
    }
}
