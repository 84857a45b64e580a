package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.SamplingGrid;
import io.github.keras4j.tensor.LastAxis;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Who wrote a model, as far as its meaning depends on it.
 *
 * @param generation whose rules the file follows
 * @param kerasVersion as stored, or empty
 * @param backend as stored, or as the weights' names tell it, or empty
 */
public record Origin(Generation generation, String kerasVersion, String backend) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    public static Origin of(KerasArchive archive) {
        Generation generation = generation(archive.kerasVersion(), archive.config());
        String backend = archive.backend();
        if (backend.isEmpty() && generation == Generation.KERAS_1) {
            // Keras 1 stores no backend; TensorFlow's variables are named "...:0", Theano's are not
            boolean tensorflow = archive.weights() instanceof ByLayer byLayer
                    && byLayer.layers().values().stream()
                            .flatMap(java.util.List::stream)
                            .anyMatch(array -> array.name().endsWith(":0"));
            backend = tensorflow ? "tensorflow" : "theano";
        }
        return new Origin(generation, archive.kerasVersion(), backend);
    }

    /**
     * Who wrote the weights: the layout of the stored arrays is theirs, whoever wrote the architecture. Keras takes
     * weights that state no version for Keras 1's; where they state no backend it converts nothing, so they are those
     * of the backend that computes.
     *
     * @param architecture who wrote that
     */
    public static Origin ofWeights(KerasArchive archive, Origin architecture) {
        String backend = archive.weightsBackend().isEmpty() ? architecture.backend() : archive.weightsBackend();
        String version = archive.weightsVersion();
        boolean silent = version.isEmpty() && (architecture.isKeras1() || !(archive.weights() instanceof ByLayer));
        if (silent || version.equals(archive.kerasVersion())) {
            return new Origin(architecture.generation(), architecture.kerasVersion(), backend);
        }
        Generation generation = version.isEmpty() ? Generation.KERAS_1 : generation(version, archive.config());
        return new Origin(generation, version, backend);
    }

    public boolean isTheano() {
        return backend.equals("theano");
    }

    /** Keras 1.0 on Theano, as far as the file says. */
    boolean isFirstTheano() {
        return isTheano() && kerasVersion.startsWith("1.0.");
    }

    SamplingGrid samplingGrid() {
        return generation == Generation.TF_KERAS || generation == Generation.KERAS_3
                ? SamplingGrid.CENTRE
                : SamplingGrid.START;
    }

    /**
     * Whether a model whose input has a batch size answers batches of other sizes, too: since Keras 2.4 the model's own
     * input_spec leaves the batch open (engine/functional.py 2.15; keras/src/models/functional.py 3.15). In Keras 2.2.4
     * the LSTM of such a model fails on other sizes ("Incompatible shapes: [3,3] vs. [4,3]").
     */
    public boolean answersAnyBatch() {
        return isKeras3() || (isTfKeras() && !kerasVersion.contains("tf"));
    }

    /** What {@code predict} makes of an array of one axis more or less than an input; {@link LastAxis} has the evidence. */
    public LastAxis lastAxis() {
        return answersAnyBatch() ? LastAxis.OF_ONE : LastAxis.OF_NUMBERS;
    }

    /** Whether sums were made by Keras 3's {@code add} on TensorFlow; a file that names no backend is taken for that. */
    public boolean addsByShape() {
        return isKeras3() && (backend.isEmpty() || backend.equals("tensorflow"));
    }

    /** Keras 3 before that minor version; a file that does not say is taken for a newer one's. */
    boolean isKeras3Before(int minor) {
        Matcher matcher = VERSION.matcher(kerasVersion);
        return isKeras3() && matcher.matches() && Integer.parseInt(matcher.group(2)) < minor;
    }

    public boolean isKeras1() {
        return generation == Generation.KERAS_1;
    }

    public boolean isTfKeras() {
        return generation == Generation.TF_KERAS;
    }

    public boolean isKeras3() {
        return generation == Generation.KERAS_3;
    }

    /** For messages: {@code Keras 2.2.4}. */
    public String version() {
        return "Keras " + (kerasVersion.isEmpty() ? "1 (no version stored)" : kerasVersion);
    }

    /** {@code -tf} marks tf.keras up to TensorFlow 2.2; from 2.4 on every Keras 2 is tf.keras. */
    private static Generation generation(String version, JsonNode config) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            // no version: Keras 1 below 1.2 stored none. Later options give a later file away
            String text = config.toString();
            boolean later = text.contains("\"kernel_initializer\"") || text.contains("\"batch_shape\"");
            return !later
                    ? Generation.KERAS_1
                    : text.contains("__keras_tensor__") || text.contains("\"batch_shape\"")
                            ? Generation.KERAS_3
                            : Generation.KERAS_2;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        if (major <= 1) {
            return Generation.KERAS_1;
        }
        if (major >= 3) {
            return Generation.KERAS_3;
        }
        if (version.contains("tf") || minor >= 4) {
            return Generation.TF_KERAS;
        }
        return minor == 3 ? Generation.KERAS_2_3 : Generation.KERAS_2;
    }
}
