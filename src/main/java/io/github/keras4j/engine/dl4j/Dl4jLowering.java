package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.HeadNotes;
import io.github.keras4j.engine.dl4j.network.ImportedLayer;
import io.github.keras4j.engine.dl4j.network.LayerCall;
import io.github.keras4j.engine.dl4j.network.RecordText;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rewrites a model into the same function, made of layers that DL4J's importer reads right. What DL4J lacks or computes
 * otherwise becomes a layer of keras4j's in DL4J ({@code engine.dl4j.network}).
 */
final class Dl4jLowering {
    private final FlatModel flat;
    private final NativeChoice choice;
    private final boolean onlyOwn;
    private final Optional<TrainingPlan> training;
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final boolean[] needed;
    private final boolean chain;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weights> weights = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> own = new LinkedHashMap<>();
    private final Map<TensorRef, TensorRef> moved = new HashMap<>();

    private Dl4jLowering(KerasModel model, boolean onlyOwn, Optional<TrainingPlan> training) {
        this.flat = new FlatModel(model);
        this.onlyOwn = onlyOwn;
        this.training = training;
        training.ifPresent(flat::addHeads);
        choice = new NativeChoice(flat.drafts());
        needed = needed();
        chain = isChain();
    }

    /** @param onlyOwn whether no layer is DL4J's */
    static Lowered lower(KerasModel model, boolean onlyOwn) {
        return new Dl4jLowering(model, onlyOwn, Optional.empty()).lowered(model);
    }

    /** For training: all layers are keras4j's, and each output has a loss behind it. */
    static Lowered lower(KerasModel model, TrainingPlan training) {
        return new Dl4jLowering(model, true, Optional.of(training)).lowered(model);
    }

    private Lowered lowered(KerasModel model) {
        for (int i = 0; i < flat.drafts().size(); i++) {
            if (needed[i]) {
                add(i);
            }
        }
        Network network = new Network(
                "model",
                chain ? Network.Kind.SEQUENTIAL : Network.Kind.FUNCTIONAL,
                nodes,
                flat.inputs().stream().map(this::place).toList(),
                flat.outputs().stream().map(this::place).toList());
        Map<TensorRef, TensorRef> places = new HashMap<>();
        flat.places().forEach((ref, draft) -> {
            TensorRef place = moved.get(draft);
            if (place != null) {
                places.put(ref, place);
            }
        });
        KerasModel lowered = new KerasModel(model.provenance(), network, Weights.ofChildren(weights), Optional.empty());
        return new Lowered(lowered, own, chain, paths, places);
    }

    private boolean[] needed() {
        boolean[] needed = new boolean[flat.drafts().size()];
        flat.inputs().forEach(input -> needed[input.node()] = true);
        flat.outputs().forEach(output -> needed[output.node()] = true);
        for (int i = needed.length - 1; i >= 0; i--) {
            if (needed[i]) {
                Draft draft = flat.drafts().get(i);
                draft.inputs().forEach(input -> needed[input.node()] = true);
                draft.keywords().values().forEach(input -> needed[input.node()] = true);
            }
        }
        return needed;
    }

    private boolean isChain() {
        int last = -1;
        for (int i = 0; i < needed.length; i++) {
            if (!needed[i]) {
                continue;
            }
            Draft draft = flat.drafts().get(i);
            List<TensorRef> expected = last < 0 ? List.of() : List.of(new TensorRef(last, 0));
            if (!draft.inputs().equals(expected)
                    || !draft.keywords().isEmpty()
                    || draft.node().layer() instanceof Core.Constant) {
                return false;
            }
            last = i;
        }
        return flat.inputs().size() == 1 && flat.outputs().equals(List.of(new TensorRef(last, 0))) && !choice.anyMask();
    }

    private TensorRef place(TensorRef draft) {
        return Objects.requireNonNull(moved.get(draft));
    }

    private void add(int index) {
        Draft draft = flat.drafts().get(index);
        Layer layer = draft.node().layer();
        TensorRef here = new TensorRef(index, 0);
        if (layer instanceof Core.Constant) {
            return; // given with the calls that take it
        }
        if (layer instanceof Core.InputLayer input) {
            put(here, input(input), List.of(), Weights.NONE);
        } else if (choice.isByDl4j(index) && !onlyOwn) {
            LayerLowering.Result result = LayerLowering.lower(nextName(), layer, draft.weights(), draft.shapes());
            put(here, result.layer(), draft.inputs().stream().map(this::place).toList(), result.weights());
        } else {
            addOwn(index, draft);
        }
    }

    private String nextName() {
        return "layer_" + nodes.size();
    }

    private void put(TensorRef draft, Layer layer, List<TensorRef> inputs, Weights of) {
        nodes.add(new Node(layer, inputs));
        weights.put(layer.name(), of);
        moved.put(draft, new TensorRef(nodes.size() - 1, 0));
    }

    /** DL4J wants to know sizes, which only its own layers look at. */
    private Layer input(Core.InputLayer input) {
        LayerInfo info = LayerInfo.of(nextName(), "InputLayer");
        Shape given = input.shape();
        boolean usual = given.rank() >= 2 && given.rank() <= 5;
        Shape shape = usual ? given : Shape.of(Shape.UNKNOWN, 1);
        for (int axis = 1; axis < shape.rank(); axis++) {
            shape = shape.size(axis) == Shape.UNKNOWN ? shape.with(axis, LayerLowering.SOME_STEPS) : shape;
        }
        return new Core.InputLayer(info, shape.with(0, Shape.UNKNOWN), DType.FLOAT32);
    }

    private void addOwn(int index, Draft draft) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<TensorRef> inputs = new ArrayList<>();
        List<Integer> unmasked = new ArrayList<>();
        for (int i = 0; i < draft.inputs().size(); i++) {
            take(draft.inputs().get(i), Integer.toString(i), constants, inputs);
            if (draft.node().unmasked().contains(draft.node().inputs().get(i))) {
                unmasked.add(i);
            }
        }
        draft.keywords().forEach((keyword, ref) -> take(ref, keyword, constants, inputs));
        if (inputs.isEmpty()) {
            inputs.add(place(flat.inputs().get(0))); // a vertex takes something
        }
        List<LayerCall.Parameter> parameters = new ArrayList<>();
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        draft.weights().flatten().forEach((path, tensor) -> {
            arrays.put(
                    "p" + parameters.size(),
                    tensor.reshape(Shape.of(tensor.size())).cast(DType.FLOAT32));
            parameters.add(new LayerCall.Parameter(path, tensor.shape()));
        });
        Layer layer = draft.node().layer();
        LayerCall call = new LayerCall(
                layer,
                draft.inputs().size(),
                constants,
                unmasked,
                List.copyOf(draft.keywords().keySet()),
                draft.node().arguments(),
                draft.node().masks(),
                parameters,
                draft.shape(0),
                training.map(plan -> plan.notes(
                        layer,
                        parameters.stream()
                                .map(each -> draft.path() + "/" + each.path())
                                .toList())));
        String name = nextName();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(ImportedLayer.CALL, RecordText.write(call));
        config.put(ImportedLayer.VERTEX, !chain);
        HeadNotes head = flat.heads().get(index);
        if (head != null) {
            config.put(ImportedLayer.HEAD, RecordText.write(head));
        }
        training.ifPresent(plan -> config.put(
                ImportedLayer.UPDATER, RecordText.write(plan.compiled().optimizer())));
        own.put(name, config);
        if (!parameters.isEmpty()) {
            paths.put(name, draft.path());
        }
        put(new TensorRef(index, 0), named(name), inputs, Weights.of(arrays));
        sideOutputs(index, draft);
    }

    private void take(TensorRef ref, String key, Map<String, Tensor> constants, List<TensorRef> inputs) {
        if (flat.drafts().get(ref.node()).node().layer() instanceof Core.Constant constant) {
            constants.put(key, constant.value());
        } else {
            inputs.add(place(ref));
        }
    }

    private void sideOutputs(int index, Draft draft) {
        TensorRef main = place(new TensorRef(index, 0));
        for (int k : usedOutputs(index)) {
            String name = nextName();
            List<Integer> shape =
                    java.util.Arrays.stream(draft.shape(k).sizes()).boxed().toList();
            own.put(name, Map.of(ImportedLayer.OUTPUT, k, ImportedLayer.SHAPE, shape));
            put(new TensorRef(index, k), named(name), List.of(main), Weights.NONE);
        }
    }

    private List<Integer> usedOutputs(int index) {
        List<TensorRef> used = new ArrayList<>(flat.outputs());
        for (int i = index + 1; i < needed.length; i++) {
            if (needed[i]) {
                used.addAll(flat.drafts().get(i).inputs());
                used.addAll(flat.drafts().get(i).keywords().values());
            }
        }
        return used.stream()
                .filter(ref -> ref.node() == index && ref.output() > 0)
                .map(TensorRef::output)
                .distinct()
                .sorted()
                .toList();
    }

    /** What stands for a layer of keras4j's own, whose configuration lies beside. */
    private static Layer named(String name) {
        return new Core.Passthrough(LayerInfo.of(name, ImportedLayer.CLASS_NAME), Core.InTraining.NOTHING, 0, true);
    }
}
