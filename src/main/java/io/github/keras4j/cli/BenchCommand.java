package io.github.keras4j.cli;

import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.engine.purejava.PureJavaSession;
import io.github.keras4j.errors.MissingLibraryException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keras4j bench}. */
@Command(
        name = "bench",
        description =
                "Measures a model's latency and throughput on each engine that runs it, on one thread and sampled inputs.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "dl4j or purejava; default: each that runs the model.")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Calls measured; default: ${DEFAULT-VALUE}.")
    private int iterations = 1000;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Calls before the measured ones, in which the JVM compiles; default: ${DEFAULT-VALUE}.")
    private int warmUp = 20000;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "1",
            description = "Samples per call; default: ${DEFAULT-VALUE}.")
    private int batchSize = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (iterations < 1 || warmUp < 0 || batchSize < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--iterations and --batch-size must be at least 1, --warm-up at least 0. Received: " + iterations
                            + ", " + batchSize + ", " + warmUp);
        }
        KerasModel read = model.source().read();
        List<Tensor> inputs = InputSampler.batch(read, batchSize);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "model '%s', %d sample(s) a call, %d calls after %d to warm up%n",
                read.name(), batchSize, iterations, warmUp);
        int ran = 0;
        for (Engine candidate : EngineChoice.all()) {
            boolean chosen = engine == EngineChoice.AUTO || candidate.name().equals(engine.toString());
            if (chosen && engine != EngineChoice.AUTO && candidate.missing().isPresent()) {
                throw new MissingLibraryException(candidate.missing().get());
            }
            if (chosen && candidate.compile(read) instanceof Compilation.Compiled compiled) {
                String kernels = candidate instanceof PureJavaEngine own ? own.kernels() : "natives";
                out.println(
                        Timing.line(candidate.name() + ", " + kernels, measure(compiled.plan(), inputs), batchSize));
                out.flush();
                ran++;
            }
        }
        if (ran == 0) {
            throw new UnsupportedLayerException("model '" + read.name() + "' has layers that no chosen engine runs;"
                    + " keras4j inspect lists them");
        }
        return ExitCodes.OK;
    }

    private long[] measure(Plan compiled, List<Tensor> inputs) {
        try (Plan plan = compiled;
                Session session = plan.openSession()) {
            Runnable call = session instanceof PureJavaSession own && own.takesFlat()
                    ? fast(own, inputs)
                    : () -> session.predict(inputs);
            for (int i = 0; i < warmUp; i++) {
                call.run();
            }
            long[] nanos = new long[iterations];
            for (int i = 0; i < iterations; i++) {
                long start = System.nanoTime();
                call.run();
                nanos[i] = System.nanoTime() - start;
            }
            return nanos;
        }
    }

    private static Runnable fast(PureJavaSession session, List<Tensor> inputs) {
        float[][] given = inputs.stream().map(Tensor::toFloats).toArray(float[][]::new);
        float[][] answers = session.bind(inputs.stream().map(Tensor::shape).toList()).stream()
                .map(shape -> new float[shape.elements()])
                .toArray(float[][]::new);
        return () -> session.predict(given, answers);
    }
}
