package io.github.keras4j.engine.purejava.train.f64;

/** One vector per sample, n times. */
public final class RepeatUnit extends Unit {
    private final Flow input;
    private final Flow output;

    public RepeatUnit(Flow input, Flow output) {
        this.input = input;
        this.output = output;
    }

    @Override
    public void forward(boolean training) {
        int n = output.sizes[0];
        for (int r = 0; r < output.rows(); r++) {
            System.arraycopy(input.value, r / n * input.length, output.value, r * input.length, input.length);
        }
    }

    @Override
    public void backward() {
        int n = output.sizes[0];
        for (int r = 0; r < output.rows(); r++) {
            Kernels.BEST.add(input.length, output.gradient, r * input.length, input.gradient, r / n * input.length);
        }
    }
}
