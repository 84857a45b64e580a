package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What preprocessing layers learnt. Lookup layers: the words, and in output mode tf_idf their weights. A {@code .keras} file has the words as
 * {@code assets/<path>/vocabulary.txt} and the weights among the others, of a TextVectorization twice: as its own and
 * as its inner StringLookup's. An {@code .h5} of tf.keras has the weights alone, one of Keras 3 neither.
 * A Discretization of tf.keras has what it saw in numbers, from which it makes its boundaries ({@link LearntBins}).
 */
final class StoredWords {
    /** Where Python's str.splitlines cuts, beside ends of line. */
    private static final String SEPARATORS = "\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

    private StoredWords() {}

    /** The lookup in a layer; empty where it looks nothing up. */
    static Optional<Preprocessing.IndexLookup> lookup(Layer layer) {
        if (layer instanceof Preprocessing.TextVectorization texts) {
            return Optional.of(texts.lookup());
        }
        return layer instanceof Preprocessing.IndexLookup own ? Optional.of(own) : Optional.empty();
    }

    /**
     * Takes a layer's words and weights from those by path.
     *
     * @throws MalformedArchiveException when the two copies of a TextVectorization's differ, of which Keras takes one,
     *     or when Keras itself does not read the words that it wrote
     */
    static void take(Layer layer, String path, Map<String, List<Tensor>> left, WeightTree tree, Origin origin) {
        boolean weighted =
                lookup(layer).filter(Preprocessing.IndexLookup::isWeighted).isPresent();
        take(layer, "vocabulary", Stream.of(path, path + "/_lookup_layer").map(at -> at + "/vocabulary.txt"), left)
                .ifPresent(words -> tree.put("vocabulary", asRead(layer, words, origin)));
        if (weighted) {
            take(layer, "idf_weights", Stream.of(path, path + "/_lookup_layer"), left)
                    .ifPresent(weights -> tree.put("idf_weights", weights));
        }
    }

    private static Optional<Tensor> take(
            Layer layer, String name, Stream<String> paths, Map<String, List<Tensor>> left) {
        List<List<Tensor>> found =
                paths.filter(left::containsKey).map(left::remove).distinct().toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.size() > 1 || found.get(0).size() != 1) {
            throw new MalformedArchiveException("Layer '" + layer.name() + "' (" + layer.className()
                    + ") has more than one " + name + ", and they differ. Save the model again.");
        }
        return Optional.of(found.get(0).get(0));
    }

    /**
     * The lines as Keras reads them back. Keras 3 cuts at whatever str.splitlines cuts at, and drops empty lines at the
     * end; tf.keras cuts at ends of line, for which Python takes a carriage return, too (index_lookup.py 3.15 and 2.15,
     * load_assets). A word with such a character in it makes Keras 3 load another vocabulary than it saved.
     */
    private static Tensor asRead(Layer layer, Tensor lines, Origin origin) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String word = lines.getString(i);
            if (word.chars()
                    .anyMatch(letter -> letter == '\r' || origin.isKeras3() && SEPARATORS.indexOf(letter) >= 0)) {
                throw new MalformedArchiveException("Layer '" + layer.name() + "' (" + layer.className()
                        + "): a word of its vocabulary holds the end of a line, where Keras cuts it in two when it reads"
                        + " the file. Received: line " + (i + 1) + " of vocabulary.txt. Standardize the words, or make"
                        + " the layer with vocabulary=[...]");
            }
            words.add(word);
        }
        while (origin.isKeras3()
                && !words.isEmpty()
                && words.get(words.size() - 1).isEmpty()) {
            words.remove(words.size() - 1);
        }
        return Tensor.of(Shape.of(words.size()), words.toArray(String[]::new));
    }

    /**
     * Takes the weights of an {@code .h5}'s layer, also those of a Discretization.
     *
     * @throws MalformedArchiveException when they are something else
     */
    static void take(Layer layer, Map<String, List<NamedArray>> groups, WeightTree tree, Origin origin) {
        List<NamedArray> group = groups.getOrDefault(layer.name(), List.of());
        boolean weighted =
                lookup(layer).filter(Preprocessing.IndexLookup::isWeighted).isPresent();
        boolean bins = layer instanceof Preprocessing.Discretization;
        int most = bins || weighted && !origin.isKeras3() ? 1 : 0; // an .h5 of Keras 3 has no idf_weights
        if (group.size() > most && (bins || lookup(layer).isPresent())) {
            throw new MalformedArchiveException("Layer '" + layer.name() + "' (" + layer.className() + ") has at most "
                    + most + " stored array. Received: "
                    + group.stream().map(NamedArray::name).toList() + ". Save the model again.");
        }
        if (group.size() == 1 && (weighted || bins)) {
            groups.remove(layer.name());
            Tensor stored = group.get(0).value();
            tree.child(layer.name())
                    .put(bins ? "bin_boundaries" : "idf_weights", bins ? LearntBins.boundaries(layer, stored) : stored);
        }
    }
}
