package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a matrix product for a processor with 32 vector registers: {@code r} rows by {@code v} vectors of
 * columns, whose sums stay in registers until they are complete. Written by {@code src/build/WideTiles.java}.
 *
 * <p>Rows of the left-hand side lie {@link #STRIDE} apart, a constant, so that all their addresses are one register
 * and a number: with distances known only at run time the processor decodes too many instructions to keep both its
 * multipliers busy (a quarter slower). The right-hand side is a panel, {@code [depth][v]} vectors.
 * {@code depth} is even. What {@code add} has for each row is added to the sums at the end, and read before anything
 * is written to this row of {@code c}, so that the vectors of a row may overlap in {@code c}. There is no loop in a
 * loop and no branch: where vectors of two ways meet, C2 (JDK 17) keeps them on the heap. C2 must see that a loop is
 * short: with G1 it puts others into an outer loop that asks for safepoints, and a ResNet50 took a tenth longer.
 */
final class WideTiles {
    /** The longest sum: a panel of two vectors and a tile's rows then stay in the first-level cache. */
    static final int DEEPEST = 160;

    /** An odd number of cache lines, so that rows do not crowd in a few sets of the cache. */
    static final int STRIDE = DEEPEST + 16;

    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    private static final int LANES = VectorGemm.LANES;
    private static final int PANEL1 = LANES;
    private static final int PANEL2 = 2 * LANES;

    /** Sums of this length are practised. */
    private static final int PRACTICE = 48;

    private static final int END = Warmth.SCRATCH - PANEL2;
    private static final Warmth WARMTH12X2 = new Warmth(
            PRACTICE * 38 + 72,
            scratch -> tile12x2(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0, LANES));
    private static final Warmth WARMTH8X2 = new Warmth(
            PRACTICE * 26 + 48,
            scratch -> tile8x2(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0, LANES));
    private static final Warmth WARMTH4X2 = new Warmth(
            PRACTICE * 14 + 24,
            scratch -> tile4x2(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0, LANES));
    private static final Warmth WARMTH1X2 = new Warmth(
            PRACTICE * 5 + 6,
            scratch -> tile1x2(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0, LANES));
    private static final Warmth WARMTH12X1 = new Warmth(
            PRACTICE * 25 + 36, scratch -> tile12x1(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0));
    private static final Warmth WARMTH4X1 = new Warmth(
            PRACTICE * 9 + 12, scratch -> tile4x1(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0));
    private static final Warmth WARMTH1X1 = new Warmth(
            PRACTICE * 3 + 3, scratch -> tile1x1(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0));

    private WideTiles() {}
    /**
     * {@code m} rows with a panel of two vectors.
     *
     * @param second where a row's second vector goes, counted from the first
     */
    static void panel2(
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
            int cStride,
            int second) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a sum of " + depth + "; at most " + DEEPEST);
        }
        int i = 0;
        for (; i <= m - 12 && m - i != 16; i += 12) {
            if (WARMTH12X2.isHot()) {
                tile12x2(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        second);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        12,
                        PANEL2,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        second);
                WARMTH12X2.practise(since);
            }
        }
        for (; i <= m - 8; i += 8) {
            if (WARMTH8X2.isHot()) {
                tile8x2(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        second);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        8,
                        PANEL2,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        second);
                WARMTH8X2.practise(since);
            }
        }
        for (; i <= m - 4; i += 4) {
            if (WARMTH4X2.isHot()) {
                tile4x2(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        second);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        4,
                        PANEL2,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        second);
                WARMTH4X2.practise(since);
            }
        }
        for (; i <= m - 1; i += 1) {
            if (WARMTH1X2.isHot()) {
                tile1x2(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        second);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        1,
                        PANEL2,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        second);
                WARMTH1X2.practise(since);
            }
        }
    }

    static void tile12x2(
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
            int cStride,
            int second) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        FloatVector s0v1 = zero;
        FloatVector s1v0 = zero;
        FloatVector s1v1 = zero;
        FloatVector s2v0 = zero;
        FloatVector s2v1 = zero;
        FloatVector s3v0 = zero;
        FloatVector s3v1 = zero;
        FloatVector s4v0 = zero;
        FloatVector s4v1 = zero;
        FloatVector s5v0 = zero;
        FloatVector s5v1 = zero;
        FloatVector s6v0 = zero;
        FloatVector s6v1 = zero;
        FloatVector s7v0 = zero;
        FloatVector s7v1 = zero;
        FloatVector s8v0 = zero;
        FloatVector s8v1 = zero;
        FloatVector s9v0 = zero;
        FloatVector s9v1 = zero;
        FloatVector s10v0 = zero;
        FloatVector s10v1 = zero;
        FloatVector s11v0 = zero;
        FloatVector s11v1 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 4 * STRIDE]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 5 * STRIDE]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 6 * STRIDE]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 7 * STRIDE]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 8 * STRIDE]);
            s8v0 = x.fma(b0, s8v0);
            s8v1 = x.fma(b1, s8v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 9 * STRIDE]);
            s9v0 = x.fma(b0, s9v0);
            s9v1 = x.fma(b1, s9v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 10 * STRIDE]);
            s10v0 = x.fma(b0, s10v0);
            s10v1 = x.fma(b1, s10v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 11 * STRIDE]);
            s11v0 = x.fma(b0, s11v0);
            s11v1 = x.fma(b1, s11v1);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 2 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 3 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 4 * STRIDE]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 5 * STRIDE]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 6 * STRIDE]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 7 * STRIDE]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 8 * STRIDE]);
            s8v0 = x.fma(b0, s8v0);
            s8v1 = x.fma(b1, s8v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 9 * STRIDE]);
            s9v0 = x.fma(b0, s9v0);
            s9v1 = x.fma(b1, s9v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 10 * STRIDE]);
            s10v0 = x.fma(b0, s10v0);
            s10v1 = x.fma(b1, s10v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 11 * STRIDE]);
            s11v0 = x.fma(b0, s11v0);
            s11v1 = x.fma(b1, s11v1);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v1 = s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + second));
        s0v0.intoArray(c, cAt + 0 * cStride);
        s0v1.intoArray(c, cAt + 0 * cStride + second);
        s1v0 = s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride));
        s1v1 = s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + second));
        s1v0.intoArray(c, cAt + 1 * cStride);
        s1v1.intoArray(c, cAt + 1 * cStride + second);
        s2v0 = s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride));
        s2v1 = s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + second));
        s2v0.intoArray(c, cAt + 2 * cStride);
        s2v1.intoArray(c, cAt + 2 * cStride + second);
        s3v0 = s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride));
        s3v1 = s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + second));
        s3v0.intoArray(c, cAt + 3 * cStride);
        s3v1.intoArray(c, cAt + 3 * cStride + second);
        s4v0 = s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride));
        s4v1 = s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + second));
        s4v0.intoArray(c, cAt + 4 * cStride);
        s4v1.intoArray(c, cAt + 4 * cStride + second);
        s5v0 = s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride));
        s5v1 = s5v1.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + second));
        s5v0.intoArray(c, cAt + 5 * cStride);
        s5v1.intoArray(c, cAt + 5 * cStride + second);
        s6v0 = s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride));
        s6v1 = s6v1.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + second));
        s6v0.intoArray(c, cAt + 6 * cStride);
        s6v1.intoArray(c, cAt + 6 * cStride + second);
        s7v0 = s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride));
        s7v1 = s7v1.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + second));
        s7v0.intoArray(c, cAt + 7 * cStride);
        s7v1.intoArray(c, cAt + 7 * cStride + second);
        s8v0 = s8v0.add(FloatVector.fromArray(SPECIES, add, addAt + 8 * addStride));
        s8v1 = s8v1.add(FloatVector.fromArray(SPECIES, add, addAt + 8 * addStride + second));
        s8v0.intoArray(c, cAt + 8 * cStride);
        s8v1.intoArray(c, cAt + 8 * cStride + second);
        s9v0 = s9v0.add(FloatVector.fromArray(SPECIES, add, addAt + 9 * addStride));
        s9v1 = s9v1.add(FloatVector.fromArray(SPECIES, add, addAt + 9 * addStride + second));
        s9v0.intoArray(c, cAt + 9 * cStride);
        s9v1.intoArray(c, cAt + 9 * cStride + second);
        s10v0 = s10v0.add(FloatVector.fromArray(SPECIES, add, addAt + 10 * addStride));
        s10v1 = s10v1.add(FloatVector.fromArray(SPECIES, add, addAt + 10 * addStride + second));
        s10v0.intoArray(c, cAt + 10 * cStride);
        s10v1.intoArray(c, cAt + 10 * cStride + second);
        s11v0 = s11v0.add(FloatVector.fromArray(SPECIES, add, addAt + 11 * addStride));
        s11v1 = s11v1.add(FloatVector.fromArray(SPECIES, add, addAt + 11 * addStride + second));
        s11v0.intoArray(c, cAt + 11 * cStride);
        s11v1.intoArray(c, cAt + 11 * cStride + second);
    }

    static void tile8x2(
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
            int cStride,
            int second) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        FloatVector s0v1 = zero;
        FloatVector s1v0 = zero;
        FloatVector s1v1 = zero;
        FloatVector s2v0 = zero;
        FloatVector s2v1 = zero;
        FloatVector s3v0 = zero;
        FloatVector s3v1 = zero;
        FloatVector s4v0 = zero;
        FloatVector s4v1 = zero;
        FloatVector s5v0 = zero;
        FloatVector s5v1 = zero;
        FloatVector s6v0 = zero;
        FloatVector s6v1 = zero;
        FloatVector s7v0 = zero;
        FloatVector s7v1 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 4 * STRIDE]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 5 * STRIDE]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 6 * STRIDE]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 7 * STRIDE]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 2 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 3 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 4 * STRIDE]);
            s4v0 = x.fma(b0, s4v0);
            s4v1 = x.fma(b1, s4v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 5 * STRIDE]);
            s5v0 = x.fma(b0, s5v0);
            s5v1 = x.fma(b1, s5v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 6 * STRIDE]);
            s6v0 = x.fma(b0, s6v0);
            s6v1 = x.fma(b1, s6v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 7 * STRIDE]);
            s7v0 = x.fma(b0, s7v0);
            s7v1 = x.fma(b1, s7v1);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v1 = s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + second));
        s0v0.intoArray(c, cAt + 0 * cStride);
        s0v1.intoArray(c, cAt + 0 * cStride + second);
        s1v0 = s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride));
        s1v1 = s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + second));
        s1v0.intoArray(c, cAt + 1 * cStride);
        s1v1.intoArray(c, cAt + 1 * cStride + second);
        s2v0 = s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride));
        s2v1 = s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + second));
        s2v0.intoArray(c, cAt + 2 * cStride);
        s2v1.intoArray(c, cAt + 2 * cStride + second);
        s3v0 = s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride));
        s3v1 = s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + second));
        s3v0.intoArray(c, cAt + 3 * cStride);
        s3v1.intoArray(c, cAt + 3 * cStride + second);
        s4v0 = s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride));
        s4v1 = s4v1.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride + second));
        s4v0.intoArray(c, cAt + 4 * cStride);
        s4v1.intoArray(c, cAt + 4 * cStride + second);
        s5v0 = s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride));
        s5v1 = s5v1.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride + second));
        s5v0.intoArray(c, cAt + 5 * cStride);
        s5v1.intoArray(c, cAt + 5 * cStride + second);
        s6v0 = s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride));
        s6v1 = s6v1.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride + second));
        s6v0.intoArray(c, cAt + 6 * cStride);
        s6v1.intoArray(c, cAt + 6 * cStride + second);
        s7v0 = s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride));
        s7v1 = s7v1.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride + second));
        s7v0.intoArray(c, cAt + 7 * cStride);
        s7v1.intoArray(c, cAt + 7 * cStride + second);
    }

    static void tile4x2(
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
            int cStride,
            int second) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        FloatVector s0v1 = zero;
        FloatVector s1v0 = zero;
        FloatVector s1v1 = zero;
        FloatVector s2v0 = zero;
        FloatVector s2v1 = zero;
        FloatVector s3v0 = zero;
        FloatVector s3v1 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 2 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 3 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            s1v1 = x.fma(b1, s1v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            s2v1 = x.fma(b1, s2v1);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            s3v1 = x.fma(b1, s3v1);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v1 = s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + second));
        s0v0.intoArray(c, cAt + 0 * cStride);
        s0v1.intoArray(c, cAt + 0 * cStride + second);
        s1v0 = s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride));
        s1v1 = s1v1.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride + second));
        s1v0.intoArray(c, cAt + 1 * cStride);
        s1v1.intoArray(c, cAt + 1 * cStride + second);
        s2v0 = s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride));
        s2v1 = s2v1.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride + second));
        s2v0.intoArray(c, cAt + 2 * cStride);
        s2v1.intoArray(c, cAt + 2 * cStride + second);
        s3v0 = s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride));
        s3v1 = s3v1.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride + second));
        s3v0.intoArray(c, cAt + 3 * cStride);
        s3v1.intoArray(c, cAt + 3 * cStride + second);
    }

    static void tile1x2(
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
            int cStride,
            int second) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        FloatVector s0v1 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 1 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 2 * LANES);
            b1 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL2 + 3 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            s0v1 = x.fma(b1, s0v1);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v1 = s0v1.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride + second));
        s0v0.intoArray(c, cAt + 0 * cStride);
        s0v1.intoArray(c, cAt + 0 * cStride + second);
    }
    /** {@code m} rows with a panel of one vector. */
    static void panel1(
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
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a sum of " + depth + "; at most " + DEEPEST);
        }
        int i = 0;
        for (; i <= m - 12; i += 12) {
            if (WARMTH12X1.isHot()) {
                tile12x1(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        12,
                        PANEL1,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        0);
                WARMTH12X1.practise(since);
            }
        }
        for (; i <= m - 4; i += 4) {
            if (WARMTH4X1.isHot()) {
                tile4x1(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        4,
                        PANEL1,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        0);
                WARMTH4X1.practise(since);
            }
        }
        for (; i <= m - 1; i += 1) {
            if (WARMTH1X1.isHot()) {
                tile1x1(
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride);
            } else {
                long since = System.nanoTime();
                PlainTwins.tile(
                        1,
                        PANEL1,
                        depth,
                        a,
                        aAt + i * STRIDE,
                        b,
                        bAt,
                        add,
                        addAt + i * addStride,
                        addStride,
                        c,
                        cAt + i * cStride,
                        cStride,
                        LANES,
                        0);
                WARMTH1X1.practise(since);
            }
        }
    }

    static void tile12x1(
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
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        FloatVector s1v0 = zero;
        FloatVector s2v0 = zero;
        FloatVector s3v0 = zero;
        FloatVector s4v0 = zero;
        FloatVector s5v0 = zero;
        FloatVector s6v0 = zero;
        FloatVector s7v0 = zero;
        FloatVector s8v0 = zero;
        FloatVector s9v0 = zero;
        FloatVector s10v0 = zero;
        FloatVector s11v0 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL1 + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 4 * STRIDE]);
            s4v0 = x.fma(b0, s4v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 5 * STRIDE]);
            s5v0 = x.fma(b0, s5v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 6 * STRIDE]);
            s6v0 = x.fma(b0, s6v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 7 * STRIDE]);
            s7v0 = x.fma(b0, s7v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 8 * STRIDE]);
            s8v0 = x.fma(b0, s8v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 9 * STRIDE]);
            s9v0 = x.fma(b0, s9v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 10 * STRIDE]);
            s10v0 = x.fma(b0, s10v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 11 * STRIDE]);
            s11v0 = x.fma(b0, s11v0);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL1 + 1 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 4 * STRIDE]);
            s4v0 = x.fma(b0, s4v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 5 * STRIDE]);
            s5v0 = x.fma(b0, s5v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 6 * STRIDE]);
            s6v0 = x.fma(b0, s6v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 7 * STRIDE]);
            s7v0 = x.fma(b0, s7v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 8 * STRIDE]);
            s8v0 = x.fma(b0, s8v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 9 * STRIDE]);
            s9v0 = x.fma(b0, s9v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 10 * STRIDE]);
            s10v0 = x.fma(b0, s10v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 11 * STRIDE]);
            s11v0 = x.fma(b0, s11v0);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v0.intoArray(c, cAt + 0 * cStride);
        s1v0 = s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride));
        s1v0.intoArray(c, cAt + 1 * cStride);
        s2v0 = s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride));
        s2v0.intoArray(c, cAt + 2 * cStride);
        s3v0 = s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride));
        s3v0.intoArray(c, cAt + 3 * cStride);
        s4v0 = s4v0.add(FloatVector.fromArray(SPECIES, add, addAt + 4 * addStride));
        s4v0.intoArray(c, cAt + 4 * cStride);
        s5v0 = s5v0.add(FloatVector.fromArray(SPECIES, add, addAt + 5 * addStride));
        s5v0.intoArray(c, cAt + 5 * cStride);
        s6v0 = s6v0.add(FloatVector.fromArray(SPECIES, add, addAt + 6 * addStride));
        s6v0.intoArray(c, cAt + 6 * cStride);
        s7v0 = s7v0.add(FloatVector.fromArray(SPECIES, add, addAt + 7 * addStride));
        s7v0.intoArray(c, cAt + 7 * cStride);
        s8v0 = s8v0.add(FloatVector.fromArray(SPECIES, add, addAt + 8 * addStride));
        s8v0.intoArray(c, cAt + 8 * cStride);
        s9v0 = s9v0.add(FloatVector.fromArray(SPECIES, add, addAt + 9 * addStride));
        s9v0.intoArray(c, cAt + 9 * cStride);
        s10v0 = s10v0.add(FloatVector.fromArray(SPECIES, add, addAt + 10 * addStride));
        s10v0.intoArray(c, cAt + 10 * cStride);
        s11v0 = s11v0.add(FloatVector.fromArray(SPECIES, add, addAt + 11 * addStride));
        s11v0.intoArray(c, cAt + 11 * cStride);
    }

    static void tile4x1(
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
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        FloatVector s1v0 = zero;
        FloatVector s2v0 = zero;
        FloatVector s3v0 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL1 + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL1 + 1 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 1 * STRIDE]);
            s1v0 = x.fma(b0, s1v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 2 * STRIDE]);
            s2v0 = x.fma(b0, s2v0);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 3 * STRIDE]);
            s3v0 = x.fma(b0, s3v0);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v0.intoArray(c, cAt + 0 * cStride);
        s1v0 = s1v0.add(FloatVector.fromArray(SPECIES, add, addAt + 1 * addStride));
        s1v0.intoArray(c, cAt + 1 * cStride);
        s2v0 = s2v0.add(FloatVector.fromArray(SPECIES, add, addAt + 2 * addStride));
        s2v0.intoArray(c, cAt + 2 * cStride);
        s3v0 = s3v0.add(FloatVector.fromArray(SPECIES, add, addAt + 3 * addStride));
        s3v0.intoArray(c, cAt + 3 * cStride);
    }

    static void tile1x1(
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
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s0v0 = zero;
        int end = Math.min(depth, DEEPEST);
        for (int p = 0; p < end; p += 2) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL1 + 0 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p + 0 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
            b0 = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL1 + 1 * LANES);
            x = FloatVector.broadcast(SPECIES, a[aAt + p + 1 + 0 * STRIDE]);
            s0v0 = x.fma(b0, s0v0);
        }
        s0v0 = s0v0.add(FloatVector.fromArray(SPECIES, add, addAt + 0 * addStride));
        s0v0.intoArray(c, cAt + 0 * cStride);
    }
}
