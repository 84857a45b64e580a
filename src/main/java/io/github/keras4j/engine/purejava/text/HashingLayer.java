package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing.Hashing;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Hashing (keras/src/layers/preprocessing/hashing.py 3.15). */
public final class HashingLayer implements CompiledLayer {
    private final Codes codes;
    private final Buckets buckets;
    /** With a bin to itself; empty where there is none. */
    private final Optional<Tensor> mask;
    /** How many bins stand before those of hashes. */
    private final int first;

    public HashingLayer(Hashing layer) {
        codes = new Codes(layer.outputMode(), layer.numBins());
        // one bin alone is not split (hashing.py 3.15, _hash_values_to_bins)
        mask = layer.maskValue().filter(value -> layer.numBins() > 1);
        first = mask.isPresent() ? 1 : 0;
        buckets = new Buckets(layer.numBins() - first, layer.salt());
    }

    @Override
    public boolean takesTexts() {
        return true;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Words.unmasked(call.input());
        return List.of(codes.bind(
                i -> mask.isPresent() && isMask(mask.get(), x, i) ? 0 : first + buckets.of(Words.at(x, i)),
                binding,
                x.shape()));
    }

    /** Numbers are compared before they are cut to integers. */
    private static boolean isMask(Tensor value, Value x, int i) {
        Texts texts = x.texts();
        if (texts == null) {
            return x.data()[i] == value.getFloat(0);
        }
        String word = value.dtype() == DType.STRING ? value.getString(0) : Long.toString(value.getLong(0));
        return texts.get(x.data()[i]).equals(word);
    }
}
