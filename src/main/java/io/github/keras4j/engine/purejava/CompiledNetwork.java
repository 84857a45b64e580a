package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.limits.Memory;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.operations.LayerTypes;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A network with every layer compiled once, however often it is called. A nested model is one of its layers. */
final class CompiledNetwork implements CompiledLayer {
    private final Network network;
    private final Map<String, CompiledLayer> layers;
    private final Fusion fusion;
    private final HalfTypes halves;
    private final Weights weights;
    private final LayerCompiler compiler;
    /** Layers that run folded into others, compiled alone once a trace has asked for them: all their weights once more. */
    private final Map<String, CompiledLayer> alone = new ConcurrentHashMap<>();

    private CompiledNetwork(
            Network network,
            Weights weights,
            LayerCompiler compiler,
            Map<String, CompiledLayer> layers,
            Fusion fusion) {
        halves = new HalfTypes(network);
        this.network = network;
        this.weights = weights;
        this.compiler = compiler;
        this.layers = layers;
        this.fusion = fusion;
    }

    /** Compiles all layers; those refused go to {@code refusals}, and the answer is then of no use. */
    static CompiledNetwork compile(Network network, Weights weights, LayerCompiler compiler, List<Refusal> refusals) {
        Map<String, CompiledLayer> layers = new LinkedHashMap<>();
        Fusion fusion = Fusion.of(network, weights, compiler);
        for (Layer layer : network.layers()) {
            if (!(layer instanceof Core.InputLayer) && !fusion.replaces(layer)) {
                compiler.compile(layer, HalfTypes.weights(layer, weights.child(layer.name())), refusals)
                        .ifPresent(compiled -> layers.put(layer.name(), compiled));
            }
        }
        OperationCheck.check(network, layers, compiler, refusals);
        return new CompiledNetwork(network, weights, compiler, layers, fusion);
    }

    @Override
    public boolean takesTexts() {
        return true; // what does not, refuses them itself
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Value> inputs = new ArrayList<>(call.inputs());
        Value mask = call.keywordInputs().get("mask");
        if (mask != null) {
            inputs.set(0, call.input().withMask(Masks.of(mask, binding)));
        }
        return bind(inputs, binding, new LinkedHashMap<>());
    }

    /** As {@link #bind(Call, Binding)}, noting every layer's outputs, of a shared layer the first call's. */
    List<Value> bind(List<Value> inputs, Binding binding, Map<String, List<Value>> seen) {
        List<List<Value>> given = new ArrayList<>();
        Map<Integer, Value> fed = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            fed.put(network.inputs().get(i).node(), inputs.get(i));
        }
        LastReads lastReads = new LastReads(network);
        boolean outermost = binding.isOutermost(this); // a nested network's steps may be run several times, in a loop
        for (int i = 0; i < network.nodes().size(); i++) {
            Value input = fed.get(i);
            List<Value> outputs;
            if (input != null) {
                outputs = List.of(asFed(network.nodes().get(i).layer(), input, outermost, binding));
            } else if (binding.fuses() && fusion.isAbsorbed(i)) {
                outputs = List.of(pick(given, network.nodes().get(i).inputs().get(0)));
            } else {
                outputs = bindNode(i, given, binding);
            }
            given.add(outputs);
            seen.putIfAbsent(network.nodes().get(i).layer().name(), outputs);
            if (outermost) {
                lastReads.after(i, given, binding);
            }
        }
        return network.outputs().stream().map(ref -> pick(given, ref)).toList();
    }

    /**
     * What is fed, cast to the input's type as Keras does, also where a model inside is called (engine/functional.py 2.15,
     * _conform_to_reference_input; models/functional.py 3.15, _convert_inputs_to_tensors).
     */
    private static Value asFed(Layer layer, Value given, boolean outermost, Binding binding) {
        NumberType type = layer instanceof Core.InputLayer input ? LayerTypes.fed(input) : NumberType.FLOAT32;
        boolean plain = !type.isHalf() && !type.isInteger() && type != NumberType.BOOL;
        boolean ofWholeNumbers = type == NumberType.INT32 || type == NumberType.INT64;
        if (given.isText() || plain || ofWholeNumbers && outermost) {
            return given;
        }
        Value cast = binding.value(given.shape());
        int n = given.elements();
        float[] from = given.data();
        float[] to = cast.data();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                to[i] = type.isFloating() || type == NumberType.BOOL ? type.store(from[i]) : whole(from[i], type);
            }
        });
        return cast.withMask(given.mask());
    }

    /** Cut towards zero; what a narrow type does not hold becomes other numbers on other processors. */
    private static float whole(float number, NumberType type) {
        if (!(number >= type.lowest() && number <= type.highest())) {
            throw new ArithmeticException(
                    "an input of type " + type.kerasName() + " does not hold what it is given. Received: " + number);
        }
        return (float) (number < 0 ? Math.ceil(number) : Math.floor(number));
    }

    private List<Value> bindNode(int index, List<List<Value>> given, Binding binding) {
        Node node = network.nodes().get(index);
        Layer layer = node.layer();
        CompiledLayer compiled = compiled(index, binding.fuses());
        if (compiled == null) {
            throw new Keras4jException("layer '" + layer.name() + "' (" + layer.className() + ") of network '"
                    + network.name() + "' is an input that nothing feeds");
        }
        boolean dropped = node.masks() == Node.Masks.DROPPED;
        List<Value> inputs = node.inputs().stream()
                .map(ref -> dropped || node.unmasked().contains(ref)
                        ? pick(given, ref).withMask(null)
                        : pick(given, ref))
                .toList();
        Map<String, Value> keywords = new HashMap<>();
        node.keywordInputs().forEach((name, ref) -> keywords.put(name, pick(given, ref)));
        boolean text = inputs.stream().anyMatch(Value::isText);
        if (text && !compiled.takesTexts() || keywords.values().stream().anyMatch(Value::isText)) {
            throw new UnfitShapesException(layer.name(), layer.className(), "takes no strings");
        }
        refuseTooLarge(node, inputs);
        try {
            boolean countsAll = node.masks() == Node.Masks.PASSED_BY;
            Call call = halves.cast(index, new Call(inputs, keywords, node.arguments(), countsAll), binding);
            return halves.rounded(index, compiled.bind(call, binding), binding);
        } catch (BindException e) {
            throw unfit(layer, inputs, String.valueOf(e.getMessage()));
        } catch (IndexOutOfBoundsException e) {
            // a layer that does not check its inputs' axes itself, as few do: none of these models is Keras's
            throw unfit(layer, inputs, "takes inputs with other axes (" + e.getMessage() + ")");
        } catch (ArithmeticException | NegativeArraySizeException e) {
            throw unfit(layer, inputs, "what it computes has 2^31 elements or more");
        } catch (OutOfMemoryError e) {
            throw tooLarge(layer, inputs, "more than the heap holds");
        }
    }

    private @Nullable CompiledLayer compiled(int index, boolean fuses) {
        Layer layer = network.nodes().get(index).layer();
        if (fuses && fusion.startingAt(index).isPresent()) {
            return fusion.startingAt(index).get();
        }
        return fusion.replaces(layer)
                ? alone.computeIfAbsent(layer.name(), name -> compiler.compile(layer, weights.child(name)))
                : layers.get(layer.name());
    }

    /** What a shape tells before anything is allocated: the output, and the positions that it is gathered from. */
    private static void refuseTooLarge(Node node, List<Value> inputs) {
        List<Shape> shapes = inputs.stream().map(Value::toShape).toList();
        for (Shape shape : Shapes.outputs(node, shapes)) {
            double elements = 1;
            for (int size : shape.sizes()) {
                elements *= size == Shape.UNKNOWN ? 1 : size;
            }
            if (elements > Integer.MAX_VALUE || !Memory.fits((long) (8 * elements))) {
                throw tooLarge(node.layer(), inputs, "of shape " + shape + ", more than the heap holds");
            }
        }
    }

    private static UnfitShapesException unfit(Layer layer, List<Value> inputs, String why) {
        List<Shape> shapes = inputs.stream().map(Value::toShape).toList();
        return new UnfitShapesException(layer.name(), layer.className(), why + ". Its inputs: " + shapes);
    }

    private static UnfitShapesException tooLarge(Layer layer, List<Value> inputs, String what) {
        return new UnfitShapesException(
                layer.name(),
                layer.className(),
                "its output is " + what + ". Received: inputs of "
                        + inputs.stream().map(Value::toShape).toList() + " and a heap of "
                        + Runtime.getRuntime().maxMemory() + " bytes. Give Java more (-Xmx) or the model less");
    }

    private Value pick(List<List<Value>> given, TensorRef ref) {
        List<Value> outputs = given.get(ref.node());
        if (ref.output() >= outputs.size()) {
            Layer layer = network.node(ref).layer();
            throw new UnfitShapesException(
                    layer.name(),
                    layer.className(),
                    "an output is asked of it that it does not give. Received: output " + ref.output()
                            + ", counted from 0; it gives " + outputs.size());
        }
        return outputs.get(ref.output());
    }
}
