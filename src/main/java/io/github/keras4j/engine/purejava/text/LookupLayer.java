package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing.IndexLookup;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** StringLookup and IntegerLookup. */
public final class LookupLayer implements CompiledLayer {
    /** Beyond it a float skips whole numbers. */
    private static final long EXACT = 1 << 24;

    private final IndexLookup layer;
    private final Vocabulary vocabulary;
    private final Codes codes;

    public LookupLayer(IndexLookup layer, Weights weights) {
        this.layer = layer;
        vocabulary = new Vocabulary(layer, weights);
        codes = codes(layer, vocabulary, weights);
        if (layer.invert() && layer.integers()) {
            for (String word : vocabulary.words()) {
                if (Math.abs(Long.parseLong(word)) > EXACT) {
                    throw new RefusedException(
                            "it gives integers beyond 2^24, which are not exact here. Received: " + word);
                }
            }
        }
    }

    /** How its indices are written, held to what the vocabulary demands. */
    static Codes codes(IndexLookup layer, Vocabulary vocabulary, Weights weights) {
        int depth = layer.paddedTo().orElse(vocabulary.size());
        if (depth < vocabulary.size()) {
            throw new RefusedException("its vocabulary is longer than max_tokens, which Keras refuses. Received: "
                    + vocabulary.size() + " words with the special ones; max_tokens=" + depth);
        }
        return new Codes(
                layer.outputMode(), depth, layer.isWeighted() ? idf(layer, vocabulary, weights, depth) : new float[0]);
    }

    /** The weights in the configuration lack those of the special tokens, which get the mean (set_vocabulary). */
    private static float[] idf(IndexLookup layer, Vocabulary vocabulary, Weights weights, int depth) {
        Optional<Tensor> stored = weights.find("idf_weights").filter(its -> its.size() > 0);
        float[] given = stored.or(layer::idfWeights)
                .orElseThrow(() -> new RefusedException("its idf_weights are not in the file. Received:"
                        + " idf_weights=null. Save the model as .keras"))
                .toFloats();
        int words = vocabulary.words().size();
        if (stored.isEmpty() && given.length == words) {
            float[] all = new float[depth];
            double mean = layer.idfWeights().stream()
                    .flatMapToDouble(its -> Arrays.stream(its.toDoubles()))
                    .average()
                    .orElse(0);
            Arrays.fill(all, 0, layer.firstIndex(), (float) mean);
            System.arraycopy(given, 0, all, layer.firstIndex(), words);
            return all;
        }
        if (given.length != depth && given.length != vocabulary.size()) {
            throw new RefusedException("it has not one of the idf_weights for each word. Received: " + given.length
                    + " weights for " + vocabulary.size() + " words with the special ones");
        }
        return Arrays.copyOf(given, depth);
    }

    @Override
    public boolean takesTexts() {
        return true;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Words.unmasked(call.input());
        if (!layer.invert()) {
            return List.of(codes.bind(i -> vocabulary.index(Words.at(x, i)), binding, x.shape()));
        }
        Value y = binding.valueLike(x);
        Texts texts = binding.texts();
        boolean integers = layer.integers();
        binding.step(() -> {
            for (int i = 0, n = x.elements(); i < n; i++) {
                String word = vocabulary.word(Long.parseLong(Words.at(x, i)));
                y.data()[i] = integers ? Long.parseLong(word) : texts.add(word);
            }
        });
        return List.of(integers ? y : y.of(texts));
    }
}
