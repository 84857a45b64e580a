package io.github.keras4j.model.dialect.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same kernel as implementation 1, 2 and 3 of LocallyConnected1D store it, channels first
 * (keras/src/layers/locally_connected/locally_connected1d.py 2.15, build).
 */
class LocalKernelsTest {
    private static final int STEPS = 7;
    private static final int CHANNELS = 2;
    private static final int KERNEL = 3;
    private static final int STRIDE = 2;
    private static final int POSITIONS = 3;
    private static final int FILTERS = 2;

    private static float number(int position, int channel, int k, int filter) {
        return 1000 * position + 100 * channel + 10 * k + filter;
    }

    @Test
    void should_give_the_windows_of_every_implementation() {
        Convolutional.LocallyConnected layer = new Convolutional.LocallyConnected(
                LayerInfo.of("local", "LocallyConnected1D"),
                FILTERS,
                List.of(KERNEL),
                List.of(STRIDE),
                List.of(),
                true,
                Activation.LINEAR,
                false);
        float[] windows = new float[POSITIONS * CHANNELS * KERNEL * FILTERS];
        float[] matrix = new float[CHANNELS * STEPS * FILTERS * POSITIONS];
        float[] pairs = new float[windows.length];
        int pair = 0;
        for (int filter = 0; filter < FILTERS; filter++) {
            for (int position = 0; position < POSITIONS; position++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    for (int k = 0; k < KERNEL; k++) {
                        float number = number(position, channel, k, filter);
                        windows[((position * CHANNELS + channel) * KERNEL + k) * FILTERS + filter] = number;
                        int step = position * STRIDE + k;
                        matrix[((channel * STEPS + step) * FILTERS + filter) * POSITIONS + position] = number;
                        pairs[pair++] = number;
                    }
                }
            }
        }
        Shape shape = Shape.of(POSITIONS, CHANNELS * KERNEL, FILTERS);
        List<WeightSlot> slots = List.of(new WeightSlot("kernel", POSITIONS, CHANNELS * KERNEL, FILTERS));
        for (Tensor stored : List.of(
                Tensor.wrap(shape, windows),
                Tensor.wrap(Shape.of(CHANNELS, STEPS, FILTERS, POSITIONS), matrix),
                Tensor.wrap(Shape.of(pairs.length), pairs))) {
            Tensor plain = LocalKernels.plain(layer, slots, List.of(stored)).get(0);
            assertThat(plain.shape()).isEqualTo(shape);
            assertThat(plain.toFloats()).as("%s", stored.shape()).containsExactly(windows);
        }
    }
}
