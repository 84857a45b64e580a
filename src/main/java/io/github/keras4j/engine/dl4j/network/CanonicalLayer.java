package io.github.keras4j.engine.dl4j.network;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A DL4J layer that computes one of Keras's, whatever it is. Arrays go in and out with Keras's axes: {@code [batch,
 * steps, features]}, {@code [batch, height, width, channels]} or as the layer's {@code data_format} says.
 */
public class CanonicalLayer extends BaseLayer {
    private static final long serialVersionUID = 1L;

    private String call = "";
    private transient @Nullable LayerCall parsed;
    private transient @Nullable Map<String, SliceSums> slices;

    /** For DL4J, which fills in the fields from JSON. */
    public CanonicalLayer() {}

    /** @param call what the layer computes, as {@link RecordText} writes it */
    public CanonicalLayer(String name, String call) {
        this.call = call;
        setLayerName(name);
        setActivationFn(new ActivationIdentity());
        setIUpdater(new Sgd());
    }

    /** {@return what the layer computes, as text for DL4J's JSON} */
    public String getCall() {
        return call;
    }

    /** Called by DL4J as it reads its JSON. */
    public void setCall(String call) {
        this.call = call;
        parsed = null;
    }

    /** What the layer computes. */
    public LayerCall call() {
        LayerCall known = parsed;
        if (known == null) {
            known = RecordText.read(call);
            parsed = known;
        }
        return known;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        RunningLayer layer = call().layer() instanceof io.github.keras4j.model.Recurrent
                ? new RunningRecurrentLayer(conf, type)
                : new RunningLayer(conf, type);
        return prepared(layer, conf, listeners, index, parameters, initialize);
    }

    final RunningLayer prepared(
            RunningLayer layer,
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        return layer;
    }

    /** What the last batch's slices came to, by DL4J's name of a weight. */
    Map<String, SliceSums> slices() {
        Map<String, SliceSums> known = slices;
        if (known == null) {
            known = new HashMap<>();
            slices = known;
        }
        return known;
    }

    @Override
    public CanonicalLayer clone() {
        CanonicalLayer clone = (CanonicalLayer) super.clone();
        clone.slices = null; // the other network's
        return clone;
    }

    /** DL4J asks for them right before an update. */
    @Override
    public List<Regularization> getRegularizationByParam(String name) {
        Optional<TrainingNotes> notes = call().training();
        if (notes.isEmpty()) {
            return List.of();
        }
        for (int i = 0; i < parameters().size(); i++) {
            if (parameters().get(i).name().equals(name)) {
                return List.of(new WeightRules(notes.get().weights().get(i), slices().get(name)));
            }
        }
        return List.of();
    }

    @Override
    public ParamInitializer initializer() {
        return CanonicalParameters.INSTANCE;
    }

    @Override
    public InputType getOutputType(int index, @Nullable InputType input) {
        return typeOf(call().output());
    }

    /** DL4J's words for a shape; sizes that are not known are 1. */
    static InputType typeOf(io.github.keras4j.tensor.Shape shape) {
        int[] sizes = java.util.Arrays.stream(shape.sizes())
                .map(size -> Math.max(size, 1))
                .toArray();
        return switch (sizes.length) {
            case 2 -> InputType.feedForward(sizes[1]);
            case 3 -> InputType.recurrent(sizes[2], sizes[1], RNNFormat.NWC);
            case 4 -> InputType.convolutional(sizes[1], sizes[2], sizes[3], CNN2DFormat.NHWC);
            case 5 -> InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, sizes[1], sizes[2], sizes[3], sizes[4]);
            default -> InputType.feedForward(1);
        };
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        // the weights are there, and have their shapes
    }

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public boolean isPretrainParam(String name) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return new LayerMemoryReport.Builder(getLayerName(), CanonicalLayer.class, input, getOutputType(0, input))
                .standardMemory(initializer().numParams(this), initializer().numParams(this))
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CanonicalLayer other && super.equals(o) && call.equals(other.call);
    }

    @Override
    public boolean canEqual(@Nullable Object o) {
        return o instanceof CanonicalLayer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(getLayerName(), call);
    }

    List<LayerCall.Parameter> parameters() {
        return call().parameters();
    }
}
