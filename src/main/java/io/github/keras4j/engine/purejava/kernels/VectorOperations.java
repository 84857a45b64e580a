package io.github.keras4j.engine.purejava.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Uses every operation of the kernels once, soon after products begin to be computed. The Vector API keeps each operation's
 * implementation in a cache that is filled at its first use. Code that C2 has compiled by then counts such a use as a wrong
 * guess, and the count is kept for all code that inlines the cache's lookup: the 72 lookups of {@link WideTiles}' largest
 * tile times two such uses are more than C2 accepts (100, {@code PerMethodTrapLimit}). It then leaves the tile's stores
 * as calls with vectors on the heap, and an LSTM of 256 units takes 1.6 times as long.
 */
final class VectorOperations {
    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
    /**
     * So many products of vectors, before C2 compiles the lookup after its 5,000th call. A small model's first answer has
     * fewer, and does not wait for classes that it may not need.
     */
    private static final long SOON = 3_000;

    private static volatile long left = SOON;

    private VectorOperations() {}

    /** {@code m} rows, {@code depth} and {@code columns} of a product that is about to be computed. */
    static void before(int m, int depth, int columns) {
        long now = left;
        if (now > 0) {
            left = now - (long) m * depth * columns / SPECIES.length();
            if (left <= 0) {
                useAll();
            }
        }
    }

    /** Uses them now, if that has not happened yet. */
    static void use() {
        if (left > 0) {
            left = 0;
            useAll();
        }
    }

    private static void useAll() {
        FloatVector x = FloatVector.broadcast(SPECIES, 1f);
        x = x.fma(x, x).add(x).sub(x).mul(x).div(x).min(x).max(x).neg().abs();
        x.reduceLanes(VectorOperators.ADD);
        x.reduceLanes(VectorOperators.MAX);
        IntVector bits = x.reinterpretAsInts();
        bits.lanewise(VectorOperators.AND, bits)
                .lanewise(VectorOperators.OR, bits)
                .lanewise(VectorOperators.LSHL, 1);
        bits.add(bits).sub(bits);
    }
}
