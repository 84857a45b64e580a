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
