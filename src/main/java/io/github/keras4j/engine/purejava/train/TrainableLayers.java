package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.train.blueprint.TrainedOperations;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.ActsInTraining;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.Penalty;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.model.training.TrainingRules.ActivityPenalty;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which layers are trained, with which options, wherever they stand: every reason against one; none: it is trained. */
record TrainableLayers(TrainingRules rules)
        implements Layer.Visitor<List<String>>,
                Core.Visitor<List<String>>,
                Activations.Visitor<List<String>>,
                Shaping.Visitor<List<String>>,
                Merging.Visitor<List<String>>,
                Normalizing.Visitor<List<String>> {
    static final List<String> TRAINED = List.of();
    static final List<String> ONLY_RUN = List.of("this layer is run but not trained");

    /** Every reason against the layer: what it has in common with all, and its own. */
    List<String> reasons(Layer layer) {
        List<String> reasons = new ArrayList<>();
        LayerInfo info = layer.info();
        Object activity = info.extras().get("activity_regularizer");
        if (activity != null) {
            activity(info).ifPresent(reasons::add);
        }
        boolean mixed = info.extras().containsKey(LayerInfo.POLICY);
        boolean computes = !(layer instanceof Core.InputLayer);
        if (mixed || computes && info.dtype() != DType.FLOAT32 && info.dtype() != DType.FLOAT64) {
            Object policy = info.extras().getOrDefault(LayerInfo.POLICY, info.dtype());
            reasons.add("training computes in float32 or float64 throughout. Received: dtype=" + policy);
        }
        if (info.extras().containsKey(LayerInfo.TRAINING) && ActsInTraining.of(layer)) {
            reasons.add("it is called as in inference, which is not trained. Received: training=False in its call");
        }
        reasons.addAll(layer.accept(this));
        return reasons;
    }

    private Optional<String> activity(LayerInfo info) {
        try {
            Penalty penalty = Penalty.of(info, "activity");
            boolean known = penalty.equals(Penalty.NONE) || rules.activityPenalty() != ActivityPenalty.UNKNOWN;
            return known
                    ? Optional.empty()
                    : Optional.of("activity regularizers of this Keras are not trained. Received: l1=" + penalty.l1()
                            + ", l2=" + penalty.l2());
        } catch (Keras4jException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> core(Core layer) {
        return layer.accept((Core.Visitor<List<String>>) this);
    }

    @Override
    public List<String> activations(Activations layer) {
        return layer.accept((Activations.Visitor<List<String>>) this);
    }

    @Override
    public List<String> shaping(Shaping layer) {
        return layer.accept((Shaping.Visitor<List<String>>) this);
    }

    @Override
    public List<String> convolutional(Convolutional layer) {
        return layer.accept(new TrainableSpatial());
    }

    @Override
    public List<String> pooling(Pooling layer) {
        return layer.accept(new TrainableSpatial());
    }

    @Override
    public List<String> recurrent(Recurrent layer) {
        return layer.accept(new TrainableRecurrent());
    }

    @Override
    public List<String> wrapper(Wrapper layer) {
        return layer.accept(new TrainableWrappers(this));
    }

    @Override
    public List<String> normalizing(Normalizing layer) {
        return layer.accept((Normalizing.Visitor<List<String>>) this);
    }

    @Override
    public List<String> attentive(Attentive layer) {
        if (layer instanceof Attentive.Attention attention
                && !attention.scoreMode().equals("dot")
                && !attention.scoreMode().equals("concat")) {
            return List.of("its score_mode is dot or concat. Received: score_mode=" + attention.scoreMode());
        }
        Object rate = layer.info().extras().getOrDefault("dropout", 0.0);
        return rate instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1
                ? TRAINED
                : List.of("its rate is at least 0 and below 1. Received: dropout=" + rate);
    }

    @Override
    public List<String> merging(Merging layer) {
        return layer.accept((Merging.Visitor<List<String>>) this);
    }

    @Override
    public List<String> preprocessing(Preprocessing layer) {
        if (layer instanceof Preprocessing.CategoryEncoding encoding) {
            return encoding.outputMode().equals("int")
                    ? List.of("it is trained with output modes one_hot, multi_hot and count. Received: int")
                    : TRAINED;
        }
        return layer instanceof Preprocessing.Rescaling || layer instanceof Preprocessing.Normalization
                ? TRAINED
                : ONLY_RUN;
    }

    @Override
    public List<String> tensorOperation(TensorOperation layer) {
        return TrainedOperations.reasons(layer);
    }

    @Override
    public List<String> custom(Custom layer) {
        return ONLY_RUN;
    }

    @Override
    public List<String> unknown(Unknown layer) {
        return List.of(layer.reason());
    }

    @Override
    public List<String> inputLayer(Core.InputLayer layer) {
        return layer.inputDtype() == DType.STRING
                ? List.of("a model is trained on numbers. Received: dtype=string")
                : TRAINED;
    }

    @Override
    public List<String> dense(Core.Dense layer) {
        return activation(layer.activation(), true);
    }

    @Override
    public List<String> embedding(Core.Embedding layer) {
        return TRAINED;
    }

    @Override
    public List<String> int8Dense(Core.Int8Dense layer) {
        return ONLY_RUN;
    }

    @Override
    public List<String> int8EinsumDense(Core.Int8EinsumDense layer) {
        return ONLY_RUN;
    }

    @Override
    public List<String> int8Embedding(Core.Int8Embedding layer) {
        return ONLY_RUN;
    }

    @Override
    public List<String> vectorMasking(Core.VectorMasking layer) {
        return ONLY_RUN;
    }

    @Override
    public List<String> reversibleEmbedding(Core.ReversibleEmbedding layer) {
        return ONLY_RUN;
    }

    @Override
    public List<String> masking(Core.Masking layer) {
        return TRAINED;
    }

    /** What does nothing in inference: random numbers, a loss of its own, augmentation. */
    @Override
    public List<String> passthrough(Core.Passthrough layer) {
        return switch (layer.inTraining()) {
            case PENALTY -> TRAINED;
            case AUGMENTATION, STOCHASTIC_DEPTH ->
                layer.isInertInTraining()
                        ? TRAINED
                        : List.of("what it does in training is not implemented. Received: class " + layer.className());
            case NOTHING,
                    DROPOUT,
                    SPATIAL_DROPOUT_1D,
                    SPATIAL_DROPOUT_2D,
                    SPATIAL_DROPOUT_3D,
                    GAUSSIAN_DROPOUT,
                    GAUSSIAN_NOISE,
                    ALPHA_DROPOUT -> rate(layer);
        };
    }

    private static List<String> rate(Core.Passthrough layer) {
        boolean share = layer.inTraining() != Core.InTraining.GAUSSIAN_NOISE;
        boolean fits = layer.rate() >= 0 && (!share || layer.rate() < 1);
        return fits ? TRAINED : List.of("its rate is at least 0 and below 1. Received: rate=" + layer.rate());
    }

    @Override
    public List<String> constant(Core.Constant layer) {
        return TRAINED;
    }

    @Override
    public List<String> highway(Core.Highway layer) {
        return activation(layer.activation(), true);
    }

    @Override
    public List<String> maxoutDense(Core.MaxoutDense layer) {
        return TRAINED;
    }

    @Override
    public List<String> einsumDense(Core.EinsumDense layer) {
        return activation(layer.activation(), true);
    }

    @Override
    public List<String> activate(Activations.Activate layer) {
        return activation(layer.activation(), true);
    }

    @Override
    public List<String> axesSoftmax(Activations.AxesSoftmax layer) {
        return TRAINED;
    }

    @Override
    public List<String> prelu(Activations.PReLU layer) {
        return TRAINED;
    }

    @Override
    public List<String> srelu(Activations.SReLU layer) {
        return TRAINED;
    }

    @Override
    public List<String> parametricSoftplus(Activations.ParametricSoftplus layer) {
        return TRAINED;
    }

    @Override
    public List<String> flatten(Shaping.Flatten layer) {
        return TRAINED;
    }

    @Override
    public List<String> reshape(Shaping.Reshape layer) {
        return TRAINED;
    }

    @Override
    public List<String> permute(Shaping.Permute layer) {
        return TRAINED;
    }

    @Override
    public List<String> repeatVector(Shaping.RepeatVector layer) {
        return TRAINED;
    }

    @Override
    public List<String> cropping(Shaping.Cropping layer) {
        return TRAINED;
    }

    @Override
    public List<String> zeroPadding(Shaping.ZeroPadding layer) {
        return TRAINED;
    }

    @Override
    public List<String> upSampling(Shaping.UpSampling layer) {
        return Resample.knows(layer.interpolation())
                ? TRAINED
                : List.of("its interpolation is not known. Received: interpolation=" + layer.interpolation());
    }

    @Override
    public List<String> elementwise(Merging.Elementwise layer) {
        return TRAINED;
    }

    @Override
    public List<String> concatenate(Merging.Concatenate layer) {
        return TRAINED;
    }

    @Override
    public List<String> scaledSum(Merging.ScaledSum layer) {
        return TRAINED;
    }

    @Override
    public List<String> dot(Merging.Dot layer) {
        return layer.style() == Merging.DotStyle.KERAS_1_COSINE
                ? List.of("Keras 1's cosine is not trained. Received: mode=cos")
                : TRAINED;
    }

    @Override
    public List<String> batchNormalization(Normalizing.BatchNormalization norm) {
        List<String> reasons = new ArrayList<>();
        if (norm.perBatch() || norm.axis().size() != 1) {
            reasons.add("it is trained on one axis, by running averages. Received: axis=" + norm.axis());
        }
        // the average is then of standard deviations, and the batch is divided by them plus epsilon
        if (rules.averagesDeviations()) {
            reasons.add("it averages standard deviations, as Keras before 1.0.8 on Theano does, which is not trained."
                    + " Received: BatchNormalization of such a file; train with Keras 1.0.8 or newer");
        }
        return reasons;
    }

    @Override
    public List<String> layerScale(Normalizing.LayerScale layer) {
        return TRAINED;
    }

    @Override
    public List<String> sampleNormalization(Normalizing.SampleNormalization layer) {
        return TRAINED;
    }

    @Override
    public List<String> layerNormalization(Normalizing.LayerNormalization layer) {
        return TRAINED;
    }

    @Override
    public List<String> groupNormalization(Normalizing.GroupNormalization layer) {
        return TRAINED;
    }

    @Override
    public List<String> rmsNormalization(Normalizing.RmsNormalization layer) {
        return TRAINED;
    }

    @Override
    public List<String> unitNormalization(Normalizing.UnitNormalization layer) {
        return TRAINED;
    }

    /** @param rowsToo whether those are trained there, too, that work on rows of numbers: softmax and its kin */
    static List<String> activation(Activation activation, boolean rowsToo) {
        String reason = switch (activation.kind()) {
            case SOFTMAX, LOG_SOFTMAX, GLU -> rowsToo ? "" : "it is trained outside of cells";
            case SPARSEMAX -> "this activation is run but not trained";
            default -> "";
        };
        return reason.isEmpty() ? TRAINED : List.of(reason + ". Received: " + activation);
    }
}
