package io.github.keras4j.model;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.LastAxis;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** Inputs, Dense and similar layers, Embedding, Masking, and layers that act in training only. */
public sealed interface Core extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R inputLayer(InputLayer layer);

        R dense(Dense layer);

        R embedding(Embedding layer);

        R masking(Masking layer);

        R vectorMasking(VectorMasking layer);

        R reversibleEmbedding(ReversibleEmbedding layer);

        R passthrough(Passthrough layer);

        R highway(Highway layer);

        R maxoutDense(MaxoutDense layer);

        R einsumDense(EinsumDense layer);

        R constant(Constant layer);

        R int8Dense(Int8Dense layer);

        R int8Embedding(Int8Embedding layer);

        R int8EinsumDense(Int8EinsumDense layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.core(this);
    }

    /**
     * @param shape with the batch axis first (usually {@link Shape#UNKNOWN}), {@code (None, 3, 1)}
     * @param inputDtype what is fed: integers for an Embedding's input
     * @param anyBatch whether a batch of another size than the shape's is answered, too
     * @param lastAxis what is made of an array of one axis more or less
     */
    record InputLayer(LayerInfo info, Shape shape, DType inputDtype, boolean anyBatch, LastAxis lastAxis)
            implements Core {
        /** An input that takes no batch of another size than its shape's. */
        public InputLayer(LayerInfo info, Shape shape, DType inputDtype) {
            this(info, shape, inputDtype, false, LastAxis.AS_GIVEN);
        }

        /** The shape that a fed array must have. */
        public Shape accepted() {
            return anyBatch ? shape.with(0, Shape.UNKNOWN) : shape;
        }

        /** The same input, for batches of any size. */
        public InputLayer withAnyBatch() {
            return anyBatch ? this : new InputLayer(info, shape, inputDtype, true, lastAxis);
        }

        /** The same input, of a model of that Keras. */
        public InputLayer withLastAxis(LastAxis of) {
            return of == lastAxis ? this : new InputLayer(info, shape, inputDtype, anyBatch, of);
        }

        /** That array in the shape in which Keras takes it; the caller checks whether that is {@link #accepted}. */
        public Tensor taken(Tensor given) {
            Shape taken = lastAxis.conform(given.shape(), shape);
            return taken.equals(given.shape()) ? given : given.reshape(taken);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inputLayer(this);
        }
    }

    /** Works on the last axis. Weights: kernel (in, units), bias (units,). */
    record Dense(LayerInfo info, int units, Activation activation, boolean useBias) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dense(this);
        }
    }

    /** Weights: embeddings (inputDim, outputDim). Masks index 0 with {@code maskZero}. */
    record Embedding(LayerInfo info, int inputDim, int outputDim, boolean maskZero) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.embedding(this);
        }
    }

    /** Masks steps whose every feature equals {@code maskValue}, and sets them to zero. */
    record Masking(LayerInfo info, double maskValue) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.masking(this);
        }
    }

    /** Masks steps whose every feature equals its own of {@code maskValues}, and sets them to zero. */
    record VectorMasking(LayerInfo info, List<Double> maskValues) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.vectorMasking(this);
        }
    }

    /**
     * Keras 3: an Embedding that, called with {@code reverse=True}, gives a score for each index,
     * {@code x @ embeddings.T}. Weights: embeddings (inputDim, outputDim) and, not tied, reverse_embeddings (outputDim,
     * inputDim).
     *
     * @param tied whether it scores by its own table
     * @param softCap scores become {@code tanh(score / softCap) * softCap}; 0: they stay
     */
    record ReversibleEmbedding(
            LayerInfo info, int inputDim, int outputDim, boolean maskZero, boolean tied, double softCap)
            implements Core {
        /** The name of the call's argument. */
        public static final String REVERSE = "reverse";

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reversibleEmbedding(this);
        }
    }

    /** What a layer that passes its input through in inference does in training. */
    enum InTraining {
        /** The same: Identity. */
        NOTHING,
        /** Zeroes a share of the values and scales the others up. */
        DROPOUT,
        /** Drops whole channels of sequences. */
        SPATIAL_DROPOUT_1D,
        /** Drops whole channels of images. */
        SPATIAL_DROPOUT_2D,
        /** Drops whole channels of volumes. */
        SPATIAL_DROPOUT_3D,
        /** Dropout that keeps the mean and variance of SELU's outputs. */
        ALPHA_DROPOUT,
        /** Multiplies by normal noise around 1. */
        GAUSSIAN_DROPOUT,
        /** Adds normal noise. */
        GAUSSIAN_NOISE,
        /** Adds a penalty to the loss: ActivityRegularization. */
        PENALTY,
        /** Drops a residual branch of a whole sample: StochasticDepth of keras.applications. */
        STOCHASTIC_DEPTH,
        /** Changes images at random: RandomFlip and its kin. */
        AUGMENTATION
    }

    /**
     * Passes its input through in inference.
     *
     * @param inTraining what it does to its input in training
     * @param rate the share dropped or the noise's size, which training wants; 0 where there is none
     * @param passesMask whether its output has its input's mask: tf.keras's Identity does not support masking
     *     (layers/core/identity.py 2.15). Random augmentation does not either, but gives the very tensor that it was
     *     given, whose mask hangs on it (layers/preprocessing/image_preprocessing.py 2.15, call)
     */
    record Passthrough(LayerInfo info, InTraining inTraining, double rate, boolean passesMask) implements Core {
        /** Whether it gives its input in training, too, and adds no loss. */
        public boolean isInertInTraining() {
            return switch (inTraining) {
                case NOTHING -> true;
                case DROPOUT,
                        SPATIAL_DROPOUT_1D,
                        SPATIAL_DROPOUT_2D,
                        SPATIAL_DROPOUT_3D,
                        ALPHA_DROPOUT,
                        GAUSSIAN_DROPOUT,
                        GAUSSIAN_NOISE,
                        STOCHASTIC_DEPTH -> rate == 0;
                case PENALTY, AUGMENTATION -> false;
            };
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.passthrough(this);
        }
    }

    /** Keras 1. Weights: kernel (in, in), carry_kernel (in, in), bias (in,), carry_bias (in,). */
    record Highway(LayerInfo info, Activation activation, boolean useBias) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.highway(this);
        }
    }

    /** Keras 1. Weights: kernel (nbFeature, in, units), bias (nbFeature, units). */
    record MaxoutDense(LayerInfo info, int units, int nbFeature, boolean useBias) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maxoutDense(this);
        }
    }

    /**
     * activation(einsum(equation, x, kernel) + bias); {@code EinsumShapes} tells the shapes of kernel and bias.
     *
     * @param outputShape without batch and what an ellipsis stands for; {@link Shape#UNKNOWN} where the input tells
     * @param biasAxes letters of the output; empty: no bias
     */
    record EinsumDense(
            LayerInfo info, String equation, List<Integer> outputShape, String biasAxes, Activation activation)
            implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.einsumDense(this);
        }
    }

    /**
     * A constant tensor among a call's inputs, {@code Add()([x, constant])}. Its node has no inputs.
     *
     * @param value with all its axes, the batch's among them
     */
    record Constant(LayerInfo info, Tensor value) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /**
     * A Dense of Keras 3 after {@code quantize("int8")}: each row of its input is scaled to whole numbers up to 127, multiplied
     * by a kernel of such numbers, and scaled back. Weights: kernel (in, units), bias (units,), kernel_scale (units,).
     */
    record Int8Dense(LayerInfo info, int units, Activation activation, boolean useBias) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.int8Dense(this);
        }
    }

    /**
     * An EinsumDense of Keras 3 after {@code quantize("int8")}, as {@link Int8Dense}: what is scaled together is what is
     * summed together. Weights: kernel, bias, kernel_scale (the output's axes; 1 on those that the kernel does not have).
     */
    record Int8EinsumDense(
            LayerInfo info, String equation, List<Integer> outputShape, String biasAxes, Activation activation)
            implements Core {
        /** The layer that it was. */
        public EinsumDense plain() {
            return new EinsumDense(info, equation, outputShape, biasAxes, activation);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.int8EinsumDense(this);
        }
    }

    /**
     * An Embedding of Keras 3 after {@code quantize("int8")}: rows of whole numbers, each divided by its scale. Weights:
     * embeddings (inputDim, outputDim), embeddings_scale (inputDim,).
     */
    record Int8Embedding(LayerInfo info, int inputDim, int outputDim, boolean maskZero) implements Core {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.int8Embedding(this);
        }
    }
}
