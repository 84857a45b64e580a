package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.blueprint.PointFunction;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.layers.ArrayUnits.Operation;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import java.util.List;

/**
 * Activations as layers, with weights or without.
 *
 * @param path of the layer's weights, with a slash at its end
 */
record ActivationLayers(Layout layout, String path, Flow x) implements Activations.Visitor<Flow> {
    private static final Activation RELU = new Activation(Activation.Kind.RELU, 0, Double.POSITIVE_INFINITY, 0);

    private Tape tape() {
        return layout.tape;
    }

    @Override
    public Flow activate(Activations.Activate layer) {
        return layout.activate(x, layer.activation());
    }

    @Override
    public Flow axesSoftmax(Activations.AxesSoftmax layer) {
        int rank = x.sizes.length + 1;
        List<Integer> axes =
                layer.axes().stream().map(axis -> Axes.axis(rank, axis)).toList();
        int[] order = new int[rank];
        int at = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (!axes.contains(axis)) {
                order[at++] = axis;
            }
        }
        int outer = at;
        for (int axis : axes) {
            order[at++] = axis;
        }
        Flow last = tape().transpose(x, order);
        int cols = Axes.product(last.shape(), outer, rank);
        Flow y = tape().softmax(tape().reshape(last, x.value.length / cols, cols));
        return tape().transpose(tape().reshape(y, last.shape()), Axes.inverse(order));
    }

    private Flow weight(String name) {
        int[] own = layout.tape.graph.parameters.get(path + name).shape().sizes();
        int[] shape = new int[own.length + 1];
        shape[0] = 1;
        System.arraycopy(own, 0, shape, 1, own.length);
        return tape().weight(path + name, shape);
    }

    private Flow relu(Flow of) {
        return tape().apply(of, layout.nonlinearity(RELU));
    }

    @Override
    public Flow prelu(Activations.PReLU layer) {
        return tape().subtract(relu(x), tape().multiply(weight("alpha"), relu(tape().line(x, -1, 0))));
    }

    @Override
    public Flow srelu(Activations.SReLU layer) {
        // keras/layers/advanced_activations.py 1.2.2: t_right_actual = t_left + |t_right|
        Flow left = weight("t_left");
        Flow right = tape().add(left, tape().apply(weight("t_right"), PointFunction.Kind.ABSOLUTE));
        Flow over = tape().subtract(x, left);
        Flow below = tape().subtract(relu(over), tape().multiply(weight("a_left"), relu(tape().line(over, -1, 0))));
        Flow middle = tape().arithmetic(Operation.MINIMUM, below, tape().subtract(right, left));
        Flow above = tape().multiply(relu(tape().subtract(x, right)), weight("a_right"));
        return tape().add(tape().add(left, middle), above);
    }

    @Override
    public Flow parametricSoftplus(Activations.ParametricSoftplus layer) {
        Flow inner = tape().multiply(weight("beta"), x);
        Flow softplus = tape().apply(inner, layout.nonlinearity(Activation.of(Activation.Kind.SOFTPLUS)));
        return tape().multiply(weight("alpha"), softplus);
    }
}
