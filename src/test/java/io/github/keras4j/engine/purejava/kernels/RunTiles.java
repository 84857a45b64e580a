package io.github.keras4j.engine.purejava.kernels;

/** Runs every tile until it is compiled, first in its loop and then as a whole; for {@link WideTilesTest}, in a JVM of its own. */
final class RunTiles {
    private RunTiles() {}

    public static void main(String[] args) {
        if (!WideKernels.fit()) {
            return;
        }
        float[] a = new float[32 * WideTiles.STRIDE];
        float[] b = new float[WideTiles.DEEPEST * 2 * VectorGemm.LANES];
        float[] c = new float[32 * 2 * VectorGemm.LANES];
        int stride = 2 * VectorGemm.LANES;
        for (int call = 0; call < 300; call++) {
            int depth = call < 60 ? 2 : WideTiles.DEEPEST;
            WideTiles.tile12x2(depth, a, 0, b, 0, c, 0, stride, c, 0, stride, VectorGemm.LANES);
            WideTiles.tile8x2(depth, a, 0, b, 0, c, 0, stride, c, 0, stride, VectorGemm.LANES);
            WideTiles.tile4x2(depth, a, 0, b, 0, c, 0, stride, c, 0, stride, VectorGemm.LANES);
            WideTiles.tile1x2(depth, a, 0, b, 0, c, 0, stride, c, 0, stride, VectorGemm.LANES);
            WideTiles.tile12x1(depth, a, 0, b, 0, c, 0, stride, c, 0, stride);
            WideTiles.tile4x1(depth, a, 0, b, 0, c, 0, stride, c, 0, stride);
            WideTiles.tile1x1(depth, a, 0, b, 0, c, 0, stride, c, 0, stride);
        }
    }
}
