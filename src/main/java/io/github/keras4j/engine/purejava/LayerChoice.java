package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.activations.AxesSoftmaxLayer;
import io.github.keras4j.engine.purejava.activations.ParametricLayer;
import io.github.keras4j.engine.purejava.attention.AttentionLayer;
import io.github.keras4j.engine.purejava.attention.HeadsAttentionLayer;
import io.github.keras4j.engine.purejava.convolution.ConvLayer;
import io.github.keras4j.engine.purejava.convolution.ConvTransposeLayer;
import io.github.keras4j.engine.purejava.convolution.DepthwiseConvLayer;
import io.github.keras4j.engine.purejava.convolution.GlobalPoolLayer;
import io.github.keras4j.engine.purejava.convolution.LocallyConnectedLayer;
import io.github.keras4j.engine.purejava.convolution.PoolLayer;
import io.github.keras4j.engine.purejava.convolution.SpectrogramLayer;
import io.github.keras4j.engine.purejava.layers.AutoContrastLayer;
import io.github.keras4j.engine.purejava.layers.BatchNormalizationLayer;
import io.github.keras4j.engine.purejava.layers.ConcatenateLayer;
import io.github.keras4j.engine.purejava.layers.CustomCode;
import io.github.keras4j.engine.purejava.layers.DenseLayer;
import io.github.keras4j.engine.purejava.layers.DotLayer;
import io.github.keras4j.engine.purejava.layers.EinsumDenseLayer;
import io.github.keras4j.engine.purejava.layers.ElementwiseLayer;
import io.github.keras4j.engine.purejava.layers.EmbeddingLayer;
import io.github.keras4j.engine.purejava.layers.HighwayLayer;
import io.github.keras4j.engine.purejava.layers.Int8DenseLayer;
import io.github.keras4j.engine.purejava.layers.Int8EinsumDenseLayer;
import io.github.keras4j.engine.purejava.layers.LayerScaleLayer;
import io.github.keras4j.engine.purejava.layers.MaskingLayer;
import io.github.keras4j.engine.purejava.layers.MaxoutDenseLayer;
import io.github.keras4j.engine.purejava.layers.MelSpectrogramLayer;
import io.github.keras4j.engine.purejava.layers.NormalizingLayer;
import io.github.keras4j.engine.purejava.layers.PreprocessingLayer;
import io.github.keras4j.engine.purejava.layers.ReversibleEmbeddingLayer;
import io.github.keras4j.engine.purejava.layers.ScaledSumLayer;
import io.github.keras4j.engine.purejava.layers.ShapingLayer;
import io.github.keras4j.engine.purejava.layers.TimeDistributedLayer;
import io.github.keras4j.engine.purejava.operations.OperationLayer;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.recurrent.BidirectionalLayer;
import io.github.keras4j.engine.purejava.recurrent.CompiledCell;
import io.github.keras4j.engine.purejava.recurrent.ConvLstmLayer;
import io.github.keras4j.engine.purejava.recurrent.RnnLayer;
import io.github.keras4j.engine.purejava.text.CrossingLayer;
import io.github.keras4j.engine.purejava.text.HashingLayer;
import io.github.keras4j.engine.purejava.text.LookupLayer;
import io.github.keras4j.engine.purejava.text.TextVectorizationLayer;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
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
import java.util.ArrayList;
import java.util.List;

/** What runs each layer with these weights. */
final class LayerChoice implements LayerVisitor<CompiledLayer> {
    private final LayerCompiler compiler;
    private final Context context;
    private final Weights weights;

    LayerChoice(LayerCompiler compiler, Context context, Weights weights) {
        this.compiler = compiler;
        this.context = context;
        this.weights = weights;
    }

    @Override
    public CompiledLayer custom(Custom layer) {
        return new CustomCode(layer, weights);
    }

    @Override
    public CompiledLayer unknown(Unknown layer) {
        throw new RefusedException(layer.reason());
    }

    @Override
    public CompiledLayer inputLayer(Core.InputLayer layer) {
        throw new IllegalStateException("an input is fed, not computed. Received: " + layer.name());
    }

    @Override
    public CompiledLayer constant(Core.Constant layer) {
        Value value = new Value(layer.value().toFloats(), layer.value().shape().sizes());
        return (call, binding) -> List.of(value);
    }

    @Override
    public CompiledLayer dense(Core.Dense layer) {
        return new DenseLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer embedding(Core.Embedding layer) {
        return new EmbeddingLayer(layer, weights);
    }

    @Override
    public CompiledLayer int8Dense(Core.Int8Dense layer) {
        return new Int8DenseLayer(layer, weights);
    }

    @Override
    public CompiledLayer int8EinsumDense(Core.Int8EinsumDense layer) {
        return new Int8EinsumDenseLayer(layer, weights);
    }

    @Override
    public CompiledLayer int8Embedding(Core.Int8Embedding layer) {
        return EmbeddingLayer.of(layer, weights);
    }

    @Override
    public CompiledLayer vectorMasking(Core.VectorMasking layer) {
        return new MaskingLayer(layer);
    }

    @Override
    public CompiledLayer reversibleEmbedding(Core.ReversibleEmbedding layer) {
        return new ReversibleEmbeddingLayer(layer, weights);
    }

    @Override
    public CompiledLayer masking(Core.Masking layer) {
        return new MaskingLayer(layer);
    }

    @Override
    public CompiledLayer passthrough(Core.Passthrough layer) {
        boolean passes = layer.passesMask();
        return (call, binding) -> List.of(passes ? call.input() : call.input().withMask(null));
    }

    @Override
    public CompiledLayer highway(Core.Highway layer) {
        return new HighwayLayer(layer, weights, context.kernels());
    }

    @Override
    public CompiledLayer maxoutDense(Core.MaxoutDense layer) {
        return new MaxoutDenseLayer(layer, weights, context.kernels());
    }

    @Override
    public CompiledLayer einsumDense(Core.EinsumDense layer) {
        return new EinsumDenseLayer(layer, weights);
    }

    @Override
    public CompiledLayer activate(Activations.Activate layer) {
        return new ActivateLayer(layer);
    }

    @Override
    public CompiledLayer axesSoftmax(Activations.AxesSoftmax layer) {
        return new AxesSoftmaxLayer(layer);
    }

    @Override
    public CompiledLayer prelu(Activations.PReLU layer) {
        return new ParametricLayer(layer, weights);
    }

    @Override
    public CompiledLayer srelu(Activations.SReLU layer) {
        return new ParametricLayer(layer, weights);
    }

    @Override
    public CompiledLayer parametricSoftplus(Activations.ParametricSoftplus layer) {
        return new ParametricLayer(layer, weights);
    }

    @Override
    public CompiledLayer attention(Attentive.Attention layer) {
        return new AttentionLayer(layer, weights);
    }

    @Override
    public CompiledLayer additiveAttention(Attentive.AdditiveAttention layer) {
        return new AttentionLayer(layer, weights);
    }

    @Override
    public CompiledLayer multiHeadAttention(Attentive.MultiHeadAttention layer) {
        return new HeadsAttentionLayer(layer, weights, context.kernels());
    }

    @Override
    public CompiledLayer groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        return new HeadsAttentionLayer(layer, weights, context.kernels());
    }

    @Override
    public CompiledLayer tensorOperation(TensorOperation layer) {
        return new OperationLayer(layer);
    }

    @Override
    public CompiledLayer rnn(Recurrent.Rnn layer) {
        return new RnnLayer(layer.name(), layer.walk(), CompiledCell.of(layer.cell(), weights, context));
    }

    @Override
    public CompiledLayer genericRnn(Recurrent.GenericRnn layer) {
        return new RnnLayer(layer.name(), layer.walk(), CompiledCell.of(layer.cell(), weights.child("cell"), context));
    }

    @Override
    public CompiledLayer convLstm(Recurrent.ConvLstm layer) {
        return new ConvLstmLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer timeDistributed(Wrapper.TimeDistributed layer) {
        return new TimeDistributedLayer(compiler.compile(layer.layer(), weights.child("layer")), layer);
    }

    @Override
    public CompiledLayer bidirectional(Wrapper.Bidirectional layer) {
        return new BidirectionalLayer(
                layer,
                compiler.compile(layer.forward(), weights.child("forward")),
                compiler.compile(layer.backward(), weights.child("backward")));
    }

    @Override
    public CompiledLayer nestedModel(Wrapper.NestedModel layer) {
        List<Refusal> inner = new ArrayList<>();
        CompiledNetwork network = CompiledNetwork.compile(layer.network(), weights, compiler, inner);
        if (!inner.isEmpty()) {
            throw new RefusedException("inner " + inner);
        }
        return network;
    }

    @Override
    public CompiledLayer conv(Convolutional.Conv layer) {
        return new ConvLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer convTranspose(Convolutional.ConvTranspose layer) {
        return new ConvTransposeLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer depthwiseConv(Convolutional.DepthwiseConv layer) {
        return new DepthwiseConvLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer separableConv(Convolutional.SeparableConv layer) {
        return new DepthwiseConvLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer locallyConnected(Convolutional.LocallyConnected layer) {
        return new LocallyConnectedLayer(layer, weights);
    }

    @Override
    public CompiledLayer pool(Pooling.Pool layer) {
        return PoolLayer.of(layer);
    }

    @Override
    public CompiledLayer adaptivePool(Pooling.AdaptivePool layer) {
        return PoolLayer.of(layer);
    }

    @Override
    public CompiledLayer globalPool(Pooling.GlobalPool layer) {
        return new GlobalPoolLayer(layer);
    }

    @Override
    public CompiledLayer flatten(Shaping.Flatten layer) {
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer reshape(Shaping.Reshape layer) {
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer permute(Shaping.Permute layer) {
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer repeatVector(Shaping.RepeatVector layer) {
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer cropping(Shaping.Cropping layer) {
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer zeroPadding(Shaping.ZeroPadding layer) {
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer upSampling(Shaping.UpSampling layer) {
        if (!Resample.knows(layer.interpolation())) {
            throw new RefusedException("interpolation is not known. Received: " + layer.interpolation());
        }
        return new ShapingLayer(layer);
    }

    @Override
    public CompiledLayer batchNormalization(Normalizing.BatchNormalization layer) {
        return new BatchNormalizationLayer(layer, weights);
    }

    @Override
    public CompiledLayer sampleNormalization(Normalizing.SampleNormalization layer) {
        return new NormalizingLayer(layer, weights);
    }

    @Override
    public CompiledLayer layerNormalization(Normalizing.LayerNormalization layer) {
        return new NormalizingLayer(layer, weights);
    }

    @Override
    public CompiledLayer groupNormalization(Normalizing.GroupNormalization layer) {
        return new NormalizingLayer(layer, weights);
    }

    @Override
    public CompiledLayer rmsNormalization(Normalizing.RmsNormalization layer) {
        return new NormalizingLayer(layer, weights);
    }

    @Override
    public CompiledLayer layerScale(Normalizing.LayerScale layer) {
        return new LayerScaleLayer(layer, weights);
    }

    @Override
    public CompiledLayer unitNormalization(Normalizing.UnitNormalization layer) {
        return new NormalizingLayer(layer, weights);
    }

    @Override
    public CompiledLayer elementwise(Merging.Elementwise layer) {
        return new ElementwiseLayer(layer);
    }

    @Override
    public CompiledLayer scaledSum(Merging.ScaledSum layer) {
        return new ScaledSumLayer(layer);
    }

    @Override
    public CompiledLayer concatenate(Merging.Concatenate layer) {
        return new ConcatenateLayer(layer);
    }

    @Override
    public CompiledLayer dot(Merging.Dot layer) {
        return new DotLayer(layer);
    }

    @Override
    public CompiledLayer rescaling(Preprocessing.Rescaling layer) {
        return new PreprocessingLayer(layer, weights);
    }

    @Override
    public CompiledLayer normalization(Preprocessing.Normalization layer) {
        return new PreprocessingLayer(layer, weights);
    }

    @Override
    public CompiledLayer categoryEncoding(Preprocessing.CategoryEncoding layer) {
        return new PreprocessingLayer(layer, weights);
    }

    @Override
    public CompiledLayer discretization(Preprocessing.Discretization layer) {
        return new PreprocessingLayer(layer, weights);
    }

    @Override
    public CompiledLayer resizing(Preprocessing.Resizing layer) {
        return new PreprocessingLayer(layer, weights);
    }

    @Override
    public CompiledLayer stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        return new SpectrogramLayer(layer, weights, context);
    }

    @Override
    public CompiledLayer melSpectrogram(Preprocessing.MelSpectrogram layer) {
        return new MelSpectrogramLayer(layer);
    }

    @Override
    public CompiledLayer autoContrast(Preprocessing.AutoContrast layer) {
        return new AutoContrastLayer(layer);
    }

    @Override
    public CompiledLayer centerCrop(Preprocessing.CenterCrop layer) {
        return new PreprocessingLayer(layer, weights);
    }

    @Override
    public CompiledLayer indexLookup(Preprocessing.IndexLookup layer) {
        return new LookupLayer(layer, weights);
    }

    @Override
    public CompiledLayer textVectorization(Preprocessing.TextVectorization layer) {
        return new TextVectorizationLayer(layer, weights);
    }

    @Override
    public CompiledLayer hashing(Preprocessing.Hashing layer) {
        return new HashingLayer(layer);
    }

    @Override
    public CompiledLayer hashedCrossing(Preprocessing.HashedCrossing layer) {
        return new CrossingLayer(layer);
    }
}
