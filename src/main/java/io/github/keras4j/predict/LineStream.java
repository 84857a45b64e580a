package io.github.keras4j.predict;

import io.github.keras4j.data.LineBlock;
import io.github.keras4j.data.LineReader;
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
import java.util.function.Supplier;

/**
 * Lines through several threads and out again in order. The calling thread reads and writes; at most {@code 2 *
 * workers} blocks are under way, so memory has a bound whatever the input's size.
 */
public final class LineStream implements AutoCloseable {
    private final List<LineAnswerer> answerers = new ArrayList<>();
    private final BlockingQueue<LineAnswerer> idle;
    private final ExecutorService pool;

    /** Takes answers, in order. */
    public interface Sink {
        /** @throws IOException when they can't be written; the stream then ends */
        void accept(Answers answers) throws IOException;
    }

    /** @param workers how many threads; each gets an answerer of its own */
    public LineStream(int workers, Supplier<LineAnswerer> answerer) {
        idle = new ArrayBlockingQueue<>(workers);
        for (int i = 0; i < workers; i++) {
            LineAnswerer one = answerer.get();
            answerers.add(one);
            idle.add(one);
        }
        pool = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "keras4j-lines");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * How many line numbers share a batch.
     */
    public int window() {
        return answerers.get(0).window();
    }

    /**
     * Answers all lines that the reader gives.
     *
     * @param skip how many answers at the beginning the sink does not get
     * @param replay whether their lines are answered nevertheless, for the states that they leave
     */
    public void run(LineReader reader, long skip, boolean replay, Sink sink) throws IOException {
        long left = skip;
        Queue<Future<Answers>> underWay = new ArrayDeque<>();
        while (true) {
            LineBlock block = reader.next();
            if (block.size() == 0) {
                break;
            }
            int drop = 0;
            if (left > 0) {
                int its = block.answers();
                drop = (int) Math.min(left, its);
                left -= drop;
                if (drop == its && !replay) {
                    continue;
                }
            }
            int first = drop;
            underWay.add(pool.submit(() -> answer(block).without(first)));
            if (underWay.size() > 2 * answerers.size()) {
                sink.accept(take(underWay));
            }
        }
        while (!underWay.isEmpty()) {
            sink.accept(take(underWay));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        answerers.forEach(LineAnswerer::close);
    }

    private Answers answer(LineBlock block) throws InterruptedException {
        LineAnswerer mine = idle.take();
        try {
            return mine.answer(block);
        } finally {
            idle.add(mine);
        }
    }

    private static Answers take(Queue<Future<Answers>> underWay) throws IOException {
        try {
            return underWay.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while lines were answered").initCause(e);
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
