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
import io.github.keras4j.engine.purejava.layers.BatchNormalizationLayer;
import io.github.keras4j.engine.purejava.layers.ConcatenateLayer;
import io.github.keras4j.engine.purejava.layers.DenseLayer;
import io.github.keras4j.engine.purejava.layers.DotLayer;
import io.github.keras4j.engine.purejava.layers.EinsumDenseLayer;
import io.github.keras4j.engine.purejava.layers.ElementwiseLayer;
import io.github.keras4j.engine.purejava.layers.EmbeddingLayer;
import io.github.keras4j.engine.purejava.layers.HighwayLayer;
import io.github.keras4j.engine.purejava.layers.MaskingLayer;
import io.github.keras4j.engine.purejava.layers.MaxoutDenseLayer;
import io.github.keras4j.engine.purejava.layers.NormalizingLayer;
import io.github.keras4j.engine.purejava.layers.PreprocessingLayer;
import io.github.keras4j.engine.purejava.layers.Resample;
import io.github.keras4j.engine.purejava.layers.ShapingLayer;
import io.github.keras4j.engine.purejava.layers.TimeDistributedLayer;
import io.github.keras4j.engine.purejava.operations.OperationLayer;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.recurrent.BidirectionalLayer;
import io.github.keras4j.engine.purejava.recurrent.CompiledCell;
import io.github.keras4j.engine.purejava.recurrent.ConvLstmLayer;
import io.github.keras4j.engine.purejava.recurrent.RnnLayer;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
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
import java.util.Optional;

/** From a canonical layer and its weights to what runs it, or a refusal with the reason. */
final class LayerCompiler {
    private final Context context;

    LayerCompiler(Context context) {
        this.context = context;
    }

    /** The layer ready to run; empty when refused, the refusals added to the list. */
    Optional<CompiledLayer> compile(Layer layer, Weights weights, List<Refusal> refusals) {
        if (layer instanceof Wrapper.NestedModel nested) {
            List<Refusal> inner = new ArrayList<>();
            CompiledNetwork network = CompiledNetwork.compile(nested.network(), weights, this, inner);
            inner.forEach(refusal -> refusals.add(
                    new Refusal(layer.name() + "/" + refusal.layer(), refusal.className(), refusal.reason())));
            return inner.isEmpty() ? Optional.of(network) : Optional.empty();
        }
        try {
            return Optional.of(compile(layer, weights));
        } catch (RefusedException e) {
            refusals.add(new Refusal(layer.name(), layer.className(), String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            refusals.add(new Refusal(layer.name(), layer.className(), "its weights do not fit: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** @throws RefusedException for what this engine does not run */
    CompiledLayer compile(Layer layer, Weights weights) {
        if (layer instanceof Unknown unknown) {
            throw new RefusedException(unknown.reason());
        }
        if (layer instanceof Core core) {
            return core(core, weights);
        }
        if (layer instanceof Activations.Activate activate) {
            return new ActivateLayer(activate.activation(), activate.className());
        }
        if (layer instanceof Activations.AxesSoftmax softmax) {
            return new AxesSoftmaxLayer(softmax);
        }
        if (layer instanceof Activations activations) {
            return new ParametricLayer(activations, weights);
        }
        if (layer instanceof Attentive.MultiHeadAttention || layer instanceof Attentive.GroupedQueryAttention) {
            return new HeadsAttentionLayer((Attentive) layer, weights, context.kernels());
        }
        if (layer instanceof Attentive attentive) {
            return new AttentionLayer(attentive, weights);
        }
        if (layer instanceof Preprocessing preprocessing) {
            return new PreprocessingLayer(preprocessing, weights);
        }
        if (layer instanceof TensorOperation operation) {
            return new OperationLayer(operation);
        }
        if (layer instanceof Recurrent recurrent) {
            return recurrent(recurrent, weights);
        }
        if (layer instanceof Wrapper.TimeDistributed wrapper) {
            return new TimeDistributedLayer(compile(wrapper.layer(), weights.child("layer")), wrapper.layer());
        }
        if (layer instanceof Wrapper.Bidirectional wrapper) {
            return new BidirectionalLayer(
                    wrapper,
                    recurrent(inBothDirections(wrapper.forward()), weights.child("forward")),
                    recurrent(inBothDirections(wrapper.backward()), weights.child("backward")));
        }
        if (layer instanceof Wrapper.NestedModel nested) {
            List<Refusal> inner = new ArrayList<>();
            CompiledNetwork network = CompiledNetwork.compile(nested.network(), weights, this, inner);
            if (!inner.isEmpty()) {
                throw new RefusedException("inner " + inner);
            }
            return network;
        }
        if (layer instanceof Convolutional convolutional) {
            return convolutional(convolutional, weights);
        }
        if (layer instanceof Pooling.Pool pool) {
            return new PoolLayer(pool);
        }
        if (layer instanceof Pooling.GlobalPool pool) {
            return new GlobalPoolLayer(pool);
        }
        if (layer instanceof Shaping shaping) {
            if (shaping instanceof Shaping.UpSampling upSampling && !Resample.knows(upSampling.interpolation())) {
                throw new RefusedException("interpolation is not known. Received: " + upSampling.interpolation());
            }
            return new ShapingLayer(shaping);
        }
        if (layer instanceof Normalizing.BatchNormalization normalization) {
            return new BatchNormalizationLayer(normalization, weights);
        }
        if (layer instanceof Normalizing normalizing) {
            return new NormalizingLayer(normalizing, weights);
        }
        if (layer instanceof Merging merging) {
            return merging(merging);
        }
        throw new RefusedException("this layer is not implemented here. Received: " + layer.className());
    }

    /**
     * A direction of Bidirectional. From tf.keras on, its sequences are zero where masked (rnn/bidirectional.py).
     * Keras 2's never carries states from call to call: Layer.__init__ sets stateful back to False after the wrapper
     * took it from its layer (layers/wrappers.py and engine/base_layer.py 2.2.4), so the model skips its updates.
     */
    private Recurrent inBothDirections(Recurrent layer) {
        boolean zeroes = context.generation() == Generation.TF_KERAS || context.keras3();
        boolean forgets = context.generation() == Generation.KERAS_2 || context.generation() == Generation.KERAS_2_3;
        Recurrent.Walk old = layer.walk();
        Recurrent.Walk walk = new Recurrent.Walk(
                old.returnSequences(),
                old.returnState(),
                old.goBackwards(),
                old.stateful() && !forgets,
                old.unroll(),
                old.timeMajor(),
                zeroes ? old.returnSequences() : old.zeroOutputForMask());
        if (layer instanceof Recurrent.Rnn rnn) {
            return new Recurrent.Rnn(rnn.info(), rnn.cell(), walk);
        }
        if (layer instanceof Recurrent.GenericRnn rnn) {
            return new Recurrent.GenericRnn(rnn.info(), rnn.cell(), walk);
        }
        if (forgets && old.stateful()) {
            throw new RefusedException("a stateful ConvLSTM in both directions is not run. Received: stateful=true");
        }
        return layer;
    }

    private CompiledLayer convolutional(Convolutional layer, Weights weights) {
        if (layer instanceof Convolutional.Conv conv) {
            return new ConvLayer(conv, weights, context);
        }
        if (layer instanceof Convolutional.ConvTranspose conv) {
            return new ConvTransposeLayer(conv, weights, context);
        }
        if (layer instanceof Convolutional.DepthwiseConv conv) {
            return new DepthwiseConvLayer(conv, weights, context);
        }
        if (layer instanceof Convolutional.SeparableConv conv) {
            return new DepthwiseConvLayer(conv, weights, context);
        }
        return new LocallyConnectedLayer((Convolutional.LocallyConnected) layer, weights);
    }

    private static CompiledLayer merging(Merging layer) {
        if (layer instanceof Merging.Elementwise elementwise) {
            return new ElementwiseLayer(elementwise);
        }
        if (layer instanceof Merging.Concatenate concatenate) {
            return new ConcatenateLayer(concatenate);
        }
        return new DotLayer((Merging.Dot) layer);
    }

    private CompiledLayer core(Core layer, Weights weights) {
        if (layer instanceof Core.Dense dense) {
            return new DenseLayer(dense, weights, context);
        }
        if (layer instanceof Core.Embedding embedding) {
            return new EmbeddingLayer(embedding, weights);
        }
        if (layer instanceof Core.Masking masking) {
            return new MaskingLayer(masking);
        }
        if (layer instanceof Core.Passthrough) {
            // tf.keras's Identity does not support masking (layers/core/identity.py); Keras 3's does
            boolean stops = layer.className().equals("Identity") && context.generation() == Generation.TF_KERAS;
            return (call, binding) -> List.of(stops ? call.input().withMask(null) : call.input());
        }
        if (layer instanceof Core.EinsumDense dense) {
            return new EinsumDenseLayer(dense, weights);
        }
        if (layer instanceof Core.Highway highway) {
            return new HighwayLayer(highway, weights, context.kernels());
        }
        if (layer instanceof Core.MaxoutDense maxout) {
            return new MaxoutDenseLayer(maxout, weights, context.kernels());
        }
        throw new RefusedException("this layer is not implemented here. Received: " + layer.className());
    }

    private CompiledLayer recurrent(Recurrent layer, Weights weights) {
        if (layer instanceof Recurrent.Rnn rnn) {
            return new RnnLayer(rnn.name(), rnn.walk(), CompiledCell.of(rnn.cell(), weights, context));
        }
        if (layer instanceof Recurrent.GenericRnn rnn) {
            return new RnnLayer(rnn.name(), rnn.walk(), CompiledCell.of(rnn.cell(), weights.child("cell"), context));
        }
        return new ConvLstmLayer((Recurrent.ConvLstm) layer, weights, context);
    }
}
