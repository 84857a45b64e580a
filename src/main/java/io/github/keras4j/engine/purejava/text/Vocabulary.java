package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Preprocessing.IndexLookup;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a lookup layer knows: its words and their indices (keras/src/layers/preprocessing/index_lookup.py 3.15). */
final class Vocabulary {
    /** Of a word that counts as none: the mask token where samples are encoded. */
    static final int NO_WORD = -1;

    private final IndexLookup layer;
    private final Map<String, Integer> indices = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final Buckets oov;

    /** @throws RefusedException when the vocabulary is not stored, or is one that Keras refuses */
    Vocabulary(IndexLookup layer, Weights weights) {
        this.layer = layer;
        Tensor stored = layer.vocabulary()
                .or(() -> weights.find("vocabulary"))
                .orElseThrow(() -> new RefusedException("its vocabulary is not in the file: an .h5 does not hold what"
                        + " adapt() learnt. Received: vocabulary=null. Save the model as .keras, or make the layer"
                        + " with vocabulary=layer.get_vocabulary()"));
        int first = layer.firstIndex();
        int special = startsWithSpecial(stored, first) ? first : 0;
        for (int i = special; i < stored.size(); i++) {
            String word = stored.getString(i);
            if (indices.putIfAbsent(word, first + words.size()) != null) {
                throw new RefusedException(
                        "a word stands twice in its vocabulary, which Keras refuses. Received: '" + word + "'");
            }
            words.add(word);
        }
        for (String token : List.of(layer.maskToken().orElse(layer.oovToken()), layer.oovToken())) {
            boolean refused = layer.maskToken().isPresent()
                            && token.equals(layer.maskToken().get())
                    || layer.invert();
            if (refused && indices.containsKey(token)) {
                throw new RefusedException("its vocabulary holds a word that has a meaning of its own, which Keras"
                        + " refuses. Received: '" + token + "'");
            }
        }
        if (layer.vocabularySize().isPresent() && layer.vocabularySize().getAsInt() != size()) {
            throw new RefusedException(
                    "its vocabulary is not the one that was saved: Keras drops empty words at its end"
                            + " and cuts words at ends of line when it reads its own file. Received: " + size()
                            + " words with the special ones; vocabulary_size="
                            + layer.vocabularySize().getAsInt() + ". Make the layer with vocabulary=[...]");
        }
        oov = new Buckets(Math.max(1, layer.oovIndices()), layer.oovHash().salt());
    }

    /** Whether the stored list begins with the tokens that Keras puts before the words. */
    private boolean startsWithSpecial(Tensor stored, int first) {
        if (first == 0 || stored.size() < first) {
            return false;
        }
        for (int i = 0; i < first; i++) {
            String special =
                    first > layer.oovIndices() && i == 0 ? layer.maskToken().orElseThrow() : layer.oovToken();
            if (!stored.getString(i).equals(special)) {
                return false;
            }
        }
        return true;
    }

    /** How many indices there are, those of the special tokens among them. */
    int size() {
        return layer.firstIndex() + words.size();
    }

    /** @throws Keras4jException for an unknown word where none is allowed */
    int index(String word) {
        if (layer.maskToken().isPresent() && word.equals(layer.maskToken().get())) {
            return layer.outputMode().equals("int") ? 0 : NO_WORD;
        }
        Integer known = indices.get(word);
        if (known != null) {
            return known;
        }
        int start = layer.firstIndex() - layer.oovIndices();
        return switch (layer.oovIndices()) {
            case 0 ->
                throw new Keras4jException("layer '" + layer.name() + "' (" + layer.className()
                        + ") takes the words of its vocabulary only, since num_oov_indices=0. Received: '" + word
                        + "'");
            case 1 -> start;
            default ->
                start
                        + (layer.oovHash().floorMod()
                                ? (int) Math.floorMod(Long.parseLong(word), (long) layer.oovIndices())
                                : oov.of(word));
        };
    }

    /** The word of an index; the token for unknown ones where it has none. */
    String word(long index) {
        int first = layer.firstIndex();
        if (index == 0 && layer.maskToken().isPresent()) {
            return layer.maskToken().get();
        }
        return index >= first && index < size() ? words.get((int) index - first) : layer.oovToken();
    }

    List<String> words() {
        return words;
    }
}
