package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.EinsumShapes;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arrays that a layer has, canonically named and shaped, in the order of Keras's {@code layer.weights}. */
final class WeightSlots {
    private WeightSlots() {}

    /** @param inputs the shapes of the layer's inputs; empty where they can't be told */
    static List<WeightSlot> of(Layer layer, List<Shape> inputs) {
        List<WeightSlot> slots = new ArrayList<>();
        int features = inputs.isEmpty() || inputs.get(0).rank() == 0
                ? Shape.UNKNOWN
                : inputs.get(0).size(-1);
        if (layer instanceof Core.EinsumDense dense) {
            einsum(dense, inputs, slots);
        } else if (layer instanceof Core core) {
            core(core, features, slots);
        } else if (layer instanceof Activations activations) {
            activations(activations, inputs, slots);
        } else if (layer instanceof Convolutional convolutional) {
            ConvolutionSlots.of(convolutional, inputs, slots);
        } else if (layer instanceof Recurrent recurrent) {
            recurrent(recurrent, inputs, features, slots);
        } else if (layer instanceof Wrapper.Bidirectional both) {
            of(both.forward(), inputs).forEach(slot -> slots.add(slot.under("forward/")));
            of(both.backward(), inputs).forEach(slot -> slots.add(slot.under("backward/")));
        } else if (layer instanceof Normalizing normalizing) {
            NormalizingSlots.of(normalizing, inputs, slots);
        } else if (layer instanceof Attentive attentive) {
            attentive(attentive, inputs, slots);
        } else if (layer instanceof Preprocessing.Normalization normalization
                && (normalization.mean().isEmpty() || normalization.variance().isEmpty())) {
            Shape kept = NormalizingSlots.kept(normalization.axis(), inputs);
            slots.add(new WeightSlot("mean", kept, false));
            slots.add(new WeightSlot("variance", kept, false));
            slots.add(WeightSlot.fixed("count"));
        }
        return slots;
    }

    private static void core(Core core, int features, List<WeightSlot> slots) {
        if (core instanceof Core.Dense dense) {
            slots.add(new WeightSlot("kernel", features, dense.units()));
            bias(dense.useBias(), slots, dense.units());
        } else if (core instanceof Core.Embedding embedding) {
            slots.add(new WeightSlot("embeddings", embedding.inputDim(), embedding.outputDim()));
        } else if (core instanceof Core.Highway highway) {
            slots.add(new WeightSlot("kernel", features, features));
            slots.add(new WeightSlot("carry_kernel", features, features));
            if (highway.useBias()) {
                slots.add(new WeightSlot("bias", features));
                slots.add(new WeightSlot("carry_bias", features));
            }
        } else if (core instanceof Core.MaxoutDense dense) {
            slots.add(new WeightSlot("kernel", dense.nbFeature(), features, dense.units()));
            bias(dense.useBias(), slots, dense.nbFeature(), dense.units());
        }
    }

    private static void einsum(Core.EinsumDense dense, List<Shape> inputs, List<WeightSlot> slots) {
        Optional<EinsumShapes> shapes = inputs.stream().findFirst().map(input -> new EinsumShapes(dense, input));
        slots.add(new WeightSlot("kernel", shapes.map(EinsumShapes::kernel).orElse(WeightCheck.ANY), true));
        if (!dense.biasAxes().isEmpty()) {
            Shape bias = shapes.map(known -> known.bias(dense.biasAxes())).orElse(WeightCheck.ANY);
            slots.add(new WeightSlot("bias", bias, true));
        }
    }

    static void bias(boolean useBias, List<WeightSlot> slots, int... sizes) {
        if (useBias) {
            slots.add(new WeightSlot("bias", sizes));
        }
    }

    private static void activations(Activations layer, List<Shape> inputs, List<WeightSlot> slots) {
        if (layer instanceof Activations.PReLU prelu) {
            slots.add(new WeightSlot("alpha", perFeature(inputs, prelu.sharedAxes()), true));
        } else if (layer instanceof Activations.SReLU srelu) {
            for (String name : List.of("t_left", "a_left", "t_right", "a_right")) {
                slots.add(new WeightSlot(name, perFeature(inputs, srelu.sharedAxes()), true));
            }
        } else if (layer instanceof Activations.ParametricSoftplus softplus) {
            slots.add(new WeightSlot("alpha", perFeature(inputs, softplus.sharedAxes()), true));
            slots.add(new WeightSlot("beta", perFeature(inputs, softplus.sharedAxes()), true));
        }
    }

    /** The input's shape without batch, 1 on the shared axes; a scalar stands for a shape that can't be told. */
    private static Shape perFeature(List<Shape> inputs, List<Integer> shared) {
        if (inputs.isEmpty()) {
            return WeightCheck.ANY;
        }
        Shape input = inputs.get(0);
        for (int axis : shared) {
            input = input.with(axis, 1);
        }
        return input.slice(1, input.rank());
    }

    private static void recurrent(Recurrent layer, List<Shape> inputs, int features, List<WeightSlot> slots) {
        if (layer instanceof Recurrent.Rnn rnn) {
            cell(rnn.cell(), features, "", slots);
        } else if (layer instanceof Recurrent.GenericRnn rnn) {
            cell(rnn.cell(), features, "cell/", slots);
        } else if (layer instanceof Recurrent.ConvLstm conv) {
            int axis = conv.channelsFirst() ? 2 : -1;
            int in = inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).size(axis);
            slots.add(
                    new WeightSlot("kernel", ConvolutionSlots.kernel(conv.kernelSize(), in, 4 * conv.filters()), true));
            slots.add(new WeightSlot(
                    "recurrent_kernel",
                    ConvolutionSlots.kernel(conv.kernelSize(), conv.filters(), 4 * conv.filters()),
                    true));
            bias(conv.useBias(), slots, 4 * conv.filters());
        }
    }

    private static void cell(Recurrent.Cell cell, int features, String prefix, List<WeightSlot> slots) {
        if (cell instanceof Recurrent.StackedCells stacked) {
            int in = features;
            for (int i = 0; i < stacked.cells().size(); i++) {
                cell(stacked.cells().get(i), in, prefix + i + "/", slots);
                in = stacked.cells().get(i).outputSize();
            }
            return;
        }
        int units = cell.outputSize();
        int gates = cell instanceof Recurrent.LstmCell ? 4 : cell instanceof Recurrent.GruCell ? 3 : 1;
        slots.add(new WeightSlot(prefix + "kernel", features, gates * units));
        slots.add(new WeightSlot(prefix + "recurrent_kernel", units, gates * units));
        boolean useBias = cell instanceof Recurrent.LstmCell lstm
                ? lstm.useBias()
                : cell instanceof Recurrent.GruCell gru ? gru.useBias() : ((Recurrent.SimpleCell) cell).useBias();
        if (useBias) {
            boolean two = cell instanceof Recurrent.GruCell gru && gru.resetAfter();
            slots.add(
                    two
                            ? new WeightSlot(prefix + "bias", 2, gates * units)
                            : new WeightSlot(prefix + "bias", gates * units));
        }
    }

    private static void attentive(Attentive layer, List<Shape> inputs, List<WeightSlot> slots) {
        int query = inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).size(-1);
        int value = inputs.size() < 2 ? query : inputs.get(1).size(-1);
        int key = inputs.size() < 3 ? value : inputs.get(2).size(-1);
        if (layer instanceof Attentive.Attention attention) {
            if (attention.useScale()) {
                slots.add(new WeightSlot("scale"));
            }
            if (attention.scoreMode().equals("concat")) {
                slots.add(new WeightSlot("concat_score_weight"));
            }
        } else if (layer instanceof Attentive.AdditiveAttention attention) {
            if (attention.useScale()) {
                slots.add(new WeightSlot("scale", query));
            }
        } else if (layer instanceof Attentive.MultiHeadAttention a) {
            projection("query", query, a.numHeads(), a.keyDim(), a.useBias(), slots);
            projection("key", key, a.numHeads(), a.keyDim(), a.useBias(), slots);
            projection("value", value, a.numHeads(), a.valueDim(), a.useBias(), slots);
            List<Integer> out = a.outputShape().orElse(List.of(query));
            slots.add(new WeightSlot("output/kernel", join(List.of(a.numHeads(), a.valueDim()), out), true));
            if (a.useBias()) {
                slots.add(new WeightSlot("output/bias", join(List.of(), out), true));
            }
        } else if (layer instanceof Attentive.GroupedQueryAttention a) {
            projection("query", query, a.numQueryHeads(), a.headDim(), a.useBias(), slots);
            projection("key", key, a.numKeyValueHeads(), a.headDim(), a.useBias(), slots);
            projection("value", value, a.numKeyValueHeads(), a.headDim(), a.useBias(), slots);
            slots.add(new WeightSlot("output/kernel", a.numQueryHeads(), a.headDim(), query));
            if (a.useBias()) {
                slots.add(new WeightSlot("output/bias", query));
            }
        }
    }

    private static void projection(String name, int in, int heads, int dim, boolean useBias, List<WeightSlot> slots) {
        slots.add(new WeightSlot(name + "/kernel", in, heads, dim));
        if (useBias) {
            slots.add(new WeightSlot(name + "/bias", heads, dim));
        }
    }

    private static Shape join(List<Integer> first, List<Integer> then) {
        List<Integer> sizes = new ArrayList<>(first);
        sizes.addAll(then);
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }
}
