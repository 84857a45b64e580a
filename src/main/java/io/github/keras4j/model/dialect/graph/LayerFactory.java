package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.custom.CustomLayer;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.custom.LayerDescription;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.layers.ApplicationReaders;
import io.github.keras4j.model.dialect.layers.AttentiveReaders;
import io.github.keras4j.model.dialect.layers.AugmentationReaders;
import io.github.keras4j.model.dialect.layers.ConvolutionReaders;
import io.github.keras4j.model.dialect.layers.CoreReaders;
import io.github.keras4j.model.dialect.layers.DTypes;
import io.github.keras4j.model.dialect.layers.InnerLayers;
import io.github.keras4j.model.dialect.layers.Int4;
import io.github.keras4j.model.dialect.layers.Int8;
import io.github.keras4j.model.dialect.layers.Keras1DataFormat;
import io.github.keras4j.model.dialect.layers.Keras1Options;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.LookupReaders;
import io.github.keras4j.model.dialect.layers.MergingReaders;
import io.github.keras4j.model.dialect.layers.NormalizingReaders;
import io.github.keras4j.model.dialect.layers.NotRun;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.PlainJson;
import io.github.keras4j.model.dialect.layers.PoolingReaders;
import io.github.keras4j.model.dialect.layers.PreprocessingReaders;
import io.github.keras4j.model.dialect.layers.Reader;
import io.github.keras4j.model.dialect.layers.RecurrentReaders;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.dialect.layers.Scope;
import io.github.keras4j.model.dialect.layers.ShapingReaders;
import io.github.keras4j.model.dialect.layers.SoundReaders;
import io.github.keras4j.model.dialect.layers.StoredHints;
import io.github.keras4j.model.dialect.layers.WrapperReaders;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes canonical layers of their descriptions; what can't be made right becomes {@link Unknown} with the reason. */
public final class LayerFactory implements InnerLayers {
    private static final Set<String> NETWORKS = Set.of("Sequential", "Model", "Functional", "Network");

    private final Origin origin;
    /** Layers of Keras 1 whose gates lie in one array each (consume_less='gpu'). */
    private final Map<Network, List<Layer>> stored = new IdentityHashMap<>();

    private final Set<Layer> fused = Collections.newSetFromMap(new IdentityHashMap<>());

    private final StoredHints hints;
    private final CustomLayers customs;
    private final Origin weightsOrigin;
    private Optional<Boolean> outerBatchIsFixed = Optional.empty();

    /**
     * @param origin who wrote the architecture
     * @param weightsOrigin who wrote the weights
     * @param customs who has code for layers that are not Keras's
     */
    public LayerFactory(Origin origin, Origin weightsOrigin, StoredHints hints, CustomLayers customs) {
        this.origin = origin;
        this.weightsOrigin = weightsOrigin;
        this.hints = hints;
        this.customs = customs;
    }

    public Origin weightsOrigin() {
        return weightsOrigin;
    }

    @Override
    public Optional<Boolean> outerBatchIsFixed() {
        return outerBatchIsFixed;
    }

    @Override
    public StoredHints hints() {
        return hints;
    }

    public Origin origin() {
        return origin;
    }

    public boolean isFused(Layer layer) {
        return fused.contains(layer);
    }

    /** Keeps the order in which a network's configuration lists its layers: the order of stored weights. */
    public void remember(Network network, List<Layer> inStoredOrder) {
        stored.put(network, List.copyOf(inStoredOrder));
    }

    public List<Layer> storedOrder(Network network) {
        return stored.getOrDefault(network, network.layers());
    }

    public static boolean isNetwork(LayerSpec spec) {
        return NETWORKS.contains(spec.className()) && spec.config().has("layers");
    }

    /** Whether the class is one of Keras's, or a whole model. */
    static boolean isKerasOwn(LayerSpec spec) {
        return !spec.custom()
                && !ApplicationReaders.isSomebodys(spec)
                && (isNetwork(spec)
                        || reader(spec.className()) != null
                        || refusalOf(spec.className()).isPresent())
                && !spec.className().equals("Lambda");
    }

    @Override
    public Layer chain(LayerInfo info, List<LayerSpec> specs, Shape shape) {
        Graph graph = new Graph();
        TensorRef input = graph.addInput(specs.get(0).name() + "_input", shape, info.dtype());
        TensorRef output = input;
        List<Layer> layers = new ArrayList<>();
        for (LayerSpec spec : specs) {
            Layer layer = inner(spec, graph.shapes(List.of(output)));
            layers.add(layer);
            output = graph.add(new Node(layer, List.of(output)));
        }
        Network network = graph.build(info.name(), Network.Kind.SEQUENTIAL, List.of(input), List.of(output));
        remember(network, layers);
        return new Wrapper.NestedModel(info, network);
    }

    @Override
    public Layer inner(LayerSpec spec, List<Shape> inputs) {
        Layer layer = layer(spec, inputs);
        if (layer instanceof Unknown unknown) {
            throw new Refusal(
                    "its inner layer '" + spec.name() + "' (" + spec.className() + ") is not run: " + unknown.reason());
        }
        return layer;
    }

    /** The layer as first called with inputs of these shapes; empty where they can't be told. */
    Layer layer(LayerSpec spec, List<Shape> inputs) {
        return layer(spec, inputs, TrainingArgument.UNSAID);
    }

    /** The same, of a layer whose calls say that of training. */
    Layer layer(LayerSpec stored, List<Shape> inputs, TrainingArgument training) {
        LayerSpec spec = ApplicationReaders.named(stored);
        Options options = new Options(spec.config());
        try {
            if (spec.custom() || ApplicationReaders.isSomebodys(spec)) {
                return custom(spec, options, training)
                        .orElseThrow(
                                () -> new Refusal("it is a custom class, whose Python code no file holds. Received: "
                                        + spec.className() + ". " + registered(spec)));
            }
            if (isNetwork(spec)) {
                return training.applied(nested(spec, inputs), spec, origin);
            }
            LayerSpec modern = modern(spec);
            options = new Options(modern.config());
            Reader reader = reader(modern.className());
            if (reader == null) {
                Optional<Layer> custom = custom(spec, options, training);
                if (custom.isPresent()) {
                    return custom.get();
                }
                throw new Refusal(refusalOf(spec.className())
                        .or(() -> NotRun.reasonOfCell(spec.className()))
                        .orElseGet(() -> unknownClass(spec)));
            }
            LayerInfo info = training.applied(info(spec, options));
            ignoreCommon(options);
            Layer layer = reader.read(info, options, new Scope(origin, inputs, this, spec.builtRank()));
            options.refuseUnknown();
            TwoBackends.check(layer, origin, weightsOrigin);
            if (spec.config().path("consume_less").asString("").equals("gpu")) {
                fused.add(layer);
            }
            return training.applied(layer, spec, origin);
        } catch (Refusal refusal) {
            LayerInfo info = new LayerInfo(
                    spec.name(), spec.className(), DType.FLOAT32, options.flagOr("trainable", true), Map.of());
            return new Unknown(info, refusal.reason() + " (" + origin.version() + ").");
        }
    }

    private Layer nested(LayerSpec spec, List<Shape> inputs) {
        Optional<Boolean> around = outerBatchIsFixed;
        try {
            outerBatchIsFixed = Optional.of(around.orElse(Scope.isBatchFixed(inputs)));
            return new NetworkReader(this).nested(spec, inputs);
        } finally {
            outerBatchIsFixed = around;
        }
    }

    /** The description in the words of later generations. */
    LayerSpec modern(LayerSpec spec) {
        return origin.isKeras1() ? Keras1DataFormat.stated(Keras1Options.modern(spec), hints, origin) : spec;
    }

    LayerInfo info(LayerSpec spec, Options options) {
        Optional<String> quantized = Int8.source(spec.className(), options);
        Optional<Integer> int4 = quantized.isPresent() ? Optional.empty() : Int4.blockSize(spec.className(), options);
        String dtype = int4.isPresent() ? "float32" : quantized.orElseGet(() -> DTypes.name(options, "dtype"));
        Map<String, Object> extras = options.extras();
        if (quantized.isPresent()) {
            extras.put(LayerInfo.INT8, true);
        }
        int4.ifPresent(size -> extras.put(LayerInfo.INT4, size));
        if (dtype.startsWith("mixed_") || dtype.equals("float16") || dtype.equals("bfloat16")) {
            extras.put(LayerInfo.POLICY, dtype);
            if (!options.flag("autocast", true) || takesAsItIs(spec.className())) {
                extras.put(LayerInfo.AUTOCAST, false);
            }
        }
        boolean ofStrings = List.of("InputLayer", "TextVectorization").contains(spec.className());
        if (!ofStrings && !dtype.isEmpty() && DTypes.of(dtype) == DType.STRING) {
            throw new Refusal("it computes in strings, which is not run. Received: dtype=" + dtype);
        }
        return new LayerInfo(
                spec.name(),
                spec.className(),
                dtype.isEmpty() ? DType.FLOAT32 : DTypes.of(dtype),
                options.flag("trainable", true),
                extras);
    }

    /** Layers that set {@code autocast=False} in their constructor (keras/src/layers 2.15 and 3.15). */
    private boolean takesAsItIs(String className) {
        return switch (className) {
            case "Embedding", "ReversibleEmbedding" -> true;
            case "LayerNormalization", "GroupNormalization" -> origin.isKeras3();
            default -> false;
        };
    }

    private static void ignoreCommon(Options options) {
        options.ignore("name", "batch_input_shape", "batch_shape", "input_shape", "input_dim", "input_length")
                .ignore("input_dtype", "build_config", "compile_config", "autocast", "_keras_version");
    }

    /** Why a class of Keras's own is not run; empty for those that are run, and for other people's. */
    public static Optional<String> refusalOf(String className) {
        return switch (className) {
            case "Lambda", "" ->
                Optional.of("a Lambda holds Python code, which can't be run. Received: class_name=" + className
                        + ". Give Java code for it (docs/custom-layers.md), or replace it by Keras's own layers before"
                        + " saving");
            default -> NotRun.reason(className);
        };
    }

    private static String unknownClass(LayerSpec spec) {
        return "keras4j knows no layer of this class. Received: class_name=" + spec.className() + ". "
                + registered(spec);
    }

    private static String registered(LayerSpec spec) {
        return "Give Java code for '" + spec.className()
                + "' (docs/custom-layers.md), or build the model of Keras's own" + " layers";
    }

    /** A layer that somebody has Java code for. */
    private Optional<Layer> custom(LayerSpec spec, Options options, TrainingArgument training) {
        Map<String, Object> config = new HashMap<>();
        if (PlainJson.of(spec.config()) instanceof Map<?, ?> plain) {
            plain.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        LayerDescription description =
                new LayerDescription(spec.name(), spec.className(), spec.module(), Map.copyOf(config));
        Optional<CustomLayer> code;
        try {
            code = customs.find(description);
        } catch (IllegalArgumentException e) {
            throw new Refusal("its Java code does not take it: " + e.getMessage());
        }
        return code.map(found -> training.applied(new Custom(info(spec, options), description, found), spec, origin));
    }

    /**
     * Who reads a class of Keras's own. No table: to fill one, the JVM made all hundred readers at the first model, 60 ms of
     * a program's start.
     */
    private static @Nullable Reader reader(String className) {
        Reader reader = CoreReaders.of(className);
        reader = reader == null ? ConvolutionReaders.of(className) : reader;
        reader = reader == null ? NormalizingReaders.of(className) : reader;
        reader = reader == null ? MergingReaders.of(className) : reader;
        reader = reader == null ? PoolingReaders.of(className) : reader;
        reader = reader == null ? ShapingReaders.of(className) : reader;
        reader = reader == null ? RecurrentReaders.of(className) : reader;
        reader = reader == null ? WrapperReaders.of(className) : reader;
        reader = reader == null ? AttentiveReaders.of(className) : reader;
        reader = reader == null ? PreprocessingReaders.of(className) : reader;
        reader = reader == null ? LookupReaders.of(className) : reader;
        reader = reader == null ? SoundReaders.of(className) : reader;
        reader = reader == null ? AugmentationReaders.of(className) : reader;
        return reader == null ? ApplicationReaders.of(className) : reader;
    }
}
