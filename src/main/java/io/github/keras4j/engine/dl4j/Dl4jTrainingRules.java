package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.export.Keras2Activations;
import io.github.keras4j.export.Keras2Chain;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.ActsInTraining;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What DL4J trains as Keras does, and the model as its importer takes it for training. */
final class Dl4jTrainingRules {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Dl4jTrainingRules() {}

    /** Every layer that is not trained, with the reason. */
    static List<Refusal> refusals(KerasModel model) {
        List<Refusal> refusals = new ArrayList<>();
        if (!Keras2Chain.isChain(model.network())) {
            refusals.add(new Refusal(model.name(), "Model", "DL4J trains chains of layers as Keras does"));
        }
        for (Layer layer : model.network().layers()) {
            layer(layer).ifPresent(why -> refusals.add(new Refusal(layer.name(), layer.className(), why)));
        }
        return refusals;
    }

    /** @throws Keras4jException for a loss or an optimizer that DL4J works otherwise */
    static void check(KerasModel model, Compiled compiled, DType dtype) {
        Loss loss = compiled.losses().get(0);
        List<Layer> layers = model.network().layers();
        boolean softmax = layers.get(layers.size() - 1) instanceof Core.Dense dense
                && dense.activation().kind() == Activation.Kind.SOFTMAX;
        if (loss.kind() != Loss.Kind.CATEGORICAL_CROSSENTROPY || loss.fromLogits() || loss.weight() != 1 || !softmax) {
            throw new Keras4jException("DL4J trains categorical_crossentropy behind a softmax Dense as Keras does,"
                    + " other losses not. Received: " + loss);
        }
        Optimizer optimizer = compiled.optimizer();
        boolean plain = optimizer.clipNorm() == 0 && optimizer.globalClipNorm() == 0 && optimizer.clipValue() == 0;
        boolean rule = switch (optimizer.algorithm()) {
            case ADAM -> !optimizer.amsgrad();
            case SGD -> optimizer.momentum() == 0 || optimizer.nesterov();
            default -> false;
        };
        if (!plain || !rule) {
            throw new Keras4jException("DL4J's updaters are Keras's for Adam, and for SGD without momentum or with"
                    + " Nesterov's, without clipping. Received: " + optimizer);
        }
        if (!dtype.isFloating()) {
            throw new Keras4jException("Training computes in float32 or float64. Received: dtype=" + dtype);
        }
    }

    private static Optional<String> layer(Layer layer) {
        if (layer instanceof Core.InputLayer) {
            return Optional.empty();
        }
        for (Map.Entry<String, Object> extra : layer.info().extras().entrySet()) {
            String option = extra.getKey();
            boolean zero = extra.getValue() instanceof Number number && number.doubleValue() == 0;
            boolean acts = option.equals(LayerInfo.POLICY)
                    || option.endsWith("_regularizer")
                    || option.endsWith("_constraint")
                    || (option.endsWith("dropout") && !zero);
            if (acts) {
                return Optional.of("DL4J does not train with it. Received: " + option + "=" + extra.getValue());
            }
        }
        if (layer.info().extras().containsKey(LayerInfo.TRAINING) && ActsInTraining.of(layer)) {
            return Optional.of("DL4J trains every layer in training mode. Received: training=False in its call");
        }
        if (!layer.info().trainable()) {
            return Optional.of("DL4J's importer freezes nothing. Received: trainable=False");
        }
        if (layer instanceof Core.Dense dense && dense.useBias()) {
            return usual(dense.activation());
        }
        if (layer instanceof Activations.Activate activate) {
            return usual(activate.activation());
        }
        if (layer instanceof Core.Passthrough through && through.isInertInTraining()) {
            return Optional.empty();
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            Recurrent.Walk walk = rnn.walk();
            if (walk.goBackwards() || walk.returnState() || walk.timeMajor()) {
                return Optional.of("DL4J's fit walks forwards over [batch, steps, features]. Received: " + walk);
            }
            if (rnn.cell() instanceof Recurrent.LstmCell lstm && lstm.useBias()) {
                return usual(lstm.activation()).or(() -> usual(lstm.recurrentActivation()));
            }
            if (rnn.cell() instanceof Recurrent.SimpleCell && walk.stateful()) {
                return Optional.of(
                        "DL4J's SimpleRnn goes forward from zero again when it computes gradients"
                                + " (SimpleRnn.tbpttBackpropGradient), so a carried state is lost there. Received: stateful=True");
            }
            if (rnn.cell() instanceof Recurrent.SimpleCell simple && simple.useBias()) {
                return usual(simple.activation());
            }
        }
        return Optional.of("DL4J does not train this layer as Keras does");
    }

    private static Optional<String> usual(Activation activation) {
        return switch (activation.kind()) {
            case LINEAR, TANH, SIGMOID, HARD_SIGMOID, HARD_SIGMOID_V3, SOFTMAX -> Optional.empty();
            case RELU ->
                Keras2Activations.isPlainRelu(activation)
                        ? Optional.empty()
                        : Optional.of("DL4J trains plain relu only. Received: " + activation);
            default -> Optional.of("DL4J does not train with this activation. Received: " + activation);
        };
    }

    /** The model in safe names, with loss and optimizer in Keras 2's words; the layers' order is kept. */
    static Lowered forImport(KerasModel model, Compiled compiled) {
        List<Node> nodes = new ArrayList<>();
        Map<String, Weights> weights = new LinkedHashMap<>();
        List<List<Shape>> shapes = Shapes.infer(model.network());
        for (Node node : model.network().nodes()) {
            Layer layer = node.layer();
            if (layer instanceof Core.Passthrough) {
                continue;
            }
            LayerLowering.Result result = LayerLowering.lower(
                    nameOf(nodes.size()),
                    layer,
                    asFloat32(model.weights().child(layer.name())),
                    Shapes.inputs(node, shapes));
            List<TensorRef> from = nodes.isEmpty() ? List.of() : List.of(new TensorRef(nodes.size() - 1, 0));
            nodes.add(new Node(result.layer(), from));
            weights.put(result.layer().name(), result.weights());
        }
        Network network = new Network(
                "model",
                Network.Kind.SEQUENTIAL,
                nodes,
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(nodes.size() - 1, 0)));
        KerasModel lowered = new KerasModel(
                model.provenance(),
                network,
                Weights.ofChildren(weights),
                Optional.of(new TrainingConfiguration(training(compiled.optimizer()), Map.of())));
        return new Lowered(lowered, Map.of(), true, Map.of());
    }

    /** What the importer leaves otherwise than the Keras that trained had it. */
    static void repair(MultiLayerNetwork network, KerasModel model, Compiled compiled, DType dtype) {
        network.initGradientsView(); // fit makes it as it begins, but a layer put in another's place takes it over
        KerasRate.install(network, compiled.optimizer(), dtype);
        boolean cut = compiled.rules().cutsSigmoid();
        Map<String, Layer> byName = byName(model);
        for (int i = 0; i < network.getnLayers(); i++) {
            Layer layer = byName.get(network.getLayer(i).conf().getLayer().getLayerName());
            if (layer == null || !(network.getLayer(i).getConfig() instanceof BaseLayer config)) {
                continue;
            }
            TrainedActivations.repair(config, layer, cut, dtype);
            if (layer instanceof Recurrent.Rnn rnn && rnn.walk().stateful()) {
                CarryingLstm.replace(network, i);
            }
        }
    }

    /** The layers by the names that {@link #forImport} gives them. */
    static Map<String, Layer> byName(KerasModel model) {
        Map<String, Layer> byName = new LinkedHashMap<>();
        for (Layer layer : model.network().layers()) {
            if (!(layer instanceof Core.Passthrough)) {
                byName.put(nameOf(byName.size()), layer);
            }
        }
        return byName;
    }

    private static String nameOf(int index) {
        return "layer_" + index;
    }

    private static Weights asFloat32(Weights weights) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> tensors.put(name, tensor.cast(DType.FLOAT32)));
        return Weights.of(tensors);
    }

    private static ObjectNode training(Optimizer optimizer) {
        ObjectNode numbers = JSON.createObjectNode();
        numbers.put("lr", optimizer.learningRate()).put("decay", 0.0);
        boolean adam = optimizer.algorithm() == Optimizer.Algorithm.ADAM;
        if (adam) {
            numbers.put("beta_1", optimizer.beta1()).put("beta_2", optimizer.beta2());
            numbers.put("epsilon", optimizer.epsilon());
        } else {
            double momentum = optimizer.isModern() ? (float) optimizer.momentum() : optimizer.momentum();
            numbers.put("momentum", momentum).put("nesterov", optimizer.nesterov());
        }
        ObjectNode config = JSON.createObjectNode();
        config.putObject("optimizer_config")
                .put("class_name", adam ? "Adam" : "SGD")
                .set("config", numbers);
        config.put("loss", "categorical_crossentropy");
        config.putArray("metrics");
        return config;
    }
}
