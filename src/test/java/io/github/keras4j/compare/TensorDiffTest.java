package io.github.keras4j.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TensorDiffTest {
    private static final Tolerance DEFAULT = Tolerance.DEFAULT;

    @Test
    void says_what_the_contract_shows() {
        float[][] java = new float[32][10];
        float[][] python = new float[32][10];
        java[17][2] = Float.intBitsToFloat(0x3e6f51a0);
        python[17][2] = java[17][2] - 4.9e-4f;
        java[3][1] = 2e-4f;
        java[4][1] = -2e-4f;
        String bits = Integer.toHexString(Float.floatToRawIntBits(python[17][2]));

        TensorDiff diff = TensorDiff.of(Tensor.of(java), Tensor.of(python), DEFAULT);

        assertThat(diff.passes()).isFalse();
        assertThat(diff.message())
                .isEqualTo(
                        "  Mismatched elements: 3 / 320 (0.9%)   allowed: |java - python| <= 1e-05 + 1.3e-06 * |python|\n"
                                + "  Greatest absolute difference: 4.9e-04 at (17, 2)\n"
                                + "    java    0.23370981 (3e6f51a0)     python  0.23321982 (" + bits + ")\n"
                                + "  Would pass with: atol=4.9e-04");
    }

    @Test
    void says_both_shapes_when_they_differ() {
        TensorDiff diff = TensorDiff.of(Tensor.of(new float[5][4]), Tensor.of(new float[5][10]), DEFAULT);

        assertThat(diff.passes()).isFalse();
        assertThat(diff.message()).isEqualTo("  Shapes differ: java (5, 4)     python (5, 10)");
    }

    @Test
    void says_that_no_tolerance_helps_against_nan() {
        TensorDiff diff = TensorDiff.of(Tensor.of(new float[] {Float.NaN, 1}), Tensor.of(new float[] {1, 1}), DEFAULT);

        assertThat(diff.message())
                .isEqualTo(
                        "  Mismatched elements: 1 / 2 (50.0%)   allowed: |java - python| <= 1e-05 + 1.3e-06 * |python|\n"
                                + "  Of these with a NaN or an infinity on one side: 1\n"
                                + "  Greatest absolute difference: inf at (0,)\n"
                                + "    java    nan (7fc00000)     python  1.0000000 (3f800000)\n"
                                + "  Would pass with: no tolerance, for NaN passes only as NaN and an infinity only as the same"
                                + " infinity");
    }

    @Test
    void passes_nan_as_nan_and_an_infinity_as_the_same_only() {
        float inf = Float.POSITIVE_INFINITY;
        float[] special = {Float.NaN, inf, -inf};
        assertThat(TensorDiff.of(Tensor.of(special), Tensor.of(special), DEFAULT)
                        .passes())
                .isTrue();
        assertThat(TensorDiff.of(Tensor.of(new float[] {inf}), Tensor.of(new float[] {-inf}), DEFAULT)
                        .passes())
                .isFalse();
        assertThat(TensorDiff.of(Tensor.of(new float[] {1e30f}), Tensor.of(new float[] {inf}), DEFAULT)
                        .passes())
                .isFalse();
    }

    @Test
    void a_difference_of_exactly_the_tolerance_passes() {
        Tolerance quarter = new Tolerance(0, 0.25);
        assertThat(TensorDiff.of(Tensor.of(new double[] {1.25}), Tensor.of(new double[] {1}), quarter)
                        .passes())
                .isTrue();
        assertThat(TensorDiff.of(Tensor.of(new double[] {Math.nextUp(1.25)}), Tensor.of(new double[] {1}), quarter)
                        .passes())
                .isFalse();
    }

    @Test
    void the_named_atol_is_enough() {
        float[] java = {1.0f, 100.0f, -3.00123f};
        float[] python = {1.0004567f, 100.00091f, -3f};
        var diff = (TensorDiff.ValuesDiff) TensorDiff.of(Tensor.of(java), Tensor.of(python), DEFAULT);
        double named =
                Double.parseDouble(Numbers.roundedUp(diff.sufficientAtol().getAsDouble()));
        assertThat(TensorDiff.of(Tensor.of(java), Tensor.of(python), new Tolerance(DEFAULT.rtol(), named))
                        .passes())
                .isTrue();
    }

    @Test
    void numbers_from_json_are_rounded_to_the_type_of_java_first() {
        Tolerance exact = new Tolerance(0, 0);
        assertThat(TensorDiff.of(Tensor.of(new float[] {0.1f}), Tensor.of(new double[] {0.1}), exact)
                        .passes())
                .isTrue();
    }

    @Test
    void equal_empty_tensors_pass() {
        assertThat(TensorDiff.of(Tensor.of(new float[0][3]), Tensor.of(new float[0][3]), DEFAULT)
                        .passes())
                .isTrue();
    }
}
