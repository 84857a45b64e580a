package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Pooling;
import java.util.List;

/** Of convolutions and pooling, every reason against training one. */
record TrainableSpatial() implements Convolutional.Visitor<List<String>>, Pooling.Visitor<List<String>> {
    @Override
    public List<String> conv(Convolutional.Conv layer) {
        return TrainableLayers.activation(layer.activation(), true);
    }

    @Override
    public List<String> convTranspose(Convolutional.ConvTranspose layer) {
        return TrainableLayers.activation(layer.activation(), true);
    }

    @Override
    public List<String> depthwiseConv(Convolutional.DepthwiseConv layer) {
        return TrainableLayers.activation(layer.activation(), true);
    }

    @Override
    public List<String> separableConv(Convolutional.SeparableConv layer) {
        return TrainableLayers.activation(layer.activation(), true);
    }

    @Override
    public List<String> locallyConnected(Convolutional.LocallyConnected layer) {
        return layer.sameOf().isEmpty()
                ? TrainableLayers.activation(layer.activation(), true)
                : List.of("padding=same is not trained here. Received: padding=same");
    }

    @Override
    public List<String> pool(Pooling.Pool layer) {
        return TrainableLayers.TRAINED;
    }

    @Override
    public List<String> globalPool(Pooling.GlobalPool layer) {
        return TrainableLayers.TRAINED;
    }

    @Override
    public List<String> adaptivePool(Pooling.AdaptivePool layer) {
        return TrainableLayers.TRAINED;
    }
}
