package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a matrix product for a processor with 32 vector registers: {@code r} rows by {@code v} vectors of
 * columns, whose sums stay in registers until they are complete. Written by {@code src/build/WideTiles.java}.
 *
 * <p>Row {@code i} of the left-hand side begins at {@code a[aAt + rows[first + i]]}. The right-hand side is a panel,
 * {@code [depth][v]} vectors. What {@code add} has for each row is added to the sums at the end. There is no
 * loop in a loop and no branch: where vectors of two ways meet, C2 (JDK 17) keeps them on the heap.
 */
final class WideTiles {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;

    private WideTiles() {}
    /** All rows with a panel of 4 vectors. */
    static void panel4(
            int[] rows,
            int first,
            int m,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        boolean even = depth % 2 == 0;
        int i = 0;
        for (; i <= m - 5; i += 5) {
            if (even) {
                even5x4(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile5x4(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 3; i += 3) {
            if (even) {
                even3x4(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile3x4(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 1; i += 1) {
            tile1x4(
                    rows,
                    first + i,
                    depth,
                    a,
                    aAt,
                    b,
                    bAt,
                    add,
                    addAt + i * addStride,
                    addStride,
                    c,
                    cAt + i * cStride,
                    cStride);
        }
    }

    private static void tile5x4(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s0v3 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s1v3 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        FloatVector s2v3 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        FloatVector s3v2 = FloatVector.zero(SPECIES);
        FloatVector s3v3 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s4v1 = FloatVector.zero(SPECIES);
        FloatVector s4v2 = FloatVector.zero(SPECIES);
        FloatVector s4v3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            s1v3 = x.fma(b3, s1v3);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            s2v3 = x.fma(b3, s2v3);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            s3v2 = x.fma(b2, s3v2);
            s3v3 = x.fma(b3, s3v3);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            s4v2 = x.fma(b2, s4v2);
            s4v3 = x.fma(b3, s4v3);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s0v3.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 3 * LANES))
                .intoArray(c, cAt + 0 * cStride + 3 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s1v3.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 3 * LANES))
                .intoArray(c, cAt + 1 * cStride + 3 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
        s2v3.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 3 * LANES))
                .intoArray(c, cAt + 2 * cStride + 3 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
        s3v2.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 2 * LANES))
                .intoArray(c, cAt + 3 * cStride + 2 * LANES);
        s3v3.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 3 * LANES))
                .intoArray(c, cAt + 3 * cStride + 3 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 1 * LANES))
                .intoArray(c, cAt + 4 * cStride + 1 * LANES);
        s4v2.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 2 * LANES))
                .intoArray(c, cAt + 4 * cStride + 2 * LANES);
        s4v3.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 3 * LANES))
                .intoArray(c, cAt + 4 * cStride + 3 * LANES);
    }

    private static void even5x4(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s0v3 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s1v3 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        FloatVector s2v3 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        FloatVector s3v2 = FloatVector.zero(SPECIES);
        FloatVector s3v3 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s4v1 = FloatVector.zero(SPECIES);
        FloatVector s4v2 = FloatVector.zero(SPECIES);
        FloatVector s4v3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            s1v3 = x.fma(b3, s1v3);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            s2v3 = x.fma(b3, s2v3);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            s3v2 = x.fma(b2, s3v2);
            s3v3 = x.fma(b3, s3v3);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            s4v2 = x.fma(b2, s4v2);
            s4v3 = x.fma(b3, s4v3);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 4 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 5 * LANES);
            b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 6 * LANES);
            b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 7 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            s1v3 = x.fma(b3, s1v3);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            s2v3 = x.fma(b3, s2v3);
            x = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            s3v2 = x.fma(b2, s3v2);
            s3v3 = x.fma(b3, s3v3);
            x = FloatVector.broadcast(SPECIES, a[a4 + p + 1]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            s4v2 = x.fma(b2, s4v2);
            s4v3 = x.fma(b3, s4v3);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s0v3.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 3 * LANES))
                .intoArray(c, cAt + 0 * cStride + 3 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s1v3.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 3 * LANES))
                .intoArray(c, cAt + 1 * cStride + 3 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
        s2v3.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 3 * LANES))
                .intoArray(c, cAt + 2 * cStride + 3 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
        s3v2.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 2 * LANES))
                .intoArray(c, cAt + 3 * cStride + 2 * LANES);
        s3v3.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 3 * LANES))
                .intoArray(c, cAt + 3 * cStride + 3 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 1 * LANES))
                .intoArray(c, cAt + 4 * cStride + 1 * LANES);
        s4v2.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 2 * LANES))
                .intoArray(c, cAt + 4 * cStride + 2 * LANES);
        s4v3.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 3 * LANES))
                .intoArray(c, cAt + 4 * cStride + 3 * LANES);
    }

    private static void tile3x4(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s0v3 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s1v3 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        FloatVector s2v3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            s1v3 = x.fma(b3, s1v3);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            s2v3 = x.fma(b3, s2v3);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s0v3.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 3 * LANES))
                .intoArray(c, cAt + 0 * cStride + 3 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s1v3.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 3 * LANES))
                .intoArray(c, cAt + 1 * cStride + 3 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
        s2v3.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 3 * LANES))
                .intoArray(c, cAt + 2 * cStride + 3 * LANES);
    }

    private static void even3x4(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s0v3 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s1v3 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        FloatVector s2v3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            s1v3 = x.fma(b3, s1v3);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            s2v3 = x.fma(b3, s2v3);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 4 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 5 * LANES);
            b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 6 * LANES);
            b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 7 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            s1v3 = x.fma(b3, s1v3);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            s2v3 = x.fma(b3, s2v3);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s0v3.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 3 * LANES))
                .intoArray(c, cAt + 0 * cStride + 3 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s1v3.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 3 * LANES))
                .intoArray(c, cAt + 1 * cStride + 3 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
        s2v3.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 3 * LANES))
                .intoArray(c, cAt + 2 * cStride + 3 * LANES);
    }

    private static void tile1x4(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s0v3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + p * 4 * LANES + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            s0v3 = x.fma(b3, s0v3);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s0v3.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 3 * LANES))
                .intoArray(c, cAt + 0 * cStride + 3 * LANES);
    }
    /** All rows with a panel of 3 vectors. */
    static void panel3(
            int[] rows,
            int first,
            int m,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        boolean even = depth % 2 == 0;
        int i = 0;
        for (; i <= m - 6; i += 6) {
            if (even) {
                even6x3(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile6x3(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 3; i += 3) {
            if (even) {
                even3x3(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile3x3(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 1; i += 1) {
            tile1x3(
                    rows,
                    first + i,
                    depth,
                    a,
                    aAt,
                    b,
                    bAt,
                    add,
                    addAt + i * addStride,
                    addStride,
                    c,
                    cAt + i * cStride,
                    cStride);
        }
    }

    private static void tile6x3(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        int a5 = aAt + rows[first + 5];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        FloatVector s3v2 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s4v1 = FloatVector.zero(SPECIES);
        FloatVector s4v2 = FloatVector.zero(SPECIES);
        FloatVector s5v0 = FloatVector.zero(SPECIES);
        FloatVector s5v1 = FloatVector.zero(SPECIES);
        FloatVector s5v2 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 2 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            s3v2 = x.fma(b2, s3v2);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            s4v2 = x.fma(b2, s4v2);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            s5v2 = x.fma(b2, s5v2);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
        s3v2.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 2 * LANES))
                .intoArray(c, cAt + 3 * cStride + 2 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 1 * LANES))
                .intoArray(c, cAt + 4 * cStride + 1 * LANES);
        s4v2.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 2 * LANES))
                .intoArray(c, cAt + 4 * cStride + 2 * LANES);
        s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 0 * LANES))
                .intoArray(c, cAt + 5 * cStride + 0 * LANES);
        s5v1.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 1 * LANES))
                .intoArray(c, cAt + 5 * cStride + 1 * LANES);
        s5v2.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 2 * LANES))
                .intoArray(c, cAt + 5 * cStride + 2 * LANES);
    }

    private static void even6x3(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        int a5 = aAt + rows[first + 5];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        FloatVector s3v2 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s4v1 = FloatVector.zero(SPECIES);
        FloatVector s4v2 = FloatVector.zero(SPECIES);
        FloatVector s5v0 = FloatVector.zero(SPECIES);
        FloatVector s5v1 = FloatVector.zero(SPECIES);
        FloatVector s5v2 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 2 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            s3v2 = x.fma(b2, s3v2);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            s4v2 = x.fma(b2, s4v2);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            s5v2 = x.fma(b2, s5v2);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 3 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 4 * LANES);
            b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 5 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            x = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            s3v2 = x.fma(b2, s3v2);
            x = FloatVector.broadcast(SPECIES, a[a4 + p + 1]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            s4v2 = x.fma(b2, s4v2);
            x = FloatVector.broadcast(SPECIES, a[a5 + p + 1]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            s5v2 = x.fma(b2, s5v2);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
        s3v2.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 2 * LANES))
                .intoArray(c, cAt + 3 * cStride + 2 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 1 * LANES))
                .intoArray(c, cAt + 4 * cStride + 1 * LANES);
        s4v2.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 2 * LANES))
                .intoArray(c, cAt + 4 * cStride + 2 * LANES);
        s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 0 * LANES))
                .intoArray(c, cAt + 5 * cStride + 0 * LANES);
        s5v1.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 1 * LANES))
                .intoArray(c, cAt + 5 * cStride + 1 * LANES);
        s5v2.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 2 * LANES))
                .intoArray(c, cAt + 5 * cStride + 2 * LANES);
    }

    private static void tile3x3(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 2 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
    }

    private static void even3x3(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s1v2 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s2v2 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 2 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 3 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 4 * LANES);
            b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 5 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            s1v2 = x.fma(b2, s1v2);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            s2v2 = x.fma(b2, s2v2);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s1v2.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 2 * LANES))
                .intoArray(c, cAt + 1 * cStride + 2 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s2v2.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 2 * LANES))
                .intoArray(c, cAt + 2 * cStride + 2 * LANES);
    }

    private static void tile1x3(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s0v2 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + p * 3 * LANES + 2 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            s0v2 = x.fma(b2, s0v2);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s0v2.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 2 * LANES))
                .intoArray(c, cAt + 0 * cStride + 2 * LANES);
    }
    /** All rows with a panel of 2 vectors. */
    static void panel2(
            int[] rows,
            int first,
            int m,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        boolean even = depth % 2 == 0;
        int i = 0;
        for (; i <= m - 8; i += 8) {
            if (even) {
                even8x2(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile8x2(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 4; i += 4) {
            if (even) {
                even4x2(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile4x2(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 1; i += 1) {
            tile1x2(
                    rows,
                    first + i,
                    depth,
                    a,
                    aAt,
                    b,
                    bAt,
                    add,
                    addAt + i * addStride,
                    addStride,
                    c,
                    cAt + i * cStride,
                    cStride);
        }
    }

    private static void tile8x2(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        int a5 = aAt + rows[first + 5];
        int a6 = aAt + rows[first + 6];
        int a7 = aAt + rows[first + 7];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s4v1 = FloatVector.zero(SPECIES);
        FloatVector s5v0 = FloatVector.zero(SPECIES);
        FloatVector s5v1 = FloatVector.zero(SPECIES);
        FloatVector s6v0 = FloatVector.zero(SPECIES);
        FloatVector s6v1 = FloatVector.zero(SPECIES);
        FloatVector s7v0 = FloatVector.zero(SPECIES);
        FloatVector s7v1 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[a6 + p]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[a7 + p]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 1 * LANES))
                .intoArray(c, cAt + 4 * cStride + 1 * LANES);
        s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 0 * LANES))
                .intoArray(c, cAt + 5 * cStride + 0 * LANES);
        s5v1.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 1 * LANES))
                .intoArray(c, cAt + 5 * cStride + 1 * LANES);
        s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + 0 * LANES))
                .intoArray(c, cAt + 6 * cStride + 0 * LANES);
        s6v1.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + 1 * LANES))
                .intoArray(c, cAt + 6 * cStride + 1 * LANES);
        s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + 0 * LANES))
                .intoArray(c, cAt + 7 * cStride + 0 * LANES);
        s7v1.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + 1 * LANES))
                .intoArray(c, cAt + 7 * cStride + 1 * LANES);
    }

    private static void even8x2(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        int a5 = aAt + rows[first + 5];
        int a6 = aAt + rows[first + 6];
        int a7 = aAt + rows[first + 7];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s4v1 = FloatVector.zero(SPECIES);
        FloatVector s5v0 = FloatVector.zero(SPECIES);
        FloatVector s5v1 = FloatVector.zero(SPECIES);
        FloatVector s6v0 = FloatVector.zero(SPECIES);
        FloatVector s6v1 = FloatVector.zero(SPECIES);
        FloatVector s7v0 = FloatVector.zero(SPECIES);
        FloatVector s7v1 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[a6 + p]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[a7 + p]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 2 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 3 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[a4 + p + 1]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[a5 + p + 1]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[a6 + p + 1]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[a7 + p + 1]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 1 * LANES))
                .intoArray(c, cAt + 4 * cStride + 1 * LANES);
        s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 0 * LANES))
                .intoArray(c, cAt + 5 * cStride + 0 * LANES);
        s5v1.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 1 * LANES))
                .intoArray(c, cAt + 5 * cStride + 1 * LANES);
        s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + 0 * LANES))
                .intoArray(c, cAt + 6 * cStride + 0 * LANES);
        s6v1.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + 1 * LANES))
                .intoArray(c, cAt + 6 * cStride + 1 * LANES);
        s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + 0 * LANES))
                .intoArray(c, cAt + 7 * cStride + 0 * LANES);
        s7v1.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + 1 * LANES))
                .intoArray(c, cAt + 7 * cStride + 1 * LANES);
    }

    private static void tile4x2(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
    }

    private static void even4x2(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s1v1 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s2v1 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s3v1 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 2 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 3 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 1 * LANES))
                .intoArray(c, cAt + 1 * cStride + 1 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 1 * LANES))
                .intoArray(c, cAt + 2 * cStride + 1 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 1 * LANES))
                .intoArray(c, cAt + 3 * cStride + 1 * LANES);
    }

    private static void tile1x2(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s0v1 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * 2 * LANES + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 1 * LANES))
                .intoArray(c, cAt + 0 * cStride + 1 * LANES);
    }
    /** All rows with a panel of 1 vector. */
    static void panel1(
            int[] rows,
            int first,
            int m,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        boolean even = depth % 2 == 0;
        int i = 0;
        for (; i <= m - 8; i += 8) {
            if (even) {
                even8x1(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile8x1(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 4; i += 4) {
            if (even) {
                even4x1(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                tile4x1(
                        rows,
                        first + i,
                        depth,
                        a,
                        aAt,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            }
        }
        for (; i <= m - 1; i += 1) {
            tile1x1(
                    rows,
                    first + i,
                    depth,
                    a,
                    aAt,
                    b,
                    bAt,
                    add,
                    addAt + i * addStride,
                    addStride,
                    c,
                    cAt + i * cStride,
                    cStride);
        }
    }

    private static void tile8x1(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        int a5 = aAt + rows[first + 5];
        int a6 = aAt + rows[first + 6];
        int a7 = aAt + rows[first + 7];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s5v0 = FloatVector.zero(SPECIES);
        FloatVector s6v0 = FloatVector.zero(SPECIES);
        FloatVector s7v0 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5v0 = x.fma(b0, s5v0);
            x = FloatVector.broadcast(SPECIES, a[a6 + p]);
            s6v0 = x.fma(b0, s6v0);
            x = FloatVector.broadcast(SPECIES, a[a7 + p]);
            s7v0 = x.fma(b0, s7v0);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 0 * LANES))
                .intoArray(c, cAt + 5 * cStride + 0 * LANES);
        s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + 0 * LANES))
                .intoArray(c, cAt + 6 * cStride + 0 * LANES);
        s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + 0 * LANES))
                .intoArray(c, cAt + 7 * cStride + 0 * LANES);
    }

    private static void even8x1(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        int a4 = aAt + rows[first + 4];
        int a5 = aAt + rows[first + 5];
        int a6 = aAt + rows[first + 6];
        int a7 = aAt + rows[first + 7];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        FloatVector s4v0 = FloatVector.zero(SPECIES);
        FloatVector s5v0 = FloatVector.zero(SPECIES);
        FloatVector s6v0 = FloatVector.zero(SPECIES);
        FloatVector s7v0 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            x = FloatVector.broadcast(SPECIES, a[a4 + p]);
            s4v0 = x.fma(b0, s4v0);
            x = FloatVector.broadcast(SPECIES, a[a5 + p]);
            s5v0 = x.fma(b0, s5v0);
            x = FloatVector.broadcast(SPECIES, a[a6 + p]);
            s6v0 = x.fma(b0, s6v0);
            x = FloatVector.broadcast(SPECIES, a[a7 + p]);
            s7v0 = x.fma(b0, s7v0);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 1 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
            s3v0 = x.fma(b0, s3v0);
            x = FloatVector.broadcast(SPECIES, a[a4 + p + 1]);
            s4v0 = x.fma(b0, s4v0);
            x = FloatVector.broadcast(SPECIES, a[a5 + p + 1]);
            s5v0 = x.fma(b0, s5v0);
            x = FloatVector.broadcast(SPECIES, a[a6 + p + 1]);
            s6v0 = x.fma(b0, s6v0);
            x = FloatVector.broadcast(SPECIES, a[a7 + p + 1]);
            s7v0 = x.fma(b0, s7v0);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
        s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + 0 * LANES))
                .intoArray(c, cAt + 4 * cStride + 0 * LANES);
        s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + 0 * LANES))
                .intoArray(c, cAt + 5 * cStride + 0 * LANES);
        s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + 0 * LANES))
                .intoArray(c, cAt + 6 * cStride + 0 * LANES);
        s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + 0 * LANES))
                .intoArray(c, cAt + 7 * cStride + 0 * LANES);
    }

    private static void tile4x1(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
    }

    private static void even4x1(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        int a1 = aAt + rows[first + 1];
        int a2 = aAt + rows[first + 2];
        int a3 = aAt + rows[first + 3];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        FloatVector s1v0 = FloatVector.zero(SPECIES);
        FloatVector s2v0 = FloatVector.zero(SPECIES);
        FloatVector s3v0 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            s3v0 = x.fma(b0, s3v0);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 1 * LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
            s3v0 = x.fma(b0, s3v0);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
        s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + 0 * LANES))
                .intoArray(c, cAt + 1 * cStride + 0 * LANES);
        s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + 0 * LANES))
                .intoArray(c, cAt + 2 * cStride + 0 * LANES);
        s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + 0 * LANES))
                .intoArray(c, cAt + 3 * cStride + 0 * LANES);
    }

    private static void tile1x1(
            int[] rows,
            int first,
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] add,
            int addAt,
            int addStride,
            float[] c,
            int cAt,
            int cStride) {
        int a0 = aAt + rows[first + 0];
        FloatVector s0v0 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p += 1) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * 1 * LANES + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            s0v0 = x.fma(b0, s0v0);
        }
        s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + 0 * LANES))
                .intoArray(c, cAt + 0 * cStride + 0 * LANES);
    }
}
