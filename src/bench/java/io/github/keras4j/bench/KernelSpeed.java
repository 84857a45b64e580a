package io.github.keras4j.bench;

import io.github.keras4j.engine.purejava.convolution.ConvKernel;
import io.github.keras4j.engine.purejava.convolution.Window;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * GFLOP/s of the kernels that networks spend their time in, in turn with a loop of multiply-adds in registers, which is the
 * most that the core gives then: medians, by the thread's processor time.
 */
public final class KernelSpeed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final long TURN = 10_000_000;

    private record Row(String name, double operations, Runnable run, List<Double> speeds) {}

    private KernelSpeed() {}

    /** @param args the seconds to measure for; 20 by default */
    public static void main(String[] args) {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 20;
        float[] out = new float[SPECIES.length()];
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "peak", 2.0 * 12 * SPECIES.length() * 20_000, () -> registers(20_000, out), new ArrayList<>()));
        rows.add(product(64, 256, 256));
        rows.add(product(512, 512, 512));
        rows.add(convolution(56, 64));
        rows.add(convolution(14, 256));
        rows.subList(1, rows.size()).forEach(row -> row.run().run()); // before vectors are compiled elsewhere
        int[] calls = new int[rows.size()];
        Arrays.fill(calls, 1);
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1e9) {
            for (int i = 0; i < calls.length; i++) {
                long time = THREADS.getCurrentThreadCpuTime();
                for (int call = 0; call < calls[i]; call++) {
                    rows.get(i).run().run();
                }
                time = THREADS.getCurrentThreadCpuTime() - time;
                if (time < TURN) {
                    calls[i] = Math.min(1 << 20, 2 * calls[i]);
                }
                rows.get(i).speeds().add(rows.get(i).operations() * calls[i] / Math.max(time, 1));
            }
        }
        double peak = median(rows.get(0));
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT, "| %s | %.0f | %.0f %% |%n", row.name(), median(row), 100 * median(row) / peak);
        }
    }

    /** Of the second half, when all is compiled. */
    private static double median(Row row) {
        List<Double> half = new ArrayList<>(row.speeds().subList(row.speeds().size() / 2, row.speeds().size()));
        Collections.sort(half);
        return half.get(half.size() / 2);
    }

    private static Row product(int m, int k, int n) {
        Kernels kernels = Kernels.best();
        float[] a = drawn(m * k);
        float[] bias = drawn(n);
        float[] c = new float[m * n];
        Matrix b = kernels.pack(drawn(k * n), k, n);
        Runnable run = () -> kernels.affine(m, a, 0, k, b, bias, c, 0, n);
        return new Row("GEMM " + m + "x" + k + "x" + n, 2.0 * m * k * n, run, new ArrayList<>());
    }

    private static Row convolution(int size, int channels) {
        Tensor weights = Tensor.wrap(Shape.of(3, 3, channels, channels), drawn(9 * channels * channels));
        ConvKernel kernel = new ConvKernel(weights, List.of(3, 3), 1, Kernels.best());
        Value x = new Value(drawn(size * size * channels), 1, size, size, channels);
        Window[] windows = Window.all(x, List.of(3, 3), List.of(1, 1), List.of(1, 1), Padding.SAME);
        Value sums = new Value(new float[size * size * channels], Window.shape(1, windows, channels));
        double operations = 2.0 * size * size * 9 * channels * channels;
        String name = "convolution 3x3, " + size + "x" + size + "x" + channels;
        return new Row(name, operations, kernel.product(x, windows, sums), new ArrayList<>());
    }

    private static float[] drawn(int count) {
        Random random = new Random(5);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** Sums that stay in their registers: where a product's third operand stays instead, each costs a copy more. */
    private static void registers(int n, float[] out) {
        FloatVector a = FloatVector.broadcast(SPECIES, 1e-9f);
        FloatVector b = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector s0 = a;
        FloatVector s1 = a;
        FloatVector s2 = a;
        FloatVector s3 = a;
        FloatVector s4 = a;
        FloatVector s5 = a;
        FloatVector s6 = a;
        FloatVector s7 = a;
        FloatVector s8 = a;
        FloatVector s9 = a;
        FloatVector s10 = a;
        FloatVector s11 = a;
        for (int i = 0; i < n; i++) {
            s0 = a.fma(b, s0);
            s1 = a.fma(b, s1);
            s2 = a.fma(b, s2);
            s3 = a.fma(b, s3);
            s4 = a.fma(b, s4);
            s5 = a.fma(b, s5);
            s6 = a.fma(b, s6);
            s7 = a.fma(b, s7);
            s8 = a.fma(b, s8);
            s9 = a.fma(b, s9);
            s10 = a.fma(b, s10);
            s11 = a.fma(b, s11);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).intoArray(out, 0);
    }
}
