package io.github.keras4j.source;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tiny network of images with the layers that large ones are made of, as tf.keras 2.15 writes it into an {@code .h5}:
 * {@code tiny-model.json}, without the options that matter to training only.
 */
public final class TinyModel {
    /** What it takes. */
    public static final Shape IMAGE = Shape.of(1, 32, 32, 3);

    private static final int FILTERS = 32;
    private static final int CLASSES = 4;

    private TinyModel() {}

    /** Reads it the way a file's content is read. */
    public static KerasModel read() {
        return CanonicalModels.read(KerasArchives.inMemory(config(), "2.15.0", weights()), CustomLayers.INSTALLED);
    }

    private static String config() {
        try (InputStream in = TinyModel.class.getResourceAsStream("tiny-model.json")) {
            if (in == null) {
                throw new IllegalStateException("tiny-model.json is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Zeros: what is computed does not matter. */
    private static KerasArchive.StoredWeights weights() {
        Map<String, List<NamedArray>> weights = new LinkedHashMap<>();
        add(weights, "conv", "kernel", Shape.of(3, 3, 3, FILTERS));
        add(weights, "expand", "kernel", Shape.of(1, 1, FILTERS, FILTERS));
        add(weights, "depthwise", "depthwise_kernel", Shape.of(3, 3, FILTERS, 1));
        add(weights, "project", "kernel", Shape.of(1, 1, FILTERS, FILTERS));
        add(weights, "depthwise_2", "depthwise_kernel", Shape.of(3, 3, FILTERS, 1));
        add(weights, "classes", "kernel", Shape.of(FILTERS, CLASSES));
        add(weights, "classes", "bias", Shape.of(CLASSES));
        for (String layer : List.of("conv_norm", "expand_norm", "depthwise_norm", "project_norm")) {
            for (String name : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
                add(weights, layer, name, Shape.of(FILTERS));
            }
        }
        return new ByLayer(weights);
    }

    private static void add(Map<String, List<NamedArray>> weights, String layer, String name, Shape shape) {
        weights.computeIfAbsent(layer, key -> new ArrayList<>())
                .add(new NamedArray(layer + "/" + name + ":0", Tensor.zeros(shape, DType.FLOAT32)));
    }
}
