package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.ActsInTraining;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Normalizing.BatchNormalization;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a layer's calls say by {@code training}. Keras 3's {@code predict} and {@code fit} say it themselves, over
 * whatever a call says (models/functional.py 3.15, operation_fn), and its image layers store a true that nobody
 * wrote. In Keras 2 and tf.keras the call's word holds, in {@code predict} and in {@code fit}.
 */
enum TrainingArgument {
    /** Nothing: the layer does in training what it does. */
    UNSAID,
    /** False: the layer does in training what it does in inference. */
    FALSE,
    /** True: the layer does in inference what it does in training. */
    TRUE,
    /** One call says this, the other that. */
    MIXED;

    /** What all calls of a layer say together. */
    static TrainingArgument of(LayerSpec spec, List<Call> calls, Origin origin) {
        Set<Optional<Boolean>> said = calls.stream()
                .map(call -> BoundCall.of(spec, call, origin).training())
                .collect(Collectors.toSet());
        if (said.size() > 1) {
            return MIXED;
        }
        return said.stream()
                .findFirst()
                .flatMap(one -> one)
                .map(training -> training ? TRUE : FALSE)
                .orElse(UNSAID);
    }

    /** The layer as these calls make it. */
    Layer applied(Layer layer, LayerSpec spec, Origin origin) {
        if (this == UNSAID || !ActsInTraining.of(layer)) {
            return layer;
        }
        return switch (this) {
            case TRUE -> inTraining(layer, spec, origin);
            case MIXED -> refused(layer, "once with training and once without", "training differs between its calls");
            case FALSE ->
                layer instanceof Wrapper.NestedModel nested
                        ? new Wrapper.NestedModel(frozen(nested.info()), nested.network())
                        : layer;
            case UNSAID -> layer;
        };
    }

    /** The common part of a layer that is called so. */
    LayerInfo applied(LayerInfo info) {
        return this == FALSE ? frozen(info) : info;
    }

    private static LayerInfo frozen(LayerInfo info) {
        return info.with(LayerInfo.TRAINING, false);
    }

    private static Layer inTraining(Layer layer, LayerSpec spec, Origin origin) {
        if (!(layer instanceof BatchNormalization batch)) {
            return refused(layer, "with training=True, by which it draws random numbers in inference", "training=True");
        }
        if (spec.config().hasNonNull("virtual_batch_size")) {
            return refused(layer, "with training=True on parts of a batch", "virtual_batch_size");
        }
        // layers/normalization/batch_normalization.py 2.15, _get_training_value; Keras 2's has no such rule
        if (origin.generation() == Generation.TF_KERAS && !batch.info().trainable()) {
            return batch;
        }
        return new BatchNormalization(
                batch.info(), batch.axis(), batch.momentum(), batch.epsilon(), batch.center(), batch.scale(), true);
    }

    private static Layer refused(Layer layer, String how, String received) {
        return new Unknown(
                layer.info(),
                "it is called " + how + ", which is not run. Received: " + received
                        + ". Call it without training before saving.");
    }
}
