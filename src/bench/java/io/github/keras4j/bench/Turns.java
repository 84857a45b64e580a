package io.github.keras4j.bench;

import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * keras4j and ONNX Runtime in turn in one JVM, each on the calling thread, by that thread's processor time: what else the
 * machine does then costs both the same. With {@code -Dthreads=2}, both on two threads, by the wall's clock. Prints model,
 * batch, the median of all turns in µs and their ratio, and the least of all turns and their ratio.
 *
 * <pre>Turns FOLDER BATCH [BATCH...] [seconds=20] [peer=none]</pre>
 */
public final class Turns {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILATION = ManagementFactory.getCompilationMXBean();
    private static final long QUIET = 2_500_000_000L;
    private static final long LONGEST = 40_000_000_000L;
    /** A turn has as many calls as this takes, so that the clock's steps do not count. */
    private static final long TURN = 20_000_000;

    private Turns() {}

    /** A peer's call and what its turns took, in ns a call. */
    private static final class Runner {
        final Supplier<float[]> call;
        final List<Double> times = new ArrayList<>();
        int calls = 1;

        Runner(Supplier<float[]> call) {
            this.call = call;
        }

        void turn() {
            long start = clock();
            for (int i = 0; i < calls; i++) {
                call.get();
            }
            long time = clock() - start;
            if (time < TURN) {
                calls = (int) Math.min(100_000, calls * Math.max(2, TURN / Math.max(time, 1)));
            }
            times.add((double) time / calls);
        }

        private static long clock() {
            return Peer.THREADS == 1 ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
        }

        double[] sorted() {
            return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        double seconds = 20;
        boolean peer = true;
        List<Integer> batches = new ArrayList<>();
        for (String arg : Arrays.copyOfRange(args, 1, args.length)) {
            if (arg.startsWith("seconds=")) {
                seconds = Double.parseDouble(arg.substring(8));
            } else if (arg.equals("peer=none")) {
                peer = false;
            } else {
                batches.add(Integer.parseInt(arg));
            }
        }
        Path h5 = folder.resolve("model.h5");
        KerasModel model = ModelSource.of(Files.exists(folder.resolve("fixture.json")) ? folder : h5)
                .read();
        for (int batch : batches) {
            Tensor input = InputSampler.batch(model, batch).get(0);
            Runner own = new Runner(Peer.KERAS4J.call(model, folder, input));
            Runner other = peer ? new Runner(Peer.ONNXRUNTIME.call(model, folder, input)) : own;
            double off = compare(other.call.get(), own.call.get());
            warm(own, other);
            for (long end = System.nanoTime() + (long) (seconds * 1e9);
                    System.nanoTime() < end || own.times.size() < 6; ) {
                own.turn();
                if (peer) {
                    other.turn();
                }
            }
            double[] mine = own.sorted();
            double[] theirs = other.sorted();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |%n",
                    folder.getFileName(),
                    batch,
                    mine[mine.length / 2] / 1e3,
                    theirs[theirs.length / 2] / 1e3,
                    mine[mine.length / 2] / theirs[theirs.length / 2],
                    mine[0] / 1e3,
                    theirs[0] / 1e3,
                    mine[0] / theirs[0]);
            System.err.printf(
                    Locale.ROOT,
                    "%s, batch %d: off by %.1e of the greatest; %s, Java %s, load %s%n",
                    folder.getFileName(),
                    batch,
                    off,
                    new PureJavaEngine().kernels(),
                    System.getProperty("java.version"),
                    load());
        }
    }

    /** Until nothing more is compiled, which takes long where others want the processor too. */
    private static void warm(Runner own, Runner other) {
        long start = System.nanoTime();
        long compiled = -1;
        long since = start;
        while (System.nanoTime() - since < QUIET && System.nanoTime() - start < LONGEST) {
            own.turn();
            long now = COMPILATION.getTotalCompilationTime();
            if (now != compiled) {
                compiled = now;
                since = System.nanoTime();
            }
        }
        other.turn();
        other.turn();
        own.times.clear();
        other.times.clear();
    }

    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ")[0] : "unknown";
    }

    private static double compare(float[] expected, float[] answer) {
        double greatest = 0;
        double off = 0;
        for (int i = 0; i < expected.length; i++) {
            greatest = Math.max(greatest, Math.abs(expected[i]));
            off = Math.max(off, Math.abs(expected[i] - answer[i]));
        }
        if (!(off <= 1e-3 * greatest)) {
            throw new IllegalStateException("the answers differ by " + off + " of " + greatest);
        }
        return off / greatest;
    }
}
