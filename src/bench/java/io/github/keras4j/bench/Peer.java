package io.github.keras4j.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.keras4j.engine.dl4j.RawDl4j;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.engine.purejava.PureJavaSession;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Who answers: each gets the same model and input, on as many threads, and its answer as an array of Java's. */
public enum Peer {
    KERAS4J {
        @Override
        Supplier<float[]> call(KerasModel model, Path folder, Tensor input) {
            PureJavaSession session = new PureJavaEngine(THREADS).plan(model).openSession();
            Shape shape = session.bind(List.of(input.shape())).get(0);
            float[][] inputs = {input.toFloats()};
            float[][] outputs = {new float[shape.elements()]};
            return () -> {
                session.predict(inputs, outputs);
                return outputs[0];
            };
        }
    },

    ONNXRUNTIME {
        /** The input's and the answer's memory is made once and outside the heap, the fastest way that it offers. */
        @Override
        Supplier<float[]> call(KerasModel model, Path folder, Tensor input) throws OrtException {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(THREADS);
            options.setInterOpNumThreads(1);
            OrtSession session =
                    environment.createSession(folder.resolve("model.onnx").toString(), options);
            long[] sizes = Arrays.stream(input.shape().sizes()).asLongStream().toArray();
            FloatBuffer fed = direct(input.size()).put(input.toFloats()).flip();
            Map<String, OnnxTensor> inputs =
                    Map.of(session.getInputNames().iterator().next(), OnnxTensor.createTensor(environment, fed, sizes));
            String output = session.getOutputNames().iterator().next();
            float[] answer;
            long[] shape;
            try (OrtSession.Result first = session.run(inputs)) {
                OnnxTensor tensor = (OnnxTensor) first.get(0);
                answer = new float[tensor.getFloatBuffer().remaining()];
                shape = tensor.getInfo().getShape();
            }
            FloatBuffer given = direct(answer.length);
            Map<String, OnnxTensor> outputs = Map.of(output, OnnxTensor.createTensor(environment, given, shape));
            return () -> {
                try (OrtSession.Result result = session.run(inputs, outputs)) {
                    given.get(0, answer);
                    return answer;
                } catch (OrtException e) {
                    throw new IllegalStateException(e);
                }
            };
        }
    },

    DL4J {
        @Override
        Supplier<float[]> call(KerasModel model, Path folder, Tensor input) {
            return RawDl4j.call(model, input);
        }
    };

    /** Of each call: {@code -Dthreads=2}. */
    static final int THREADS = Integer.getInteger("threads", 1);

    abstract Supplier<float[]> call(KerasModel model, Path folder, Tensor input) throws Exception;

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(4 * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
