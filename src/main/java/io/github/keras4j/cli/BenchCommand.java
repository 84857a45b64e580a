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
import io.github.keras4j.terminal.Timing;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Threads that call at the same time, each on a session of its own; default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "No more calls than fit in so long, in warming up and in measuring on each engine, though at"
                    + " least one; default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (iterations < 1 || warmUp < 0 || batchSize < 1 || threads < 1 || seconds < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--iterations, --batch-size and --threads must be at least 1, --warm-up and --seconds at least"
                            + " 0. Received: "
                            + iterations + ", " + batchSize + ", " + threads + ", " + warmUp + ", " + seconds);
        }
        KerasModel read = model.source().read();
        List<Tensor> inputs = InputSampler.batch(read, batchSize);
        PrintWriter out = spec.commandLine().getOut();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", read.name()).put("batch_size", batchSize).put("threads", threads);
        root.put("iterations", iterations).put("warm_up", warmUp);
        ArrayNode engines = root.putArray("engines");
        if (!json) {
            out.printf(
                    "model '%s', %d sample(s) a call, %d calls after %d to warm up%s%n",
                    read.name(),
                    batchSize,
                    iterations,
                    warmUp,
                    threads == 1 ? "" : ", on each of " + threads + " threads");
        }
        int ran = 0;
        for (Engine candidate : EngineChoice.all()) {
            boolean chosen = engine == EngineChoice.AUTO || candidate.name().equals(engine.toString());
            if (chosen && engine != EngineChoice.AUTO && candidate.missing().isPresent()) {
                throw new MissingLibraryException(candidate.missing().get());
            }
            if (chosen && candidate.compile(read) instanceof Compilation.Compiled compiled) {
                String kernels = candidate instanceof PureJavaEngine own ? own.kernels() : "natives";
                Measured measured = measure(compiled.plan(), inputs);
                int calls = measured.nanos().length;
                double rate = (double) batchSize * calls / measured.seconds();
                if (json) {
                    ObjectNode one = engines.addObject();
                    one.put("engine", candidate.name()).put("kernels", kernels).put("calls", calls);
                    for (int percent : new int[] {50, 90, 99}) {
                        one.put("p" + percent + "_us", Timing.percentile(measured.nanos(), percent) / 1e3);
                    }
                    one.put("samples_per_second", rate);
                } else {
                    out.println(Timing.line(candidate.name() + ", " + kernels, measured.nanos(), rate)
                            + (calls < iterations * threads ? ", " + calls + " calls in the time given" : ""));
                }
                out.flush();
                ran++;
            }
        }
        if (ran == 0) {
            throw new UnsupportedLayerException("model '" + read.name() + "' has layers that no chosen engine runs;"
                    + " keras4j inspect lists them");
        }
        if (json) {
            out.println(root.toPrettyString());
            out.flush();
        }
        return ExitCodes.OK;
    }

    /** @param seconds from the first call's start to the last one's end */
    private record Measured(long[] nanos, double seconds) {}

    private Measured measure(Plan compiled, List<Tensor> inputs) {
        try (Plan plan = compiled) {
            long[][] nanos = new long[threads][];
            long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
            CyclicBarrier warm = new CyclicBarrier(threads);
            ExecutorService workers = Executors.newFixedThreadPool(threads);
            try {
                List<Future<long[]>> pending = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    pending.add(workers.submit(() -> timed(plan, inputs, warm, span)));
                }
                for (int i = 0; i < threads; i++) {
                    nanos[i] = pending.get(i).get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                workers.shutdownNow();
            }
            return new Measured(
                    Arrays.stream(nanos).flatMapToLong(Arrays::stream).toArray(), (span[1] - span[0]) / 1e9);
        }
    }

    private long[] timed(Plan plan, List<Tensor> inputs, CyclicBarrier warm, long[] span)
            throws InterruptedException, BrokenBarrierException {
        try (Session session = plan.openSession()) {
            boolean flat = session instanceof PureJavaSession own && own.takesFlat();
            Runnable call = flat ? fast(session, inputs) : () -> session.predict(inputs);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; i < warmUp && System.nanoTime() < end; i++) {
                call.run();
            }
            warm.await();
            long[] nanos = new long[iterations];
            long first = System.nanoTime();
            long last = first;
            int done = 0;
            while (done < iterations && (done == 0 || last - first < TimeUnit.SECONDS.toNanos(seconds))) {
                long start = System.nanoTime();
                call.run();
                last = System.nanoTime();
                nanos[done++] = last - start;
            }
            synchronized (span) {
                span[0] = Math.min(span[0], first);
                span[1] = Math.max(span[1], last);
            }
            return Arrays.copyOf(nanos, done);
        }
    }

    private static Runnable fast(Session session, List<Tensor> inputs) {
        float[][] given = inputs.stream().map(Tensor::toFloats).toArray(float[][]::new);
        float[][] answers = session.bind(inputs.stream().map(Tensor::shape).toList()).stream()
                .map(shape -> new float[shape.elements()])
                .toArray(float[][]::new);
        return () -> session.predict(given, answers);
    }
}
