package io.github.keras4j.bench;

import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * keras4j in plain Java and with the Vector API in turn in one JVM, by the thread's processor time. Each has classes of its
 * own, since the kernels are chosen once. Prints model, batch, the medians in µs and their ratio.
 *
 * <pre>PlainTurns FOLDER BATCH [BATCH...] [seconds=3]</pre>
 */
public final class PlainTurns {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long TURN = 20_000_000;

    private PlainTurns() {}

    /** Loaded once for each set of kernels. */
    public static final class Asked implements Supplier<float[]> {
        private final Supplier<float[]> call;

        public Asked(Path folder, int batch) throws Exception {
            KerasModel model = ModelSource.of(folder).read();
            call = Peer.KERAS4J.call(
                    model, folder, InputSampler.batch(model, batch).get(0));
        }

        @Override
        public float[] get() {
            return call.get();
        }
    }

    @SuppressWarnings("unchecked")
    private static Supplier<float[]> asked(ClassLoader loader, String kernels, Path folder, int batch) throws Exception {
        System.setProperty("keras4j.kernels", kernels); // read when the first model is loaded
        return (Supplier<float[]>) Class.forName(Asked.class.getName(), true, loader)
                .getConstructor(Path.class, int.class)
                .newInstance(folder, batch);
    }

    private static ClassLoader loader() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static double time(Supplier<float[]> call, int calls) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            call.get();
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / calls;
    }

    private static int calls(Supplier<float[]> call) {
        int calls = 1;
        while (time(call, calls) * calls * 1e3 < TURN / 2.0) {
            calls *= 2;
        }
        return calls;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        double seconds = 3;
        ClassLoader plain = loader();
        ClassLoader vector = loader();
        for (String arg : Arrays.copyOfRange(args, 1, args.length)) {
            if (arg.startsWith("seconds=")) {
                seconds = Double.parseDouble(arg.substring(8));
            }
        }
        for (String arg : Arrays.copyOfRange(args, 1, args.length)) {
            if (arg.startsWith("seconds=")) {
                continue;
            }
            Supplier<float[]> one = asked(plain, "plain", folder, Integer.parseInt(arg));
            Supplier<float[]> other = asked(vector, "", folder, Integer.parseInt(arg));
            List<Double> times = new ArrayList<>();
            List<Double> others = new ArrayList<>();
            calls(one);
            calls(other);
            long warm = System.nanoTime() + (long) (4 * 1e9);
            while (System.nanoTime() < warm) {
                time(one, calls(one));
                time(other, calls(other));
            }
            int calls = calls(one);
            int otherCalls = calls(other);
            long end = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < end || times.size() < 6) {
                times.add(time(one, calls));
                others.add(time(other, otherCalls));
            }
            double mine = median(times);
            double theirs = median(others);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %.1f |%n",
                    folder.getFileName(),
                    arg,
                    mine,
                    theirs,
                    mine / theirs);
        }
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
