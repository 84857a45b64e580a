package io.github.keras4j.custom;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** The Java of python-reference/custom_layers.py; the tests' class path names it. */
public final class TestLayers implements CustomLayerProvider {
    @Override
    public Optional<CustomLayer> find(LayerDescription layer) {
        return switch (layer.className().equals("Lambda") ? layer.name() : layer.simpleName()) {
            case "twice_of_it" -> Optional.of(new Doubling());
            case "masked_sum" -> Optional.of(new MaskedSum());
            case "minus", "Mix" -> Optional.of(new Minus());
            case "Scale" -> Optional.of(new Scale(layer.number("factor")));
            case "Offset" -> Optional.of(new Offset());
            case "Block" -> Optional.of(new Block((int) layer.number("units")));
            default -> Optional.empty();
        };
    }

    private static Tensor tensor(Shape shape, IntToDoubleFunction value) {
        float[] numbers = new float[shape.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) value.applyAsDouble(i);
        }
        return Tensor.wrap(shape, numbers);
    }

    private interface SameShape extends CustomLayer {
        @Override
        default Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }
    }

    private record Doubling() implements SameShape {
        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            Tensor x = inputs.get(0);
            return tensor(x.shape(), i -> 2 * x.getFloat(i));
        }
    }

    /** {@code sum(x * mask, axis=1)}. */
    private record MaskedSum() implements CustomLayer {
        @Override
        public Shape outputShape(List<Shape> inputs) {
            return Shape.of(inputs.get(0).size(0), inputs.get(0).size(2));
        }

        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            throw new IllegalArgumentException("there is no mask");
        }

        @Override
        public Tensor call(List<Tensor> inputs, List<Optional<Tensor>> masks, List<Tensor> weights) {
            Tensor x = inputs.get(0);
            Tensor mask = masks.get(0).orElseThrow();
            int steps = x.shape().size(1);
            int size = x.shape().size(2);
            return tensor(Shape.of(x.shape().size(0), size), i -> {
                double sum = 0;
                for (int t = 0; t < steps; t++) {
                    int row = i / size * steps + t;
                    sum += mask.getLong(row) * x.getFloat(row * size + i % size);
                }
                return sum;
            });
        }
    }

    private record Offset() implements SameShape {
        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            Tensor x = inputs.get(0);
            return tensor(x.shape(), i -> x.getFloat(i) + 1);
        }
    }

    private record Minus() implements SameShape {
        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            return tensor(
                    inputs.get(0).shape(),
                    i -> inputs.get(0).getFloat(i) - inputs.get(1).getFloat(i));
        }
    }

    private record Scale(double factor) implements SameShape {
        @Override
        public List<Weight> weights(List<Shape> inputs) {
            int size = inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).size(-1);
            return List.of(Weight.of("kernel", size), new Weight("offset", Shape.of(size), false));
        }

        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            Tensor x = inputs.get(0);
            int size = x.shape().size(-1);
            return tensor(
                    x.shape(),
                    i -> x.getFloat(i) * weights.get(0).getFloat(i % size) * (float) factor
                            + weights.get(1).getFloat(i % size));
        }

        @Override
        public boolean supportsMasking() {
            return true;
        }
    }

    /** {@code x + (x W + b) V + c}. */
    private record Block(int units) implements SameShape {
        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(
                    Weight.of("wide/kernel", 5, units),
                    Weight.of("wide/bias", units),
                    Weight.of("back/kernel", units, 5),
                    Weight.of("back/bias", 5));
        }

        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            Tensor x = inputs.get(0);
            Tensor inner = dense(x, weights.get(0), weights.get(1));
            Tensor back = dense(inner, weights.get(2), weights.get(3));
            return tensor(x.shape(), i -> x.getFloat(i) + back.getFloat(i));
        }

        private static Tensor dense(Tensor x, Tensor kernel, Tensor bias) {
            int in = kernel.shape().size(0);
            int out = kernel.shape().size(1);
            return tensor(Shape.of(x.size() / in, out), i -> {
                float sum = bias.getFloat(i % out);
                for (int k = 0; k < in; k++) {
                    sum += x.getFloat(i / out * in + k) * kernel.getFloat(k * out + i % out);
                }
                return sum;
            });
        }
    }

    /** What {@link LayerDescription} is made of, for tests that ask by hand. */
    static LayerDescription description(String name, String className, Map<String, Object> config) {
        return new LayerDescription(name, className, "", config);
    }
}
