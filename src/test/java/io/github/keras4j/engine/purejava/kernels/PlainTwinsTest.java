package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each twin in plain Java has the bits of its loop of vectors: answers must not depend on when C2 has compiled a loop. */
class PlainTwinsTest {
    private static final int LANES = 16;
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        Float.intBitsToFloat(0x7fc00001),
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        87.33654f,
        -87.33655f,
        88.9f,
        -104f,
        4f / 0.70710678f,
        -5.7f
    };

    private final Random random = new Random(7);

    /** Special numbers, small and large ones. */
    private float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i < SPECIAL.length
                    ? SPECIAL[i]
                    : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2));
        }
        return x;
    }

    private float[] ordinary(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static void same(float[] x, Consumer<float[]> twin, Consumer<float[]> vectors) {
        float[] a = x.clone();
        float[] b = x.clone();
        twin.accept(a);
        vectors.accept(b);
        assertThat(bits(a)).isEqualTo(bits(b));
    }

    /** NaNs are one: which payload is kept is the processor's. */
    private static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            bits[i] = Float.floatToIntBits(x[i]);
        }
        return bits;
    }

    @Test
    void activations_have_the_bits_of_their_vectors() {
        int n = 4096;
        float[] x = numbers(n + 3);
        same(x, v -> PlainTwins.exponentials(v, 3, n), v -> VectorActivations.exponentialVectors(v, 3, n));
        same(x, v -> PlainTwins.tanhs(v, 3, n), v -> VectorActivations.tanhVectors(v, 3, n));
        same(x, v -> PlainTwins.reciprocals(v, 3, n), v -> VectorActivations.reciprocalVectors(v, 3, n));
        float[] more = numbers(n);
        same(x, v -> PlainTwins.silu(v, 3, n, more), v -> VectorFunctions.siluVectors(v, 3, n, more));
        same(x, v -> PlainTwins.gated(n, v, 3, more, 0, v, 3), v -> VectorLstm.gatedVectors(n, v, 3, more, 0, v, 3));
        same(x, v -> PlainTwins.gelu(v, 3, n), v -> VectorFunctions.geluVectors(v, 3, n));
        float infinity = Float.POSITIVE_INFINITY;
        same(x, v -> PlainTwins.relu(v, 3, n, 0, infinity), v -> VectorActivations.reluVectors(v, 3, n));
        same(x, v -> PlainTwins.relu(v, 3, n, 0, 6), v -> VectorFunctions.reluVectors(v, 3, n, 0, 6));
        same(
                x,
                v -> PlainTwins.relu(v, 3, n, 0.3f, infinity),
                v -> VectorFunctions.reluVectors(v, 3, n, 0.3f, infinity));
        // the whole range of exponents
        float[] wide = new float[n];
        for (int i = 0; i < n; i++) {
            wide[i] = Float.intBitsToFloat(random.nextInt());
        }
        same(wide, v -> PlainTwins.exponentials(v, 0, n), v -> VectorActivations.exponentialVectors(v, 0, n));
        same(wide, v -> PlainTwins.tanhs(v, 0, n), v -> VectorActivations.tanhVectors(v, 0, n));
        same(wide, v -> PlainTwins.gelu(v, 0, n), v -> VectorFunctions.geluVectors(v, 0, n));
    }

    @Test
    void maxima_have_the_bits_of_their_vectors() {
        float[] x = numbers(400);
        int[] places = {5, 0, 40, 71, 3};
        for (int n : new int[] {LANES, LANES + 5, 3 * LANES}) {
            for (int count = 1; count <= 5; count++) {
                int many = count;
                same(
                        x,
                        v -> PlainTwins.max(n, v, 7, places, 0, many, v, 300),
                        v -> VectorRows.maxVectors(n, v, 7, places, 0, many, v, 300));
            }
        }
    }

    @Test
    void added_rows_have_the_bits_of_their_vectors() {
        float[] bias = numbers(2 * LANES);
        same(
                numbers(9 * bias.length + 3),
                v -> PlainTwins.addRows(9, bias, v, 3),
                v -> VectorRows.addRowVectors(9, bias, v, 3));
    }

    /** Windows of three by three, side by side, and others; channels that are no whole vectors. */
    @Test
    void depthwise_sums_have_the_bits_of_their_vectors() {
        for (int n : new int[] {LANES, LANES + 3, 4 * LANES, 5 * LANES + 1}) {
            int width = 12;
            int outputs = width - 2;
            int[] first = new int[outputs + 1];
            int[] places = new int[9 * outputs];
            int[] weights = new int[9 * outputs];
            int at = 0;
            for (int o = 0; o < outputs; o++) {
                first[o] = at;
                for (int i = o < 2 ? 3 : 0; i < 9; i++, at++) { // the first two see less
                    places[at] = ((i / 3) * width + o + i % 3) * n;
                    weights[at] = i * n;
                }
            }
            first[outputs] = at;
            float[] w = ordinary(9 * n);
            int images = 3 * width * n;
            float[] x = ordinary(images + outputs * n);
            same(
                    x,
                    v -> PlainTwins.depthwise(n, v, 0, w, 0, outputs, first, places, weights, v, images),
                    v -> VectorDepthwise.vectors(n, v, 0, w, 0, outputs, first, places, weights, v, images));
        }
    }

    @Test
    void tiles_have_the_bits_of_their_vectors() {
        int lanes = VectorGemm.LANES;
        for (int depth : new int[] {2, 6, WideTiles.DEEPEST}) {
            float[] a = ordinary(12 * WideTiles.STRIDE);
            float[] b = ordinary(WideTiles.DEEPEST * 2 * lanes);
            float[] c = ordinary(12 * 50 + 2 * lanes);
            for (int addStride : new int[] {0, 50}) {
                for (int second : new int[] {lanes, lanes + 2, lanes - 3}) {
                    same(
                            c,
                            v -> twin(12, 2, depth, a, b, v, addStride, second),
                            v -> WideTiles.tile12x2(depth, a, 0, b, 0, v, 0, addStride, v, 0, 50, second));
                    same(
                            c,
                            v -> twin(1, 2, depth, a, b, v, addStride, second),
                            v -> WideTiles.tile1x2(depth, a, 0, b, 0, v, 0, addStride, v, 0, 50, second));
                }
                same(
                        c,
                        v -> twin(4, 1, depth, a, b, v, addStride, 0),
                        v -> WideTiles.tile4x1(depth, a, 0, b, 0, v, 0, addStride, v, 0, 50));
            }
        }
    }

    private static void twin(
            int rows, int vectors, int depth, float[] a, float[] b, float[] c, int addStride, int second) {
        int lanes = VectorGemm.LANES;
        PlainTwins.tile(rows, vectors * lanes, depth, a, 0, b, 0, c, 0, addStride, c, 0, 50, lanes, second);
    }

    /** Products through the kernels have the same bits before their loops are compiled and afterwards. */
    @Test
    void products_stay_as_they_are_when_tiles_are_compiled() {
        Kernels kernels = BestKernels.INSTANCE;
        int k = 70;
        for (int n : new int[] {130, 128}) {
            Matrix b = kernels.pack(ordinary(k * n), k, n);
            float[] bias = ordinary(n);
            float[] a = ordinary(30 * k);
            for (int m : new int[] {1, 29}) {
                float[] once = new float[m * n];
                kernels.affine(m, a, 0, k, b, bias, once, 0, n);
                float[] later = new float[m * n];
                for (int i = 0; i < 2000; i++) {
                    kernels.affine(m, a, 0, k, b, bias, later, 0, n);
                    assertThat(later).isEqualTo(once);
                }
            }
        }
    }

    @Test
    void a_fast_practice_ends_the_twin() {
        AtomicInteger runs = new AtomicInteger();
        Warmth fast = new Warmth(1_000_000, scratch -> runs.incrementAndGet(), new Warmth.Account());
        fast.practise(System.nanoTime());
        assertThat(fast.isHot()).isFalse();
        assertThat(runs)
                .as("practices while the twin has not computed for long")
                .hasValue(0);
        fast.practise(System.nanoTime() - 1_000_000_000);
        assertThat(fast.isHot()).isTrue();
        assertThat(runs).hasValueGreaterThan(1);
    }

    @Test
    void a_slow_practice_leaves_the_twin() {
        float[] sum = {0};
        Warmth slow = new Warmth(
                0,
                scratch -> {
                    long end = System.nanoTime() + 1_000_000;
                    while (System.nanoTime() < end) {
                        sum[0]++;
                    }
                },
                new Warmth.Account());
        slow.practise(System.nanoTime() - 450_000_000);
        assertThat(slow.isHot()).isFalse();
        assertThat(sum[0]).isPositive();
    }

    /** Of 4 to 9 windows, four of which are computed together, by one panel of filters and by two. */
    @Test
    void nine_weights_in_registers_have_the_bits_of_the_tiles() {
        if (!WideKernels.fit()) {
            return;
        }
        int[] parts = {0, 11, 22};
        for (int filters : new int[] {2 * LANES, 4 * LANES}) {
            WidePanels panels = new WidePanels(9, filters, 1);
            float[] b = new float[panels.size()];
            panels.pack(ordinary(9 * filters), 0, filters, 1, b);
            float[] a = ordinary(100);
            a[3] = -0f;
            a[40] = Float.MIN_VALUE;
            float[] bias = ordinary(filters + 5);
            for (int windows = NineWeights.TOGETHER; windows < 10; windows++) {
                int[] starts = IntStream.range(0, windows).map(i -> i * 7 % 30).toArray();
                int m = windows;
                int stride = filters + 3;
                assertThat(NineWeights.fit(m, parts, 3, panels)).isTrue();
                same(
                        new float[10 * stride],
                        v -> WideProducts.mine()
                                .run(starts, m, parts, 3, a, 2, b, panels, bias, 5, false, v, 1, stride, filters),
                        v -> NineWeights.run(starts, parts, a, 2, b, panels, bias, 5, v, 1, stride, filters));
            }
        }
    }
}
