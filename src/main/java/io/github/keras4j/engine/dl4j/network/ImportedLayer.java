package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What DL4J's importer makes of a layer that keras4j wrote in words of its own: a {@link CanonicalLayer} in a chain, a
 * {@link CanonicalVertex} in a graph, or a {@link SideOutput}.
 */
public final class ImportedLayer extends KerasLayer {
    /** The class name in the file. */
    public static final String CLASS_NAME = "Keras4j";

    /** The option that has a {@link LayerCall} as text. */
    public static final String CALL = "call";

    /** The option that says whether it is a vertex. */
    public static final String VERTEX = "vertex";

    /** The option that has a side output's number. */
    public static final String OUTPUT = "output";

    /** The option that has a side output's shape. */
    public static final String SHAPE = "shape";

    /** The option that has {@link HeadNotes} as text. */
    public static final String HEAD = "head";

    /** The option that has an optimizer as text. */
    public static final String UPDATER = "updater";

    private final List<LayerCall.Parameter> parameters;
    private final InputType type;

    /** Called by DL4J's importer. */
    @SuppressWarnings("unchecked")
    public ImportedLayer(Map<String, Object> json)
            throws InvalidKerasConfigurationException, UnsupportedKerasConfigurationException {
        super(json, false);
        Map<String, Object> config = (Map<String, Object>) Objects.requireNonNull(json.get("config"));
        if (config.get(OUTPUT) instanceof Integer output) {
            int[] shape = ((List<Integer>) Objects.requireNonNull(config.get(SHAPE)))
                    .stream().mapToInt(Integer::intValue).toArray();
            parameters = List.of();
            SideOutput side = new SideOutput(output, shape);
            vertex = side;
            type = side.getOutputType(0);
            return;
        }
        String call = (String) Objects.requireNonNull(config.get(CALL));
        CanonicalLayer own = config.get(HEAD) instanceof String head
                ? new CanonicalHead(layerName, call, head)
                : new CanonicalLayer(layerName, call);
        if (config.get(UPDATER) instanceof String optimizer) {
            own.setIUpdater(new KerasUpdater(optimizer));
        }
        parameters = own.parameters();
        type = CanonicalLayer.typeOf(own.call().output());
        if (Boolean.TRUE.equals(config.get(VERTEX))) {
            vertex = CanonicalVertex.of(own);
        } else {
            layer = own;
        }
    }

    /** Makes the importer know the class. Its registry is static, and a plain map. */
    public static void register() {
        synchronized (KerasLayer.class) {
            KerasLayer.registerCustomLayer(CLASS_NAME, ImportedLayer.class);
        }
    }

    @Override
    public int getNumParams() {
        return parameters.size();
    }

    /** The file has them flat, as {@code p0}, {@code p1}, ...: its reader takes neither scalars nor six axes. */
    @Override
    public void setWeights(Map<String, INDArray> stored) throws InvalidKerasConfigurationException {
        weights = new HashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            INDArray array = stored.get("p" + i);
            if (array == null) {
                throw new InvalidKerasConfigurationException("Layer " + layerName + " has no weight p" + i);
            }
            weights.put(
                    parameters.get(i).name(),
                    Arrays.reshape(array, parameters.get(i).sizes()));
        }
    }

    @Override
    public InputType getOutputType(InputType... inputs) {
        return type;
    }
}
