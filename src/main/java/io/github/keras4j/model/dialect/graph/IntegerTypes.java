package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.operations.LayerTypes;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where integers flow. Keras casts only floating inputs to a layer's type (tf.keras 2.15, base_layer.py,
 * _maybe_cast_inputs; Keras 3.15, dtype_policy.py, convert_input), so means of integers are cut, bytes wrap, and a
 * layer of an integer type cuts what it is given. Everything here computes in float: what is known to come to the same
 * is let through, the rest is refused by name.
 */
public final class IntegerTypes {
    private final boolean narrow;
    private final boolean casts;

    /**
     * @param narrow whether integers of less than 32 bits occur, whose sums and products wrap
     * @param casts whether a model inside casts what it is given to its inputs' types, as in tf.keras (engine/functional.py
     *     2.15, _conform_to_reference_input) and Keras 3, and not in Keras 1 and 2 (engine/topology.py 2.2.4, run_internal_graph)
     */
    public IntegerTypes(boolean narrow, boolean casts) {
        this.narrow = narrow;
        this.casts = casts;
    }

    /** The network, with the layers refused that would compute in integers what is computed in floats here. */
    public Network checked(Network network) {
        return checked(network, Set.of()).network();
    }

    /** @param wrapping those of the integers that are of less than 32 bits, or booleans, given by an operation */
    private record Checked(Network network, Set<TensorRef> integers, Set<TensorRef> wrapping) {
        boolean isWhole(TensorRef ref) {
            return integers.contains(ref) || IntegerTypes.isWhole(network, ref);
        }

        boolean wraps(TensorRef ref) {
            return wrapping.contains(ref) || IntegerTypes.wraps(network, ref);
        }
    }

    /** @param fed indices of inputs that get integers whatever the input layer says */
    private Checked checked(Network network, Set<Integer> fed) {
        Checked so = new Checked(network, new HashSet<>(), new HashSet<>());
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            boolean given = node.inputs().stream().anyMatch(so::isWhole);
            boolean wraps = node.inputs().stream().anyMatch(so::wraps);
            boolean gives = givesIntegers(network, node, i, given, fed);
            Node kept = node;
            Optional<Wrapper.NestedModel> model = model(node.layer());
            if (model.isPresent()) {
                Wrapper.NestedModel nested = model.get();
                Set<Integer> into = new HashSet<>();
                for (int input = 0; input < node.inputs().size(); input++) {
                    TensorRef ref = node.inputs().get(input);
                    if (so.isWhole(ref)) {
                        into.add(input);
                    }
                }
                List<TensorRef> misfed = misfed(nested.network(), into);
                Network asGiven = casts ? nested.network() : uncast(nested.network(), misfed);
                Checked inner = checked(asGiven, into);
                for (int k = 0; k < inner.network().outputs().size(); k++) {
                    TensorRef end = inner.network().outputs().get(k);
                    if (inner.isWhole(end)) {
                        so.integers().add(new TensorRef(i, k));
                    }
                    if (inner.wraps(end)) {
                        so.wrapping().add(new TensorRef(i, k));
                    }
                }
                gives = false;
                if (inner.network() != nested.network()) {
                    Wrapper.NestedModel changed = new Wrapper.NestedModel(nested.info(), inner.network());
                    kept = node.withLayer(
                            node.layer() instanceof Wrapper.TimeDistributed each
                                    ? new Wrapper.TimeDistributed(each.info(), changed, each.innerMask())
                                    : changed);
                }
                if (casts && !misfed.isEmpty()) {
                    kept = node.withLayer(new Unknown(
                            node.layer().info(),
                            "it is given what may be fractions where its input is of an integer type, to which Keras cuts"
                                    + " them. Cast them to that type before, and save the model again."));
                }
            } else {
                String reason = reason(node.layer(), given, wraps);
                if (!reason.isEmpty()) {
                    kept = node.withLayer(new Unknown(node.layer().info(), reason));
                }
            }
            if (gives) {
                so.integers().add(new TensorRef(i, 0));
                if (wraps || isBoolean(node.layer())) {
                    so.wrapping().add(new TensorRef(i, 0));
                }
            }
            nodes.add(kept);
        }
        return new Checked(network.withNodes(nodes), so.integers(), so.wrapping());
    }

    /** The model that is called there, for all of a tensor or for each step of it. */
    private static Optional<Wrapper.NestedModel> model(Layer layer) {
        Layer called = layer instanceof Wrapper.TimeDistributed each ? each.layer() : layer;
        return called instanceof Wrapper.NestedModel nested ? Optional.of(nested) : Optional.empty();
    }

    /** The inputs that get numbers of another type: of integers, and of any other than float32 where nothing is cast. */
    private List<TensorRef> misfed(Network inner, Set<Integer> whole) {
        List<TensorRef> found = new ArrayList<>();
        for (int i = 0; i < inner.inputs().size(); i++) {
            TensorRef ref = inner.inputs().get(i);
            if (!whole.contains(i)
                    && inner.node(ref).layer() instanceof Core.InputLayer input
                    && (LayerTypes.fed(input).isInteger() || !casts && LayerTypes.fed(input) != NumberType.FLOAT32)) {
                found.add(ref);
            }
        }
        return found;
    }

    /** These inputs are of the type that they get: Keras 1 and 2 compute in float32. */
    private static Network uncast(Network inner, List<TensorRef> misfed) {
        List<Node> nodes = new ArrayList<>(inner.nodes());
        for (TensorRef ref : misfed) {
            Core.InputLayer input = (Core.InputLayer) inner.node(ref).layer();
            LayerInfo info = input.info().with(LayerInfo.FED_TYPE, DType.FLOAT32.kerasName());
            nodes.set(
                    ref.node(),
                    inner.node(ref)
                            .withLayer(new Core.InputLayer(
                                    info, input.shape(), DType.FLOAT32, input.anyBatch(), input.lastAxis())));
        }
        return inner.withNodes(nodes);
    }

    private static boolean givesIntegers(Network network, Node node, int index, boolean given, Set<Integer> fed) {
        Layer layer = node.layer();
        if (layer instanceof Core.InputLayer input) {
            return isInteger(input.inputDtype())
                    || isBoolean(layer)
                    || fed.contains(network.inputs().indexOf(new TensorRef(index, 0)));
        }
        if (layer instanceof Core.Constant constant) {
            return isInteger(constant.value().dtype()) || isBoolean(layer);
        }
        if (layer instanceof Preprocessing preprocessing && LayerTypes.givesIntegers(preprocessing)) {
            return true;
        }
        boolean moves = layer instanceof Core.Passthrough
                || layer instanceof Core.Masking
                || layer instanceof Shaping
                || layer instanceof Pooling;
        boolean joins = layer instanceof Merging; // one float among them makes all of them floats
        return given && (moves || joins && node.inputs().size() == 1);
    }

    /** Whether an operation gives whole numbers or booleans there. */
    private static boolean isWhole(Network network, TensorRef ref) {
        return network.node(ref).layer() instanceof TensorOperation operation
                && (operation.type(ref.output()).isInteger() || operation.type(ref.output()) == NumberType.BOOL);
    }

    /** Whether what an operation gives there adds up to other numbers than in floats: less than 32 bits, or booleans. */
    private static boolean wraps(Network network, TensorRef ref) {
        return isWhole(network, ref)
                && ((TensorOperation) network.node(ref).layer())
                                .type(ref.output())
                                .bits()
                        < 32;
    }

    private String reason(Layer layer, boolean given, boolean wraps) {
        if (layer instanceof Unknown
                || layer instanceof Custom
                || layer instanceof TensorOperation
                || layer instanceof Core.InputLayer) {
            return "";
        }
        boolean encodes = layer instanceof Preprocessing.CategoryEncoding
                || layer instanceof Preprocessing.Discretization
                || layer instanceof Preprocessing.IndexLookup
                || layer instanceof Preprocessing.Hashing
                || layer instanceof Preprocessing.HashedCrossing;
        if (isInteger(layer.info().dtype()) && !encodes && !(layer instanceof Core.Embedding)) {
            return "it computes in integers, which is not run. Received: dtype="
                    + layer.info().dtype() + ". Give it a floating dtype before saving.";
        }
        return given && !isRightOnIntegers(layer, wraps)
                ? "it is called on integers, which Keras does not take for floats here. Received: an integer input."
                        + " Cast it to float32 before saving."
                : "";
    }

    private boolean isRightOnIntegers(Layer layer, boolean wraps) {
        if (layer instanceof Shaping.UpSampling up) {
            return up.interpolation().equals("nearest");
        }
        if (layer instanceof Pooling.Pool pool) {
            return pool.reduction() == Pooling.Reduction.MAX;
        }
        if (layer instanceof Pooling.GlobalPool pool) {
            return pool.reduction() == Pooling.Reduction.MAX;
        }
        if (layer instanceof Merging.Elementwise || layer instanceof Merging.Dot) {
            return !narrow && !wraps;
        }
        if (layer instanceof Wrapper.TimeDistributed each) {
            return isRightOnIntegers(each.layer(), wraps);
        }
        boolean multipliesWeights = layer instanceof Recurrent // whose floats make floats of it, or Keras fails
                || layer instanceof Wrapper.Bidirectional
                || layer instanceof Attentive.MultiHeadAttention
                || layer instanceof Attentive.GroupedQueryAttention;
        return multipliesWeights
                || layer instanceof Core
                || layer instanceof Shaping
                || layer instanceof Preprocessing
                || layer instanceof Convolutional
                || layer instanceof Merging.Concatenate
                || layer instanceof Normalizing.BatchNormalization
                || layer instanceof Wrapper.NestedModel;
    }

    /** Whether booleans come from there, which no layer takes for floats, and whose sums are no numbers. */
    private static boolean isBoolean(Layer layer) {
        return layer instanceof Core.InputLayer input && LayerTypes.fed(input) == NumberType.BOOL
                || layer instanceof Core.Constant constant && constant.value().dtype() == DType.BOOL;
    }

    private static boolean isInteger(DType dtype) {
        return dtype == DType.INT32 || dtype == DType.INT64;
    }
}
