package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activation.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Activations as operations, by what the activation layers run. */
final class Activations {
    private static final Map<String, Kind> PLAIN = Map.ofEntries(
            Map.entry("hard_sigmoid", Kind.HARD_SIGMOID_V3),
            Map.entry("hard_silu", Kind.HARD_SILU),
            Map.entry("hard_swish", Kind.HARD_SILU),
            Map.entry("hard_tanh", Kind.HARD_TANH),
            Map.entry("log_sigmoid", Kind.LOG_SIGMOID),
            Map.entry("selu", Kind.SELU),
            Map.entry("sigmoid", Kind.SIGMOID),
            Map.entry("softplus", Kind.SOFTPLUS),
            Map.entry("softsign", Kind.SOFTSIGN),
            Map.entry("sparse_plus", Kind.SPARSE_PLUS),
            Map.entry("sparse_sigmoid", Kind.SPARSE_SIGMOID),
            Map.entry("swish", Kind.SILU),
            Map.entry("tanh", Kind.TANH),
            Map.entry("tanh_shrink", Kind.TANH_SHRINK));

    private Activations() {}

    static void addTo(Map<String, Operation> all) {
        PLAIN.forEach((op, kind) -> add(all, op, call -> Activation.of(kind)));
        add(all, "celu", call -> Activation.of(Kind.CELU, call.number("alpha")));
        add(all, "elu", call -> Activation.of(Kind.ELU, call.number("alpha")));
        add(all, "gelu", call -> Activation.of(call.flag("approximate") ? Kind.GELU_TANH : Kind.GELU));
        add(all, "glu", call -> Activation.of(Kind.GLU, call.integer("axis")));
        add(all, "hard_shrink", call -> Activation.of(Kind.HARD_SHRINK, call.number("threshold")));
        add(all, "leaky_relu", call -> relu(call.number("negative_slope"), Double.POSITIVE_INFINITY));
        add(all, "soft_shrink", call -> Activation.of(Kind.SOFT_SHRINK, call.number("threshold")));
        add(all, "sparsemax", call -> Activation.of(Kind.SPARSEMAX, call.integer("axis")));
        add(all, "squareplus", call -> Activation.of(Kind.SQUAREPLUS, call.number("b")));
        add(
                all,
                "threshold",
                call -> new Activation(Kind.THRESHOLD, call.number("threshold"), call.number("default_value"), 0));
        Operations.single(all, "relu", call -> Elementwise.map(call, call.x(), x -> Math.max(x, 0)));
        Operations.single(all, "relu6", call -> Elementwise.map(call, call.x(), x -> Math.min(Math.max(x, 0), 6)));
        Operations.single(all, "silu", Activations::silu);
        Operations.single(all, "softmax", call -> softmax(call, Kind.SOFTMAX));
        Operations.single(all, "log_softmax", call -> softmax(call, Kind.LOG_SOFTMAX));
        Operations.single(all, "crelu", Activations::crelu);
    }

    private static void add(Map<String, Operation> all, String op, Function<OperationCall, Activation> activation) {
        Operations.single(all, op, call -> activate(call, call.x(), activation.apply(call)));
    }

    private static Activation relu(double slope, double max) {
        return new Activation(Kind.RELU, slope, max, 0);
    }

    static Value activate(OperationCall call, Value x, Activation activation) {
        if (!call.type().isFloating()) {
            throw new RefusedException("an activation of whole numbers is not run. Received: "
                    + call.type().kerasName());
        }
        return ActivateLayer.inPlace(activation, call.binding().copy(x), call.binding());
    }

    private static Value silu(OperationCall call) {
        double beta = call.number("beta");
        if (beta == 1) {
            return activate(call, call.x(), Activation.of(Kind.SILU));
        }
        return Elementwise.map(call, call.x(), x -> x / (1 + Math.exp(-beta * x)));
    }

    /** axis=None: over all elements. */
    private static Value softmax(OperationCall call, Kind kind) {
        Value x = call.x();
        if (!call.has("axis")) {
            Value flat = activate(call, x.reshaped(x.elements()), Activation.of(kind, -1));
            return flat.reshaped(x.shape());
        }
        List<Integer> axes = call.axes("axis", x.rank());
        if (axes.size() == 1) {
            return activate(call, x, Activation.of(kind, axes.get(0)));
        }
        // keras/src/ops/nn.py 3.15, softmax: the axes go last, in their order, and are one for the time being
        int[] order = Stream.concat(
                        call.axes("none", x.rank()).stream().filter(axis -> !axes.contains(axis)), axes.stream())
                .mapToInt(Integer::intValue)
                .toArray();
        Value moved = Moves.transpose(x, call.binding(), order);
        int inner = axes.stream().mapToInt(x::size).reduce(1, (a, b) -> a * b);
        Value flat = moved.reshaped(x.elements() / Math.max(inner, 1), inner);
        Value y = activate(call, flat, Activation.of(kind, -1)).reshaped(moved.shape());
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        return Moves.transpose(y, call.binding(), back);
    }

    private static Value crelu(OperationCall call) {
        Value x = call.x();
        Value negative = call.floats(x.shape(), i -> Math.max(-x.data()[i], 0));
        Value positive = call.floats(x.shape(), i -> Math.max(x.data()[i], 0));
        return io.github.keras4j.engine.purejava.program.Concatenation.bind(
                List.of(positive, negative), call.integer("axis"), call.binding());
    }
}
