package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerVisitor;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.List;

/** What can be changed about a layer; nothing where no way is known in which it goes wrong. */
record LayerVariants(Weights weights) implements LayerVisitor<List<Variant>> {
    static List<Variant> of(Layer layer, Weights weights) {
        return new LayerVariants(weights).visit(layer);
    }

    @Override
    public List<Variant> rnn(Recurrent.Rnn layer) {
        return RecurrentVariants.of(layer, weights);
    }

    @Override
    public List<Variant> dense(Core.Dense layer) {
        return KernelVariants.dense(layer, weights);
    }

    @Override
    public List<Variant> activate(Activations.Activate layer) {
        return ActivationVariants.of(layer.activation(), weights, other -> with(layer, other));
    }

    /** Only a softmax looks at masks. */
    private static Activations.Activate with(Activations.Activate layer, Activation other) {
        boolean softmax = other.kind() == Activation.Kind.SOFTMAX;
        return new Activations.Activate(layer.info(), other, softmax ? layer.atMask() : Activations.AtMask.SAME);
    }

    @Override
    public List<Variant> conv(Convolutional.Conv layer) {
        return KernelVariants.convolution(layer, weights);
    }

    @Override
    public List<Variant> pool(Pooling.Pool layer) {
        return KernelVariants.pooling(layer, weights);
    }

    @Override
    public List<Variant> flatten(Shaping.Flatten layer) {
        return List.of(new Variant(
                Kind.KERNEL_LAYOUT,
                "data_format " + (layer.channelsFirst() ? "channels_last" : "channels_first"),
                new Shaping.Flatten(layer.info(), !layer.channelsFirst()),
                weights));
    }

    @Override
    public List<Variant> bidirectional(Wrapper.Bidirectional layer) {
        return WrapperVariants.bidirectional(layer, weights);
    }

    @Override
    public List<Variant> timeDistributed(Wrapper.TimeDistributed layer) {
        return WrapperVariants.timeDistributed(layer, weights);
    }

    @Override
    public List<Variant> batchNormalization(Normalizing.BatchNormalization layer) {
        return NormalizationVariants.of(layer, weights);
    }

    @Override
    public List<Variant> layerNormalization(Normalizing.LayerNormalization layer) {
        return NormalizationVariants.of(layer, weights);
    }

    @Override
    public List<Variant> groupNormalization(Normalizing.GroupNormalization layer) {
        return NormalizationVariants.of(layer, weights);
    }

    @Override
    public List<Variant> tensorOperation(TensorOperation layer) {
        return List.of();
    }

    @Override
    public List<Variant> custom(Custom layer) {
        return List.of();
    }

    @Override
    public List<Variant> unknown(Unknown layer) {
        return List.of();
    }

    @Override
    public List<Variant> genericRnn(Recurrent.GenericRnn layer) {
        return List.of();
    }

    @Override
    public List<Variant> convLstm(Recurrent.ConvLstm layer) {
        return List.of();
    }

    @Override
    public List<Variant> inputLayer(Core.InputLayer layer) {
        return List.of();
    }

    @Override
    public List<Variant> constant(Core.Constant layer) {
        return List.of();
    }

    @Override
    public List<Variant> embedding(Core.Embedding layer) {
        return List.of();
    }

    @Override
    public List<Variant> int8Dense(Core.Int8Dense layer) {
        return List.of();
    }

    @Override
    public List<Variant> int8EinsumDense(Core.Int8EinsumDense layer) {
        return List.of();
    }

    @Override
    public List<Variant> int8Embedding(Core.Int8Embedding layer) {
        return List.of();
    }

    @Override
    public List<Variant> vectorMasking(Core.VectorMasking layer) {
        return List.of();
    }

    @Override
    public List<Variant> reversibleEmbedding(Core.ReversibleEmbedding layer) {
        return List.of();
    }

    @Override
    public List<Variant> masking(Core.Masking layer) {
        return List.of();
    }

    @Override
    public List<Variant> passthrough(Core.Passthrough layer) {
        return List.of();
    }

    @Override
    public List<Variant> highway(Core.Highway layer) {
        return List.of();
    }

    @Override
    public List<Variant> maxoutDense(Core.MaxoutDense layer) {
        return List.of();
    }

    @Override
    public List<Variant> einsumDense(Core.EinsumDense layer) {
        return List.of();
    }

    @Override
    public List<Variant> axesSoftmax(Activations.AxesSoftmax layer) {
        return List.of();
    }

    @Override
    public List<Variant> prelu(Activations.PReLU layer) {
        return List.of();
    }

    @Override
    public List<Variant> srelu(Activations.SReLU layer) {
        return List.of();
    }

    @Override
    public List<Variant> parametricSoftplus(Activations.ParametricSoftplus layer) {
        return List.of();
    }

    @Override
    public List<Variant> convTranspose(Convolutional.ConvTranspose layer) {
        return List.of();
    }

    @Override
    public List<Variant> depthwiseConv(Convolutional.DepthwiseConv layer) {
        return List.of();
    }

    @Override
    public List<Variant> separableConv(Convolutional.SeparableConv layer) {
        return List.of();
    }

    @Override
    public List<Variant> locallyConnected(Convolutional.LocallyConnected layer) {
        return List.of();
    }

    @Override
    public List<Variant> adaptivePool(Pooling.AdaptivePool layer) {
        return List.of();
    }

    @Override
    public List<Variant> globalPool(Pooling.GlobalPool layer) {
        return List.of();
    }

    @Override
    public List<Variant> reshape(Shaping.Reshape layer) {
        return List.of();
    }

    @Override
    public List<Variant> permute(Shaping.Permute layer) {
        return List.of();
    }

    @Override
    public List<Variant> repeatVector(Shaping.RepeatVector layer) {
        return List.of();
    }

    @Override
    public List<Variant> cropping(Shaping.Cropping layer) {
        return List.of();
    }

    @Override
    public List<Variant> zeroPadding(Shaping.ZeroPadding layer) {
        return List.of();
    }

    @Override
    public List<Variant> upSampling(Shaping.UpSampling layer) {
        return List.of();
    }

    @Override
    public List<Variant> nestedModel(Wrapper.NestedModel layer) {
        return List.of();
    }

    @Override
    public List<Variant> sampleNormalization(Normalizing.SampleNormalization layer) {
        return List.of();
    }

    @Override
    public List<Variant> rmsNormalization(Normalizing.RmsNormalization layer) {
        return List.of();
    }

    @Override
    public List<Variant> layerScale(Normalizing.LayerScale layer) {
        return List.of();
    }

    @Override
    public List<Variant> unitNormalization(Normalizing.UnitNormalization layer) {
        return List.of();
    }

    @Override
    public List<Variant> attention(Attentive.Attention layer) {
        return List.of();
    }

    @Override
    public List<Variant> additiveAttention(Attentive.AdditiveAttention layer) {
        return List.of();
    }

    @Override
    public List<Variant> multiHeadAttention(Attentive.MultiHeadAttention layer) {
        return List.of();
    }

    @Override
    public List<Variant> groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        return List.of();
    }

    @Override
    public List<Variant> elementwise(Merging.Elementwise layer) {
        return List.of();
    }

    @Override
    public List<Variant> scaledSum(Merging.ScaledSum layer) {
        return List.of();
    }

    @Override
    public List<Variant> concatenate(Merging.Concatenate layer) {
        return List.of();
    }

    @Override
    public List<Variant> dot(Merging.Dot layer) {
        return List.of();
    }

    @Override
    public List<Variant> rescaling(Preprocessing.Rescaling layer) {
        return List.of();
    }

    @Override
    public List<Variant> normalization(Preprocessing.Normalization layer) {
        return List.of();
    }

    @Override
    public List<Variant> categoryEncoding(Preprocessing.CategoryEncoding layer) {
        return List.of();
    }

    @Override
    public List<Variant> discretization(Preprocessing.Discretization layer) {
        return List.of();
    }

    @Override
    public List<Variant> resizing(Preprocessing.Resizing layer) {
        return List.of();
    }

    @Override
    public List<Variant> stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        return List.of();
    }

    @Override
    public List<Variant> melSpectrogram(Preprocessing.MelSpectrogram layer) {
        return List.of();
    }

    @Override
    public List<Variant> autoContrast(Preprocessing.AutoContrast layer) {
        return List.of();
    }

    @Override
    public List<Variant> centerCrop(Preprocessing.CenterCrop layer) {
        return List.of();
    }

    @Override
    public List<Variant> indexLookup(Preprocessing.IndexLookup layer) {
        return List.of();
    }

    @Override
    public List<Variant> textVectorization(Preprocessing.TextVectorization layer) {
        return List.of();
    }

    @Override
    public List<Variant> hashing(Preprocessing.Hashing layer) {
        return List.of();
    }

    @Override
    public List<Variant> hashedCrossing(Preprocessing.HashedCrossing layer) {
        return List.of();
    }
}
