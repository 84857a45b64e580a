package io.github.keras4j.engine.purejava.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * {@link PlainKernels} with fused multiply-add: sums are rounded once per step, as in TensorFlow and the vector
 * kernels. Only used if the processor has the instruction; otherwise {@link Math#fma} computes in BigDecimal, some
 * hundred times slower.
 */
public final class FusedKernels extends PlainKernels {
    private FusedKernels() {}

    /** Replaces plain kernels if the processor can; other kernels stay. */
    public static Kernels instead(Kernels kernels) {
        return kernels instanceof PlainKernels && InHardware.KNOWN ? new FusedKernels() : kernels;
    }

    @Override
    public String toString() {
        return "plain Java, fused";
    }

    @Override
    public void axpy(int n, float alpha, float[] x, int xAt, float[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] = Math.fma(alpha, x[xAt + j], y[yAt + j]);
        }
    }

    @Override
    void one(int n, float a, float[] b, float[] sums) {
        for (int j = 0; j < n; j++) {
            sums[j] = Math.fma(a, b[j], sums[j]);
        }
    }

    @Override
    void four(
            int n,
            float a0,
            float a1,
            float a2,
            float a3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] sums) {
        for (int j = 0; j < n; j++) {
            float sum = Math.fma(a0, b0[j], sums[j]);
            sum = Math.fma(a1, b1[j], sum);
            sum = Math.fma(a2, b2[j], sum);
            sums[j] = Math.fma(a3, b3[j], sum);
        }
    }

    /** Loaded only when a model needs the answer, which takes tens of milliseconds. */
    private static final class InHardware {
        static final boolean KNOWN = ask();

        private static boolean ask() {
            try {
                var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
                return machine != null
                        && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
            } catch (IllegalArgumentException | LinkageError notHotSpot) {
                return false;
            }
        }
    }
}
