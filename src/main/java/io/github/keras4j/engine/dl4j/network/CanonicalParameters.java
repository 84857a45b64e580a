package io.github.keras4j.engine.dl4j.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Where a layer's weights lie in DL4J's one array of parameters: one after the other, row-major. */
final class CanonicalParameters implements ParamInitializer {
    static final CanonicalParameters INSTANCE = new CanonicalParameters();

    private CanonicalParameters() {}

    private static List<LayerCall.Parameter> of(Layer layer) {
        return ((CanonicalLayer) layer).parameters();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return of(layer).stream().mapToLong(LayerCall.Parameter::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return of(layer).stream().map(LayerCall.Parameter::name).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return true;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, @Nullable INDArray view, boolean initialize) {
        Map<String, INDArray> table = cut(conf, view);
        if (initialize && view != null) {
            view.assign(0); // the stored weights come next
        }
        table.keySet().forEach(conf::addVariable);
        return table;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return cut(conf, view);
    }

    private static Map<String, INDArray> cut(NeuralNetConfiguration conf, @Nullable INDArray view) {
        Map<String, INDArray> table = new LinkedHashMap<>();
        if (view == null) {
            return table;
        }
        INDArray flat = view.reshape(view.length());
        long at = 0;
        for (LayerCall.Parameter parameter : of(conf.getLayer())) {
            INDArray part = flat.get(NDArrayIndex.interval(at, at + parameter.length()));
            table.put(parameter.name(), part.reshape('c', parameter.sizes()));
            at += parameter.length();
        }
        return table;
    }
}
