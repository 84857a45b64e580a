package io.github.keras4j.model.dialect;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.ByPath;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.dialect.graph.AddedBias;
import io.github.keras4j.model.dialect.graph.IntegerTypes;
import io.github.keras4j.model.dialect.graph.LayerFactory;
import io.github.keras4j.model.dialect.graph.NetworkReader;
import io.github.keras4j.model.dialect.graph.StringTypes;
import io.github.keras4j.model.dialect.layers.InputShapes;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.dialect.layers.StoredHints;
import io.github.keras4j.model.dialect.weights.LayerWeights;
import io.github.keras4j.model.dialect.weights.PathWeights;
import io.github.keras4j.model.shapes.TooLarge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Turns what a file holds into the canonical model. */
public final class CanonicalModels {
    private CanonicalModels() {}

    /**
     * Reads the model. A layer that keras4j does not run becomes an {@link io.github.keras4j.model.Unknown} with the
     * reason; the model can then still be inspected.
     *
     * @throws MalformedArchiveException when configuration and weights contradict themselves or each other; the
     *     message names the layer, what was received and what its options demand
     * @throws UnsupportedLayerException when the model as a whole is of a custom class
     */
    public static KerasModel read(KerasArchive archive) {
        return read(archive, CustomLayers.INSTALLED);
    }

    /**
     * As {@link #read(KerasArchive)}.
     *
     * @param customs who has code for layers that are not Keras's
     */
    public static KerasModel read(KerasArchive archive, CustomLayers customs) {
        try {
            return canonical(archive, customs);
        } catch (Keras4jException e) {
            throw e;
        } catch (Refusal e) {
            String reason = e.reason();
            throw new UnsupportedLayerException(
                    "The model can't be read: " + reason + (reason.endsWith(".") ? "" : "."));
        } catch (StackOverflowError e) {
            throw new MalformedArchiveException(
                    archive.path() + ": the model's configuration is nested too deeply to be read. Save the model"
                            + " again, with fewer models inside models.",
                    e);
        }
    }

    private static KerasModel canonical(KerasArchive archive, CustomLayers customs) {
        ModelSize.check(archive.config());
        LayerSpec spec = LayerSpec.ofModel(archive.config());
        Origin origin = Origin.of(archive);
        if (!LayerFactory.isNetwork(spec) || spec.custom()) {
            throw new UnsupportedLayerException("The model is of a custom class, whose Python code no file holds."
                    + " Received: class_name=" + spec.className()
                    + ". Build it as a Sequential or functional model of Keras's own layers and save that.");
        }
        LayerFactory factory =
                new LayerFactory(origin, Origin.ofWeights(archive, origin), StoredHints.of(archive), customs);
        Network read = new NetworkReader(factory).read(spec, builtShape(archive.config()));
        // a stateful layer's states have the batch's size
        boolean anyBatch = origin.answersAnyBatch() && !read.isStateful();
        Network sized =
                withInputs(read, input -> (anyBatch ? input.withAnyBatch() : input).withLastAxis(origin.lastAxis()));
        Network network = origin.addsByShape() ? AddedBias.checked(sized) : sized;
        Weights weights = archive.weights() instanceof ByLayer byLayer
                ? new LayerWeights(factory).read(network, byLayer)
                : PathWeights.read(factory, (ByPath) archive.weights(), network);
        Optional<TrainingConfiguration> training = archive.trainingConfig()
                .filter(config -> !config.isNull() && !config.isEmpty())
                .map(config -> new TrainingConfiguration(config, archive.optimizerWeights()));
        Provenance provenance =
                new Provenance(origin.generation(), origin.kerasVersion(), origin.backend(), archive.format());
        boolean narrow = factory.hints().narrowIntegers();
        IntegerTypes integers = new IntegerTypes(narrow, origin.isTfKeras() || origin.isKeras3());
        Network checked = new StringTypes(origin.isKeras3()).checked(integers.checked(network));
        TooLarge.in(checked).ifPresent(found -> {
            throw new UnsupportedLayerException("The model can't be run here: layer '" + found.layer() + "' ("
                    + found.className() + "): " + found.reason() + ".");
        });
        return new KerasModel(provenance, checked, weights, training);
    }

    /** Compares inputs by identity: a record's own {@code equals} is made at run time, which a start would wait for. */
    @SuppressWarnings("ReferenceEquality")
    private static Network withInputs(Network network, UnaryOperator<Core.InputLayer> change) {
        List<Node> nodes = new ArrayList<>();
        boolean changed = false;
        for (Node node : network.nodes()) {
            Core.InputLayer input = node.layer() instanceof Core.InputLayer given ? given : null;
            Core.InputLayer other = input == null ? null : change.apply(input);
            changed |= other != input;
            nodes.add(other == null || other == input ? node : node.withLayer(other));
        }
        return changed
                ? new Network(network.name(), network.kind(), nodes, network.inputs(), network.outputs())
                : network;
    }

    /** Keras 3 keeps the shape that a Sequential was built with beside its configuration. */
    private static List<io.github.keras4j.tensor.Shape> builtShape(JsonNode config) {
        JsonNode shape = config.path("build_config").path("input_shape");
        boolean ofOneInput =
                shape.isArray() && !shape.isEmpty() && !shape.get(0).isContainer();
        return ofOneInput ? List.of(InputShapes.of(shape)) : List.of();
    }
}
