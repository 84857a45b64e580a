package io.github.keras4j.engine.purejava.kernels;

/**
 * Whether C2 has compiled a loop of vectors. Until it has, each operation of the Vector API is a call with vectors on the
 * heap, and a tile takes a hundred times as long as its twin in plain Java ({@link PlainTwins}), which gives the same bits.
 * So the twin computes at first, and the loop is practised beside it, on scratch, until that is fast. A network's first
 * answer took two to five times as long before. Where C2 never makes vector instructions of a loop, the twin stays.
 */
final class Warmth {
    /** A loop's practice. */
    interface Practice {
        /** @param scratch {@link #SCRATCH} zeros, which may be overwritten by finite numbers */
        void run(float[] scratch);
    }

    /** The floats that a practice may use. */
    static final int SCRATCH = 1 << 13;

    /** A vector operation takes at most about one nanosecond in compiled code, and more than 20 as a call. */
    private static final long NANOS = 2;
    /** A call and two looks at the clock. */
    private static final long OVERHEAD = 400;
    /** A loop is compiled if so many practices were fast, one after the other. */
    private static final int ENOUGH = 3;
    /** Twins compute for so long, all together, before the first practice: a single answer needs few vectors. */
    private static final long FIRST = 400_000_000;
    /** A loop is then practised so many times as long as its twin computes, since most compute little of the time. */
    private static final int MORE = 3;
    /** After so long a practice, which no compiler should need, it is practised for a part of the time, */
    private static final long LONG = 2_000_000_000;
    /** one of so many. */
    private static final int RARE = 50;

    /** How long practice may take. */
    static final class Account {
        private long nanos = -MORE * FIRST;
    }

    /**
     * One account for all loops, so that one with little to do is practised early, too. Threads that lose each other's entries
     * do no harm.
     */
    private static final Account ALL = new Account();

    private final Account account;
    private final Practice practice;
    private final long fast;
    private boolean hot;
    private int good;
    private long spent;

    /**
     * @param operations how many vector operations a practice has
     * @param practice runs the loop once
     */
    Warmth(int operations, Practice practice) {
        this(operations, practice, ALL);
    }

    Warmth(int operations, Practice practice, Account account) {
        this.account = account;
        this.practice = practice;
        this.fast = OVERHEAD + operations * NANOS;
    }

    /** Whether the loop is compiled, so that the twin is not needed any more. Threads may learn it one after the other. */
    boolean isHot() {
        return hot;
    }

    /** @param since the {@link System#nanoTime} at which the twin began to compute, which has ended now */
    void practise(long since) {
        long now = System.nanoTime();
        account.nanos += spent < LONG ? MORE * (now - since) : (now - since) / RARE;
        if (account.nanos <= 0) {
            return;
        }
        VectorOperations.use();
        float[] scratch = new float[SCRATCH];
        while (account.nanos > 0 && !hot) {
            practice.run(scratch);
            long end = System.nanoTime();
            long took = end - now;
            now = end;
            account.nanos -= took;
            spent += took;
            good = took <= fast ? good + 1 : 0;
            hot = good >= ENOUGH;
        }
    }
}
