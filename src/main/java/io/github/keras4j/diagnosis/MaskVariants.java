package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.List;

/** Masks made or not made: DL4J's importer reads {@code mask_zero} and runs recurrent layers without it. */
final class MaskVariants {
    private static final List<Double> VALUES = List.of(0.0, -1.0, 1.0, -10.0, -99.0, -999.0);

    private MaskVariants() {}

    static List<Variant> of(Layer layer, Weights weights) {
        List<Variant> variants = new ArrayList<>();
        if (layer instanceof Core.Embedding e) {
            variants.add(new Variant(
                    Kind.MASK,
                    "mask_zero=" + python(!e.maskZero()) + " where this model has " + python(e.maskZero()),
                    new Core.Embedding(e.info(), e.inputDim(), e.outputDim(), !e.maskZero()),
                    weights));
        } else if (layer instanceof Core.Masking m) {
            variants.add(new Variant(
                    Kind.MASK,
                    "without the mask that this model makes",
                    new Core.Passthrough(m.info(), Core.InTraining.NOTHING, 0, true),
                    weights));
            for (double value : VALUES) {
                if (value != m.maskValue()) {
                    variants.add(new Variant(
                            Kind.MASK,
                            "mask_value=" + value + " where this model has " + m.maskValue(),
                            new Core.Masking(m.info(), value),
                            weights));
                }
            }
        } else if (layer instanceof Core.Passthrough p) {
            for (double value : VALUES) {
                variants.add(new Variant(
                        Kind.MASK,
                        "a mask of steps that equal " + value + " where this model makes none",
                        new Core.Masking(p.info(), value),
                        weights));
            }
        }
        return variants;
    }

    static String python(boolean value) {
        return value ? "True" : "False";
    }
}
