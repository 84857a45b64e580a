package io.github.keras4j.verify;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Checks all fixtures under some paths, as many at a time as there are cores. */
public final class Verifier {
    private final VerifyOptions options;

    /** @param options what is run and allowed */
    public Verifier(VerifyOptions options) {
        this.options = options;
    }

    /**
     * Checks them.
     *
     * @param listener hears every result as soon as it is there, in order
     * @throws FixtureException when there is no fixture: a check of nothing must not pass
     */
    public Verification verify(List<Path> paths, Consumer<Verification.Result> listener) {
        long start = System.nanoTime();
        List<Verification.Result> results = new ArrayList<>();
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<Verification.Result>>> pending = FixtureStore.find(paths).stream()
                    .map(found -> workers.submit(() -> new FixtureVerifier(found, options).verify()))
                    .toList();
            for (Future<List<Verification.Result>> fixture : pending) {
                List<Verification.Result> checked = resultOf(fixture);
                results.addAll(checked);
                checked.forEach(listener);
                if (options.failFast()
                        && checked.stream().anyMatch(result -> result.outcome().isBad())) {
                    break;
                }
            }
        } finally {
            workers.shutdownNow();
        }
        return new Verification(results, System.nanoTime() - start);
    }

    private static List<Verification.Result> resultOf(Future<List<Verification.Result>> fixture) {
        try {
            return fixture.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Keras4jException("The check was interrupted.", e);
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
