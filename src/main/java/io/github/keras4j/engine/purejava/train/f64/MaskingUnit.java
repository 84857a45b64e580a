package io.github.keras4j.engine.purejava.train.f64;

/** Steps whose every feature equals the mask value become zero and do not count. */
public final class MaskingUnit extends Unit {
    private final Flow input;
    private final Flow output;
    private final double maskValue;

    public MaskingUnit(Flow input, Flow output, double maskValue) {
        this.input = input;
        this.output = output;
        this.maskValue = maskValue;
    }

    @Override
    public void forward(boolean training) {
        int cols = input.last();
        for (int r = 0; r < input.rows(); r++) {
            boolean live = false;
            for (int i = r * cols; i < (r + 1) * cols; i++) {
                live |= input.value[i] != maskValue;
            }
            output.mask[r] = live;
            for (int i = r * cols; i < (r + 1) * cols; i++) {
                output.value[i] = live ? input.value[i] : 0;
            }
        }
    }

    @Override
    public void backward() {
        int cols = input.last();
        for (int r = 0; r < input.rows(); r++) {
            if (output.mask[r]) {
                Kernels.BEST.add(cols, output.gradient, r * cols, input.gradient, r * cols);
            }
        }
    }
}
