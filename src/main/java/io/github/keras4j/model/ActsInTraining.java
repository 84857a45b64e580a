package io.github.keras4j.model;

import io.github.keras4j.model.Recurrent.GenericRnn;

/**
 * Whether a layer may compute something else in training than in inference: where it does not, a call with
 * {@code training=True} or {@code training=False} says nothing.
 */
public record ActsInTraining() implements Layer.Visitor<Boolean> {
    /** Asks about a layer and all that it wraps. */
    public static boolean of(Layer layer) {
        return layer.accept(new ActsInTraining());
    }

    @Override
    public Boolean core(Core layer) {
        return layer instanceof Core.Passthrough passthrough
                && passthrough.inTraining() != Core.InTraining.PENALTY // adds to the loss, not to the output
                && !passthrough.isInertInTraining();
    }

    @Override
    public Boolean activations(Activations layer) {
        return false;
    }

    @Override
    public Boolean shaping(Shaping layer) {
        return false;
    }

    @Override
    public Boolean convolutional(Convolutional layer) {
        return false;
    }

    @Override
    public Boolean pooling(Pooling layer) {
        return false;
    }

    /** The rates of a bare cell are not kept. */
    @Override
    public Boolean recurrent(Recurrent layer) {
        return layer instanceof GenericRnn
                || drops(layer.info(), "dropout")
                || drops(layer.info(), "recurrent_dropout");
    }

    private static boolean drops(LayerInfo info, String rate) {
        return info.extras().get(rate) instanceof Number number && number.doubleValue() != 0;
    }

    /** A nested model is taken for one that does: SpectralNormalization changes its kernel. */
    @Override
    public Boolean wrapper(Wrapper layer) {
        return layer.accept(new Wrapper.Visitor<Boolean>() {
            @Override
            public Boolean bidirectional(Wrapper.Bidirectional both) {
                return of(both.forward()) || of(both.backward());
            }

            @Override
            public Boolean timeDistributed(Wrapper.TimeDistributed each) {
                return of(each.layer());
            }

            @Override
            public Boolean nestedModel(Wrapper.NestedModel model) {
                return true;
            }
        });
    }

    @Override
    public Boolean normalizing(Normalizing layer) {
        return layer instanceof Normalizing.BatchNormalization batch && !batch.perBatch();
    }

    /** Their dropout is not kept. */
    @Override
    public Boolean attentive(Attentive layer) {
        return true;
    }

    @Override
    public Boolean merging(Merging layer) {
        return false;
    }

    /** A random crop is a resizing in inference. */
    @Override
    public Boolean preprocessing(Preprocessing layer) {
        return true;
    }

    @Override
    public Boolean tensorOperation(TensorOperation layer) {
        return false;
    }

    /** Nobody knows what its Python does in training. */
    @Override
    public Boolean custom(Custom layer) {
        return true;
    }

    @Override
    public Boolean unknown(Unknown layer) {
        return false;
    }
}
