package io.github.keras4j.predict;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs work on several threads and gives the results in the order of the work. The calling thread gives the work and
 * takes the results. At most {@code 2 * workers} pieces are running or waiting, so memory is bounded.
 *
 * @param <W> what each thread works with, one at a time
 * @param <T> a result
 */
final class InOrder<W, T> implements AutoCloseable {
    /**
     * The first pieces run one at a time. Until HotSpot has compiled the kernels, its compiler needs the other core
     * more than a second worker does (200,000 lines on two cores: 1.37 s and 2.3 s of CPU, against 1.42 s and 2.5 s).
     */
    private static final int ALONE = 12;

    private final List<W> all = new ArrayList<>();
    private final BlockingQueue<W> idle;
    private final ExecutorService pool;
    private final Queue<Future<T>> underWay = new ArrayDeque<>();
    private final Sink<T> sink;
    private final Consumer<W> closer;
    private long given;

    /** Takes results, in order, on the calling thread. */
    interface Sink<T> {
        void accept(T result) throws IOException;
    }

    /** @param workers how many threads; each gets a worker of its own, which {@code closer} closes at the end */
    InOrder(int workers, Supplier<W> worker, Consumer<W> closer, Sink<T> sink) {
        idle = new ArrayBlockingQueue<>(workers);
        for (int i = 0; i < workers; i++) {
            W one = worker.get();
            all.add(one);
            idle.add(one);
        }
        pool = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "keras4j-predict");
            thread.setDaemon(true);
            return thread;
        });
        this.closer = closer;
        this.sink = sink;
    }

    /** Any of the workers, to ask what they have in common. */
    W one() {
        return all.get(0);
    }

    /** Gives a piece of work. Results that are due go to the sink; an exception of an earlier piece is thrown here. */
    void give(Function<W, T> work) throws IOException {
        underWay.add(pool.submit(() -> {
            W mine = idle.take();
            try {
                return work.apply(mine);
            } finally {
                idle.add(mine);
            }
        }));
        if (given++ < ALONE || underWay.size() > 2 * all.size()) {
            sink.accept(take());
        }
    }

    /** The remaining results. */
    void finish() throws IOException {
        while (!underWay.isEmpty()) {
            sink.accept(take());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        try {
            // a session must not be closed under the piece that it runs; a piece is one batch
            if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                all.forEach(closer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private T take() throws IOException {
        try {
            return underWay.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while answers were made").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
