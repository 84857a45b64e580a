package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.purejava.Models;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.export.ModelExport;
import io.github.keras4j.export.Target;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A heap of 2.2 times a model's file is enough to load it, to answer, and to ask for its weights. */
@DisabledOnOs(OS.WINDOWS)
class HeapOfModelTest {
    private static final int CHANNELS = 256;
    private static final int LAYERS = 12;

    @Test
    void a_model_needs_little_more_heap_than_its_weights(@TempDir Path folder) throws Exception {
        KerasModel model = convolutions(new Random(7));
        for (String name : List.of("model.h5", "model.keras")) {
            Path file = folder.resolve(name);
            new ModelExport(List.of(Target.KERAS_3), new PureJavaEngine()).write(model, file);
            long heap = Files.size(file) * 22 / 10 >> 10;
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-Xmx" + heap + "k",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LoadsAndAnswers.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as(said).isZero();
            float[] answer = Models.run(model, sample()).toFloats();
            assertThat(said)
                    .contains("answers " + answer[0])
                    .contains("weights " + model.weights().count());
        }
    }

    private static Tensor sample() {
        return Models.gaussian(new Random(8), 1, 1, 4, 4, CHANNELS);
    }

    private static KerasModel convolutions(Random random) {
        List<Layer> layers = new ArrayList<>();
        Map<String, Weights> weights = new HashMap<>();
        Tensor kernel = Models.gaussian(random, 0.02, 3, 3, CHANNELS, CHANNELS);
        Tensor ones = Tensor.wrap(Shape.of(CHANNELS), ones());
        for (int i = 0; i < LAYERS; i++) {
            layers.add(new Convolutional.Conv(
                    Models.info("conv_" + i, "Conv2D"),
                    CHANNELS,
                    List.of(3, 3),
                    List.of(1, 1),
                    Padding.SAME,
                    List.of(1, 1),
                    1,
                    false,
                    Activation.LINEAR,
                    false));
            weights.put("conv_" + i, Models.weights("kernel", kernel));
            layers.add(new Normalizing.BatchNormalization(
                    Models.info("norm_" + i, "BatchNormalization"), List.of(-1), 0.99, 1e-3, true, true, false));
            weights.put(
                    "norm_" + i,
                    Models.weights("gamma", ones, "beta", ones, "moving_mean", ones, "moving_variance", ones));
        }
        return Models.chain(Generation.KERAS_3, Shape.of(-1, 4, 4, CHANNELS), weights, layers.toArray(Layer[]::new));
    }

    private static float[] ones() {
        float[] ones = new float[CHANNELS];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** What runs in a small heap. */
    static final class LoadsAndAnswers {
        public static void main(String[] arguments) {
            try (KerasPort port = Keras4j.load(Path.of(arguments[0]))) {
                System.out.println("answers " + port.predict(sample()).toFloats()[0]);
                long count = 0;
                for (Tensor array : port.model().weights().flatten().values()) {
                    count += array.toFloats().length;
                }
                System.out.println("weights " + count);
            }
        }
    }
}
