package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.HeadNotes;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A model without nesting: nested models are laid open, and layers that do nothing in inference are left out. */
final class FlatModel {
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<TensorRef, TensorRef> places;
    private final List<TensorRef> inputs = new ArrayList<>();
    private final List<TensorRef> outputs = new ArrayList<>();
    private final Map<Integer, HeadNotes> heads = new HashMap<>();

    FlatModel(KerasModel model) {
        Network network = model.network();
        places = inline(network, "", model.weights(), Map.of());
        network.inputs().forEach(ref -> inputs.add(Objects.requireNonNull(places.get(ref))));
        Set<TensorRef> given = new HashSet<>();
        for (TensorRef output : network.outputs()) {
            TensorRef place = Objects.requireNonNull(places.get(output));
            Layer layer = drafts.get(place.node()).node().layer();
            // DL4J gives each output once, and no inputs or constants
            boolean copied = layer instanceof Core.InputLayer || layer instanceof Core.Constant || !given.add(place);
            outputs.add(copied ? copy(place) : place);
        }
    }

    List<Draft> drafts() {
        return drafts;
    }

    /** Where each tensor of the model's top level is found. */
    Map<TensorRef, TensorRef> places() {
        return places;
    }

    List<TensorRef> inputs() {
        return inputs;
    }

    /** Puts a loss behind each output; the layer before it may leave its activation to the loss. */
    void addHeads(TrainingPlan plan) {
        for (int i = 0; i < outputs.size(); i++) {
            TensorRef output = outputs.get(i);
            Draft before = drafts.get(output.node());
            boolean fedFurther =
                    drafts.stream().anyMatch(other -> other.inputs().contains(output));
            TrainingPlan.Head head = plan.head(i, before.node().layer(), fedFurther);
            drafts.set(output.node(), before.withLayer(head.before()));
            Shape shape = before.shape(output.output());
            drafts.add(new Draft(
                    new Node(head.layer(), List.of(output)),
                    "",
                    Weights.NONE,
                    List.of(output),
                    Map.of(),
                    List.of(shape),
                    List.of(shape)));
            heads.put(drafts.size() - 1, head.notes());
            outputs.set(i, new TensorRef(drafts.size() - 1, 0));
        }
    }

    /** The losses, by their drafts. */
    Map<Integer, HeadNotes> heads() {
        return heads;
    }

    /** As many as the model has, each another. */
    List<TensorRef> outputs() {
        return outputs;
    }

    private TensorRef copy(TensorRef of) {
        Shape shape = drafts.get(of.node()).shape(of.output());
        Layer identity = new Core.Passthrough(LayerInfo.of("output", "Identity"), Core.InTraining.NOTHING, 0, true);
        drafts.add(new Draft(
                new Node(identity, List.of(of)),
                "",
                Weights.NONE,
                List.of(of),
                Map.of(),
                List.of(shape),
                List.of(shape)));
        return new TensorRef(drafts.size() - 1, 0);
    }

    /** @param fed for a nested network, where what its inputs receive is found */
    private Map<TensorRef, TensorRef> inline(
            Network network, String prefix, Weights from, Map<TensorRef, TensorRef> fed) {
        Map<TensorRef, TensorRef> laid = new HashMap<>(fed);
        List<List<Shape>> shapes = Shapes.infer(network);
        for (int i = 0; i < network.nodes().size(); i++) {
            TensorRef here = new TensorRef(i, 0);
            if (laid.containsKey(here)) {
                continue;
            }
            Node node = network.nodes().get(i);
            Layer layer = node.layer();
            List<TensorRef> inputs = node.inputs().stream()
                    .map(ref -> Objects.requireNonNull(laid.get(ref)))
                    .toList();
            if (isIdentity(layer)
                    && node.masks() == Node.Masks.SEEN
                    && node.unmasked().isEmpty()) {
                laid.put(here, inputs.get(0));
            } else if (layer instanceof Wrapper.NestedModel nested
                    && node.keywordInputs().isEmpty()
                    && node.masks() == Node.Masks.SEEN
                    && node.unmasked().isEmpty()) {
                inlineNested(i, nested, prefix, from.child(layer.name()), inputs, laid);
            } else {
                Map<String, TensorRef> keywords = new LinkedHashMap<>();
                new java.util.TreeMap<>(node.keywordInputs())
                        .forEach((name, ref) -> keywords.put(name, Objects.requireNonNull(laid.get(ref))));
                drafts.add(new Draft(
                        node,
                        prefix + layer.name(),
                        from.child(layer.name()),
                        inputs,
                        keywords,
                        Shapes.inputs(node, shapes),
                        shapes.get(i)));
                int outputs = Math.max(shapes.get(i).size(), 1) + 8; // of unknown shapes too
                for (int k = 0; k < outputs; k++) {
                    laid.put(new TensorRef(i, k), new TensorRef(drafts.size() - 1, k));
                }
            }
        }
        return laid;
    }

    private static boolean isIdentity(Layer layer) {
        return layer instanceof Core.Passthrough identity
                ? identity.passesMask()
                : layer instanceof Wrapper.TimeDistributed each
                        && each.layer() instanceof Core.Passthrough inner
                        && inner.passesMask();
    }

    private void inlineNested(
            int call,
            Wrapper.NestedModel nested,
            String prefix,
            Weights from,
            List<TensorRef> inputs,
            Map<TensorRef, TensorRef> places) {
        Network network = nested.network();
        Map<TensorRef, TensorRef> inside = new HashMap<>();
        for (int k = 0; k < inputs.size(); k++) {
            inside.put(network.inputs().get(k), inputs.get(k));
        }
        Map<TensorRef, TensorRef> laid = inline(network, prefix + nested.name() + "/", from, inside);
        for (int k = 0; k < network.outputs().size(); k++) {
            places.put(
                    new TensorRef(call, k),
                    Objects.requireNonNull(laid.get(network.outputs().get(k))));
        }
    }
}
