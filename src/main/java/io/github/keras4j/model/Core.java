package io.github.keras4j.model;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Set;

/** Inputs, Dense and its kin, Embedding, masking, and the layers that do nothing but in training. */
public sealed interface Core extends Layer {
    /** An answer for every layer of this family: one more layer does not compile until all have it. */
    interface Visitor<R> {
        R inputLayer(InputLayer layer);

        R dense(Dense layer);

        R embedding(Embedding layer);

        R masking(Masking layer);

        R passthrough(Passthrough layer);

        R highway(Highway layer);

        R maxoutDense(MaxoutDense layer);

        R einsumDense(EinsumDense layer);
    }

    /** Asks for the answer to this very layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.core(this);
    }

    /**
     * @param shape with the batch axis first (usually {@link Shape#UNKNOWN}), {@code (None, 3, 1)}
     * @param inputDtype what is fed: integers for an Embedding's input
     */
    record InputLayer(LayerInfo info, Shape shape, DType inputDtype) implements Core {
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

    /**
     * Gives its input in inference: Dropout, SpatialDropout, GaussianNoise, GaussianDropout, AlphaDropout,
     * ActivityRegularization, random augmentation, Identity; the class name says which. Masks pass.
     *
     * @param rate the share dropped or the noise's size, which training wants; 0 where the class has none
     */
    record Passthrough(LayerInfo info, double rate) implements Core {
        /** Layers of random numbers, which do nothing where their rate is 0. */
        private static final Set<String> RATED = Set.of(
                "Dropout",
                "SpatialDropout1D",
                "SpatialDropout2D",
                "SpatialDropout3D",
                "AlphaDropout",
                "GaussianDropout",
                "GaussianNoise");

        /** Whether it gives its input in training, too, and adds no loss. */
        public boolean isInertInTraining() {
            return className().equals("Identity") || RATED.contains(className()) && rate == 0;
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
}
