package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing.HashedCrossing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** HashedCrossing: TensorFlow's {@code sparse_cross} (core/kernels/sparse_cross_op.cc, HashCrosser). */
public final class CrossingLayer implements CompiledLayer {
    /** python/ops/sparse_ops.py, _DEFAULT_HASH_KEY. */
    private static final long KEY = 0xDECAFCAFFEL;

    private final HashedCrossing layer;
    private final Codes codes;

    public CrossingLayer(HashedCrossing layer) {
        this.layer = layer;
        codes = new Codes(layer.outputMode(), layer.numBins());
    }

    @Override
    public boolean takesTexts() {
        return true;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Value> features = call.inputs();
        int[] shape = features.get(0).shape();
        for (Value feature : features) {
            Words.unmasked(feature);
            if (feature.rank() == 0
                    || feature.rank() > 2
                    || feature.rank() == 2 && feature.size(1) != 1
                    || !feature.toShape().equals(features.get(0).toShape())) {
                throw new BindException("takes several inputs, all (batch, 1) or all (batch,)");
            }
        }
        return List.of(codes.bind(
                i -> {
                    long hash = KEY;
                    for (Value feature : features) {
                        hash = FarmHash.cat(hash, feature(feature, i));
                    }
                    return (int) Long.remainderUnsigned(hash, layer.numBins());
                },
                binding,
                shape));
    }

    /** A string's fingerprint, or the integer itself. */
    private static long feature(Value x, int i) {
        Texts texts = x.texts();
        if (texts == null) {
            return (long) x.data()[i];
        }
        OptionalLong number = texts.number(x.data()[i]);
        return number.orElseGet(
                () -> FarmHash.fingerprint(texts.get(x.data()[i]).getBytes(StandardCharsets.UTF_8)));
    }
}
