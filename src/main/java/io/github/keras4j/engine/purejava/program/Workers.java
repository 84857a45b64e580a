package io.github.keras4j.engine.purejava.program;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Several threads that compute the parts of a layer together: the caller, and what the common {@link ForkJoinPool} has free.
 * The caller takes parts until none is left and waits only for those that a helper has begun, so callers that come together
 * share the pool and none waits for a thread.
 */
public final class Workers {
    /** The caller alone. */
    public static final Workers NONE = new Workers(1);

    private final int threads;

    /** @param threads how many at most, the calling one among them; at least 1 */
    public Workers(int threads) {
        this.threads = threads;
    }

    /** Whether there are helpers. */
    public boolean areSeveral() {
        return threads > 1 && ForkJoinPool.getCommonPoolParallelism() > 0;
    }

    /**
     * Runs all parts, and returns when they are done.
     *
     * @param part called with each number below {@code count} once, on any of the threads
     */
    public void run(int count, IntConsumer part) {
        if (count < 2 || !areSeveral()) {
            for (int i = 0; i < count; i++) {
                part.accept(i);
            }
            return;
        }
        Parts parts = new Parts(count, part);
        int helpers = Math.min(Math.min(threads, count) - 1, ForkJoinPool.getCommonPoolParallelism());
        for (int i = 0; i < helpers; i++) {
            ForkJoinPool.commonPool().execute(parts::take);
        }
        parts.take();
        parts.await();
    }

    private static final class Parts {
        private final int count;
        private final IntConsumer part;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Parts(int count, IntConsumer part) {
            this.count = count;
            this.part = part;
        }

        /** Computes parts until none is left. A helper that comes too late finds none. */
        void take() {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    part.accept(i);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        /** Until the helpers have done what they began: parts are short, so the caller does not sleep. */
        void await() {
            while (done.get() < count) {
                Thread.onSpinWait();
                Thread.yield();
            }
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            } else if (thrown != null) {
                throw (RuntimeException) thrown;
            }
        }
    }
}
