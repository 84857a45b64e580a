package io.github.keras4j.model.dialect.layers;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Classes of Keras's own that keras4j does not run, each with the reason and with what to do instead. */
public final class NotRun {
    private record Why(String reason, String remedy) {}

    private static final Set<String> CELLS = Set.of("GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells");

    private static final Map<String, Why> CLASSES = new TreeMap<>();

    static {
        String base = "it is a class to make layers of, whose code no file holds";
        for (String name :
                new String[] {"AbstractRNNCell", "ConvRecurrent2D", "ConvRNN2D", "Layer", "Recurrent", "Wrapper"}) {
            put(name, base, "Build the model of Keras's own layers");
        }
        put(
                "ConvLSTM2DCell",
                "a cell of a convolutional layer runs inside ConvLSTM2D alone",
                "Use ConvLSTM2D instead of a cell in RNN or ConvRNN2D");
        put(
                "ContrastLimitedAdaptiveHistogramEqualization",
                "it works by histograms of tiles, which are not computed here",
                "Prepare the images before the model");
        put(
                "DenseFeatures",
                "its feature columns are TensorFlow's, of which a file holds no layer's options",
                "Prepare the features before the model");
        put(
                "Equalization",
                "Keras 3.15 itself does not take it into a model: its output is its input, a cycle",
                "Prepare the images before the model");
        put(
                "FlaxLayer",
                "it calls a Flax module, whose Python code no file holds",
                "Build the model of Keras's own layers");
        put(
                "JaxLayer",
                "it calls a JAX function, whose Python code no file holds",
                "Build the model of Keras's own layers");
        put(
                "TFSMLayer",
                "it calls a SavedModel of TensorFlow's, which lies in a folder of its own",
                "Save the Keras model that the SavedModel was made of");
        put(
                "TorchModuleWrapper",
                "it calls a module of PyTorch's, whose Python code no file holds",
                "Build the model of Keras's own layers");
    }

    private static void put(String className, String reason, String remedy) {
        CLASSES.put(className, new Why(reason, remedy));
    }

    private NotRun() {}

    /** The same of a cell that is a layer by itself, which runs inside RNN; empty for other classes. */
    public static Optional<String> reasonOfCell(String className) {
        if (!CELLS.contains(className)) {
            return Optional.empty();
        }
        return Optional.of("a cell runs inside an RNN layer, and not by itself on one step. Received: class_name="
                + className + ". Call RNN(" + className + "(...)) on a sequence");
    }

    /** Why a class is not run, what was received, and what to do; empty where nothing is known of it. */
    public static Optional<String> reason(String className) {
        return Optional.ofNullable(CLASSES.get(className))
                .map(why -> why.reason() + ". Received: class_name=" + className + ". " + why.remedy());
    }
}
