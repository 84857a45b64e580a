package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.blueprint.PointFunction;
import io.github.keras4j.engine.purejava.train.blueprint.PointFunction.Kind;
import io.github.keras4j.engine.purejava.train.f64.BatchNormUnit;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import java.util.List;

/**
 * Normalizations.
 *
 * @param path of the layer's weights, with a slash at its end
 * @param trained whether the layer and all around it are
 */
record NormLayers(Tape tape, String path, Flow x, boolean trained) implements Normalizing.Visitor<Flow> {
    @Override
    public Flow batchNormalization(Normalizing.BatchNormalization layer) {
        int rank = x.sizes.length + 1;
        int axis = Axes.axis(rank, layer.axis().get(0));
        int[] order = AxisOrder.toLast(rank, axis);
        Flow last = tape.transpose(x, order);
        Flow y = tape.flow(last.shape());
        Parameters parameters = tape.graph.parameters;
        BatchNormUnit.Arrays arrays = new BatchNormUnit.Arrays(
                layer.scale() ? parameters.find(path + "gamma") : java.util.Optional.empty(),
                layer.center() ? parameters.find(path + "beta") : java.util.Optional.empty(),
                parameters.get(path + "moving_mean"),
                parameters.get(path + "moving_variance"));
        TrainingRules rules = tape.rules;
        boolean frozen = rules.frozenByAverages() && !trained;
        tape.graph.add(
                new BatchNormUnit(
                        last,
                        y,
                        parameters,
                        arrays,
                        (double) layer.momentum(),
                        (double) layer.epsilon(),
                        rules,
                        frozen,
                        layer.info().dtype() == DType.FLOAT32 && rules.fused().includes(rank, axis),
                        rules.maskedMoments() == TrainingRules.MaskedMoments.ALL ? new boolean[0] : x.mask),
                y);
        return tape.transpose(y, Axes.inverse(order));
    }

    /** Keras 1's mode 1. */
    @Override
    public Flow sampleNormalization(Normalizing.SampleNormalization layer) {
        List<Integer> last = List.of(x.sizes.length);
        Flow off = tape.subtract(x, tape.mean(x, last));
        Flow deviation = tape.apply(tape.line(variance(off, last), 1, (double) layer.epsilon()), Kind.SQRT);
        Flow normal = tape.divide(off, tape.line(deviation, 1, (double) layer.epsilon()));
        return shifted(scaled(normal, "gamma", last), "beta", last);
    }

    private Flow variance(Flow off, List<Integer> axes) {
        return tape.mean(tape.apply(off, Kind.SQUARE), axes);
    }

    private Flow overRoot(Flow numerator, Flow square, double epsilon) {
        return tape.divide(numerator, tape.apply(tape.line(square, 1, epsilon), Kind.SQRT));
    }

    private Flow scaled(Flow y, String weight, List<Integer> axes) {
        return tape.multiply(y, tape.weight(path + weight, Axes.kept(y.shape(), axes)));
    }

    private Flow shifted(Flow y, String weight, List<Integer> axes) {
        return tape.add(y, tape.weight(path + weight, Axes.kept(y.shape(), axes)));
    }

    private List<Integer> axes(List<Integer> given) {
        return given.stream().map(axis -> Axes.axis(x.sizes.length + 1, axis)).toList();
    }

    @Override
    public Flow layerNormalization(Normalizing.LayerNormalization layer) {
        List<Integer> axes = axes(layer.axis());
        Flow off = tape.subtract(x, tape.mean(x, axes));
        Flow y = overRoot(layer.rmsScaling() ? x : off, variance(off, axes), (double) layer.epsilon());
        y = layer.scale() ? scaled(y, "gamma", axes) : y;
        return layer.center() && !layer.rmsScaling() ? shifted(y, "beta", axes) : y;
    }

    @Override
    public Flow groupNormalization(Normalizing.GroupNormalization layer) {
        int rank = x.sizes.length + 1;
        int[] order = AxisOrder.toLast(rank, Axes.axis(rank, layer.axis()));
        Flow last = tape.transpose(x, order);
        int channels = last.last();
        int groups = layer.groups() == -1 ? channels : Math.min(layer.groups(), channels);
        Flow grouped = tape.reshape(last, x.batch, x.length / channels, groups, channels / groups);
        List<Integer> axes = List.of(1, 3);
        Flow off = tape.subtract(grouped, tape.mean(grouped, axes));
        Flow y = tape.reshape(overRoot(off, variance(off, axes), (double) layer.epsilon()), last.shape());
        List<Integer> channel = List.of(rank - 1);
        y = layer.scale() ? scaled(y, "gamma", channel) : y;
        y = layer.center() ? shifted(y, "beta", channel) : y;
        return tape.transpose(y, Axes.inverse(order));
    }

    @Override
    public Flow rmsNormalization(Normalizing.RmsNormalization layer) {
        List<Integer> axes = axes(layer.axis());
        return scaled(overRoot(x, variance(x, axes), (double) layer.epsilon()), "scale", axes);
    }

    @Override
    public Flow layerScale(Normalizing.LayerScale layer) {
        return scaled(x, "gamma", List.of(x.sizes.length));
    }

    @Override
    public Flow unitNormalization(Normalizing.UnitNormalization layer) {
        return unit(tape, x, axes(layer.axis()), layer.info());
    }

    /** tf.math.l2_normalize, with the layer's least sum of squares that it divides by the root of. */
    static Flow unit(Tape tape, Flow x, List<Integer> axes, LayerInfo info) {
        Flow square = tape.sum(tape.apply(x, Kind.SQUARE), axes);
        return tape.divide(x, tape.apply(tape.apply(square, PointFunction.atLeast(info.leastSquares())), Kind.SQRT));
    }
}
