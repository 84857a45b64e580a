package io.github.keras4j.engine.purejava.kernels;

/** Runs every tile so often, and then one so long, that it is compiled; for {@link WideTilesTest}, in a JVM of its own. */
final class RunTiles {
    private static final int LONG = 8_000;

    private RunTiles() {}

    public static void main(String[] args) {
        if (!WideKernels.fit()) {
            return;
        }
        float[] a = new float[LONG + 32 * WideTiles.STRIDE];
        float[] b = new float[LONG * 2 * VectorGemm.LANES];
        float[] c = new float[32 * 2 * VectorGemm.LANES];
        int stride = 2 * VectorGemm.LANES;
        for (int call = 0; call < 63; call++) {
            int depth = call < 60 ? 2 : LONG;
            for (int rows : new int[] {12, 16, 5}) {
                WideTiles.panel2(rows, depth, a, 0, b, 0, c, 0, stride, c, 0, stride, VectorGemm.LANES);
                WideTiles.panel1(rows, depth, a, 0, b, 0, c, 0, stride, c, 0, stride);
            }
        }
    }
}
