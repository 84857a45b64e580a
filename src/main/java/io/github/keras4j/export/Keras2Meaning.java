package io.github.keras4j.export;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.GivenStates;
import io.github.keras4j.model.Recurrent.MaskedStep;
import io.github.keras4j.model.SamplingGrid;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.Wrapper.InnerMask;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a layer means what Keras 2.2.4 on TensorFlow does not compute from the same options. Those fields of the
 * records are held against the values that the dialect reads from a file of that Keras; what a layer does with masks
 * counts only in a model that makes any.
 */
final class Keras2Meaning {
    private final boolean masked;
    private final Target target;

    private Keras2Meaning(boolean masked, Target target) {
        this.masked = masked;
        this.target = target;
    }

    /** A sentence for each layer that would compute something else. */
    static List<String> refusals(Network network, Target target) {
        Set<String> refusals = new LinkedHashSet<>();
        new Keras2Meaning(makesMasks(network), target).collect(network, refusals);
        return new ArrayList<>(refusals);
    }

    private void collect(Network network, Set<String> refusals) {
        List<List<Shape>> shapes = Shapes.infer(network);
        for (Node node : network.nodes()) {
            if (node.layer() instanceof Wrapper.NestedModel nested) {
                collect(nested.network(), refusals);
            }
            call(node)
                    .or(() -> layer(
                            node.layer(),
                            Shapes.inputs(node, shapes),
                            node.inputs().size() > 1))
                    .ifPresent(what -> refusals.add(
                            Keras2Layers.lacking(target, node.layer(), what).getMessage()));
        }
    }

    private static boolean makesMasks(Network network) {
        return network.nodes().stream().anyMatch(node -> makesMask(node.layer()));
    }

    private static boolean makesMask(Layer layer) {
        return layer instanceof Core.Masking
                || layer instanceof Core.Embedding embedding && embedding.maskZero()
                || layer instanceof Wrapper.TimeDistributed each && makesMask(each.layer())
                || layer instanceof Wrapper.NestedModel nested && makesMasks(nested.network());
    }

    private Optional<String> call(Node node) {
        return switch (node.masks()) {
            case SEEN -> Optional.empty();
            case PASSED_BY -> unless(!masked, "no call that passes its input's mask by");
            case DROPPED -> unless(!masked, "no call that drops its inputs' masks");
        };
    }

    private Optional<String> layer(Layer layer, List<Shape> inputs, boolean given) {
        if (layer instanceof Shaping.UpSampling up) {
            return upSampling(up);
        } else if (layer instanceof Recurrent recurrent) {
            return recurrent(recurrent, given);
        } else if (layer instanceof Wrapper.Bidirectional both) {
            return recurrent(both.forward(), given);
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            return timeDistributed(each, inputs);
        } else if (layer instanceof Convolutional.LocallyConnected local) {
            return unless(!local.channelsFirst(), "a kernel of each position in another order, by channel");
        } else if (!masked) {
            return Optional.empty();
        } else if (layer instanceof Activations.Activate activate) {
            return unless(activate.atMask() == Activations.AtMask.SAME, "no Softmax that looks at masks");
        } else if (layer instanceof Merging.Elementwise merge) {
            return unless(merge.masks() == Merging.Masks.ALL, "no merge by any of its masks");
        } else if (layer instanceof Merging.Concatenate merge) {
            return unless(merge.masks() == Merging.Masks.ALL, "no concatenation by any of its masks");
        } else if (layer instanceof Pooling.GlobalPool pool) {
            boolean skips = pool.rank() == 1 && pool.reduction() == Pooling.Reduction.AVERAGE;
            return unless(pool.skipsMasked() == skips, "no average over masked steps");
        } else if (layer instanceof Core.Passthrough passthrough) {
            return unless(passthrough.passesMask(), "no layer that gives its input without the mask");
        }
        return Optional.empty();
    }

    private static Optional<String> unless(boolean same, String what) {
        return same ? Optional.empty() : Optional.of(what);
    }

    /** A nearest sample is the same on both grids, since sizes are multiples. */
    private static Optional<String> upSampling(Shaping.UpSampling up) {
        return unless(
                up.grid() == SamplingGrid.START || up.interpolation().equals("nearest"),
                "no interpolation between the middles of pixels");
    }

    private Optional<String> recurrent(Recurrent layer, boolean given) {
        Recurrent.Walk walk = layer.walk();
        if (layer instanceof Recurrent.ConvLstm conv && conv.recurrentPadding() != Padding.SAME) {
            return Optional.of("no recurrent convolution padded as Theano's");
        }
        if (walk.stateful() && given && walk.givenStates() != GivenStates.TAKEN) {
            return Optional.of("no states that a call gives only while the layer's own are zero");
        }
        if (!masked) {
            return Optional.empty();
        }
        if (walk.maskedStep() == MaskedStep.ZERO) {
            return Optional.of("no zeros where a step is masked");
        }
        // of stacked cells the first state is another's output
        boolean single =
                !(layer instanceof Recurrent.GenericRnn rnn) || !(rnn.cell() instanceof Recurrent.StackedCells);
        boolean startsAtZero = single && !walk.stateful() && !given;
        boolean holdsState = !walk.unroll();
        return unless(
                startsAtZero || holdsState == (walk.maskedStep() == MaskedStep.HOLD_STATE),
                "another output ahead of the first step that is not masked");
    }

    private Optional<String> timeDistributed(Wrapper.TimeDistributed each, List<Shape> inputs) {
        boolean fixed = !inputs.isEmpty() && inputs.get(0).size(0) != Shape.UNKNOWN;
        InnerMask usual = fixed ? InnerMask.NONE : InnerMask.COMPUTED;
        // of a mask over batch and steps alone an inner layer sees nothing, and all three rules keep it
        boolean perStep = !inputs.isEmpty() && inputs.get(0).rank() <= 3 && !makesMask(each.layer());
        return masked && !perStep && each.innerMask() != usual
                ? Optional.of("no TimeDistributed that treats masks within a step so")
                : layer(each.layer(), List.of(), false);
    }
}
