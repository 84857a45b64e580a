package io.github.keras4j.engine.dl4j.network;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex that may have a mask beside its array. */
interface MaskedVertex {
    /** 1 where a step counts, else 0; null where there is no mask. */
    @Nullable
    INDArray mask();
}
