package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
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
import io.github.keras4j.model.Wrapper;

/** How each canonical layer is written, or that it is not. */
record WrittenLayers(Target target) implements LayerVisitor<Keras2Layer> {
    private UnsupportedLayerException notWritten(Layer layer) {
        return Keras2Layers.notWritten(target, layer, "this layer");
    }

    @Override
    public Keras2Layer tensorOperation(TensorOperation layer) {
        throw Keras2Layers.notWritten(target, layer, "operations on tensors");
    }

    @Override
    public Keras2Layer custom(Custom layer) {
        throw Keras2Layers.notWritten(target, layer, "layers whose Python is somebody's own");
    }

    @Override
    public Keras2Layer unknown(Unknown layer) {
        throw new UnsupportedLayerException(
                "Layer '" + layer.name() + "' (" + layer.className() + ") can't be written for " + target.title()
                        + ": keras4j does not know what it computes, since " + layer.reason());
    }

    @Override
    public Keras2Layer inputLayer(Core.InputLayer layer) {
        return Keras2Layers.core(layer, target);
    }

    @Override
    public Keras2Layer dense(Core.Dense layer) {
        return Keras2Layers.core(layer, target);
    }

    @Override
    public Keras2Layer embedding(Core.Embedding layer) {
        return Keras2Layers.core(layer, target);
    }

    @Override
    public Keras2Layer int8Dense(Core.Int8Dense layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer int8EinsumDense(Core.Int8EinsumDense layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer int8Embedding(Core.Int8Embedding layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer vectorMasking(Core.VectorMasking layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer reversibleEmbedding(Core.ReversibleEmbedding layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer masking(Core.Masking layer) {
        return Keras2Layers.core(layer, target);
    }

    @Override
    public Keras2Layer passthrough(Core.Passthrough layer) {
        return Keras2Layers.core(layer, target);
    }

    @Override
    public Keras2Layer activate(Activations.Activate layer) {
        return Keras2Layers.activation(layer, target);
    }

    @Override
    public Keras2Layer prelu(Activations.PReLU layer) {
        return Keras2Layers.activation(layer, target);
    }

    @Override
    public Keras2Layer rnn(Recurrent.Rnn layer) {
        return Keras2Recurrent.of(layer, target);
    }

    @Override
    public Keras2Layer genericRnn(Recurrent.GenericRnn layer) {
        return Keras2Recurrent.of(layer, target);
    }

    @Override
    public Keras2Layer convLstm(Recurrent.ConvLstm layer) {
        return Keras2Recurrent.of(layer, target);
    }

    @Override
    public Keras2Layer bidirectional(Wrapper.Bidirectional layer) {
        return Keras2Layers.wrapper(layer, target);
    }

    @Override
    public Keras2Layer timeDistributed(Wrapper.TimeDistributed layer) {
        return Keras2Layers.wrapper(layer, target);
    }

    @Override
    public Keras2Layer nestedModel(Wrapper.NestedModel layer) {
        return Keras2Layers.wrapper(layer, target);
    }

    @Override
    public Keras2Layer conv(Convolutional.Conv layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer convTranspose(Convolutional.ConvTranspose layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer depthwiseConv(Convolutional.DepthwiseConv layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer separableConv(Convolutional.SeparableConv layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer locallyConnected(Convolutional.LocallyConnected layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer pool(Pooling.Pool layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer globalPool(Pooling.GlobalPool layer) {
        return Keras2Convolutional.of(layer, target);
    }

    @Override
    public Keras2Layer flatten(Shaping.Flatten layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer reshape(Shaping.Reshape layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer permute(Shaping.Permute layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer repeatVector(Shaping.RepeatVector layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer cropping(Shaping.Cropping layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer zeroPadding(Shaping.ZeroPadding layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer upSampling(Shaping.UpSampling layer) {
        return Keras2Shaping.of(layer, target);
    }

    @Override
    public Keras2Layer elementwise(Merging.Elementwise layer) {
        return Keras2Layers.merging(layer, target);
    }

    @Override
    public Keras2Layer scaledSum(Merging.ScaledSum layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer concatenate(Merging.Concatenate layer) {
        return Keras2Layers.merging(layer, target);
    }

    @Override
    public Keras2Layer dot(Merging.Dot layer) {
        return Keras2Layers.merging(layer, target);
    }

    @Override
    public Keras2Layer batchNormalization(Normalizing.BatchNormalization layer) {
        return Keras2Layers.normalizing(layer, target);
    }

    @Override
    public Keras2Layer layerNormalization(Normalizing.LayerNormalization layer) {
        return Keras2Layers.normalizing(layer, target);
    }

    @Override
    public Keras2Layer groupNormalization(Normalizing.GroupNormalization layer) {
        return Keras2Layers.normalizing(layer, target);
    }

    @Override
    public Keras2Layer rmsNormalization(Normalizing.RmsNormalization layer) {
        return Keras2Layers.normalizing(layer, target);
    }

    @Override
    public Keras2Layer layerScale(Normalizing.LayerScale layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer unitNormalization(Normalizing.UnitNormalization layer) {
        return Keras2Layers.normalizing(layer, target);
    }

    @Override
    public Keras2Layer sampleNormalization(Normalizing.SampleNormalization layer) {
        return Keras2Layers.normalizing(layer, target);
    }

    @Override
    public Keras2Layer highway(Core.Highway layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer maxoutDense(Core.MaxoutDense layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer einsumDense(Core.EinsumDense layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer constant(Core.Constant layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer axesSoftmax(Activations.AxesSoftmax layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer srelu(Activations.SReLU layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer parametricSoftplus(Activations.ParametricSoftplus layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer adaptivePool(Pooling.AdaptivePool layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer attention(Attentive.Attention layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer additiveAttention(Attentive.AdditiveAttention layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer multiHeadAttention(Attentive.MultiHeadAttention layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer rescaling(Preprocessing.Rescaling layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer normalization(Preprocessing.Normalization layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer categoryEncoding(Preprocessing.CategoryEncoding layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer discretization(Preprocessing.Discretization layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer resizing(Preprocessing.Resizing layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer melSpectrogram(Preprocessing.MelSpectrogram layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer autoContrast(Preprocessing.AutoContrast layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer centerCrop(Preprocessing.CenterCrop layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer indexLookup(Preprocessing.IndexLookup layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer textVectorization(Preprocessing.TextVectorization layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer hashing(Preprocessing.Hashing layer) {
        throw notWritten(layer);
    }

    @Override
    public Keras2Layer hashedCrossing(Preprocessing.HashedCrossing layer) {
        throw notWritten(layer);
    }
}
