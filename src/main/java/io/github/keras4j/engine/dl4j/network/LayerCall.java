package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Node;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a layer, as a vertex of a DL4J network computes it. The vertex takes the layer's inputs and then its
 * keyword tensors, but for those that are constants.
 *
 * @param layer what is called
 * @param inputs how many inputs it is called on, constants among them
 * @param constants those of the inputs that the file holds, by position ({@code "0"}) or keyword
 * @param unmasked positions of the inputs whose mask an earlier call removed
 * @param keywords tensors given by keyword, constants among them
 * @param arguments constants given by keyword
 * @param masks what becomes of its inputs' masks
 * @param parameters its weights in their order
 * @param output the first output's shape, batch first
 * @param training what it does in training beyond its record, where the model was compiled
 */
public record LayerCall(
        Layer layer,
        int inputs,
        Map<String, Tensor> constants,
        List<Integer> unmasked,
        List<String> keywords,
        Map<String, Object> arguments,
        Node.Masks masks,
        List<Parameter> parameters,
        Shape output,
        Optional<TrainingNotes> training) {
    /**
     * A weight.
     *
     * @param path Keras's names, from the layer down: {@code kernel}, {@code forward/recurrent_kernel}
     */
    public record Parameter(String path, Shape shape) {
        /** DL4J's name of it, without the slashes and underscores that its updaters and importer stumble over. */
        public String name() {
            StringBuilder name = new StringBuilder();
            boolean up = false;
            for (char letter : path.toCharArray()) {
                if (letter == '_' || letter == '/') {
                    up = true;
                } else {
                    name.append(up ? Character.toUpperCase(letter) : letter);
                    up = false;
                }
            }
            return name.toString();
        }

        /** Its sizes; a single number is an array of one. */
        public long[] sizes() {
            return shape.rank() == 0
                    ? new long[] {1}
                    : java.util.Arrays.stream(shape.sizes()).asLongStream().toArray();
        }

        /** How many numbers it has. */
        public long length() {
            return shape.elements();
        }
    }

    /** How many arrays the vertex takes. */
    public int arrays() {
        return inputs + keywords.size() - constants.size();
    }
}
