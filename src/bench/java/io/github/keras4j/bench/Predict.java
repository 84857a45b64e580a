package io.github.keras4j.bench;

import io.github.keras4j.source.ModelSource;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One call of a model on one thread, by each peer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Predict {
    static final Path MODELS = Path.of("src/bench/models");

    @Param({"lstm-32x3x1", "lstm-256x100x64", "gru-128x50x32", "mlp-128x256x256", "conv1d-128x16", "cnn-28x28x1"})
    public String model = "";

    @Param({"1", "64", "1024"})
    public int batch;

    @Param({"KERAS4J", "ONNXRUNTIME", "DL4J"})
    public Peer peer = Peer.KERAS4J;

    private Supplier<float[]> call = () -> new float[0];

    /** Makes the call ready, and sees that its answer is keras4j's. */
    @Setup(Level.Trial)
    public void prepare() throws Exception {
        Path folder = MODELS.resolve(model);
        KerasModel read = ModelSource.of(folder).read();
        Tensor input = InputSampler.batch(read, batch).get(0);
        call = peer.call(read, folder, input);
        float[] expected = Peer.KERAS4J.call(read, folder, input).get();
        float[] answer = call.get();
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - answer[i]) <= 1e-4)) {
                throw new IllegalStateException(
                        peer + " answers " + answer[i] + " at " + i + " instead of " + expected[i]);
            }
        }
    }

    @Benchmark
    public float[] predict() {
        return call.get();
    }
}
