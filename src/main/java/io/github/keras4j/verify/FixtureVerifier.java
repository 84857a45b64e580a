package io.github.keras4j.verify;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Support;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks one fixture on the chosen engines. */
final class FixtureVerifier {
    private final FixtureStore.Found found;
    private final VerifyOptions options;
    private Optional<Verification.Recording> recording = Optional.empty();

    FixtureVerifier(FixtureStore.Found found, VerifyOptions options) {
        this.found = found;
        this.options = options;
    }

    List<Result> verify() {
        Optional<String> reject = Optional.empty();
        long start = System.nanoTime();
        try {
            Fixture fixture = FixtureReader.read(found.folder());
            reject = fixture.reject();
            recording = Optional.of(recording(fixture));
            return verify(fixture, ModelSource.of(fixture).read());
        } catch (FixtureException e) {
            return List.of(result("", new Verification.Unreadable(e.getMessage()), start));
        } catch (Keras4jException e) {
            Outcome outcome = reject.isPresent()
                    ? rejected(reject.get(), e.getMessage())
                    : new Verification.Unreadable(e.getMessage());
            return List.of(result("", outcome, start));
        } catch (RuntimeException e) {
            return List.of(result("", new Verification.Fault(e), start));
        }
    }

    private List<Result> verify(Fixture fixture, KerasModel model) {
        List<Result> results = new ArrayList<>();
        for (Engine engine : options.engines()) {
            long start = System.nanoTime();
            Outcome outcome;
            try {
                outcome = outcome(engine, model, fixture);
            } catch (Keras4jException e) {
                outcome = new Verification.Unreadable(e.getMessage());
            } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
                outcome = new Verification.Fault(e);
            }
            results.add(result(engine.name(), outcome, start));
            if (options.autoEngine() && !(outcome instanceof Verification.Skipped)) {
                break;
            }
        }
        boolean someEngineHadItsTurn = fixture.calls().isEmpty()
                || results.stream().anyMatch(result -> !(result.outcome() instanceof Verification.Skipped));
        return someEngineHadItsTurn
                ? results
                : results.stream().map(FixtureVerifier::unsupported).toList();
    }

    private Outcome outcome(Engine engine, KerasModel model, Fixture fixture) {
        Optional<String> missing = engine.missing();
        if (missing.isPresent()) {
            return new Verification.Skipped(missing.get());
        }
        return fixture.reject().isPresent()
                ? refuse(engine, model, fixture.reject().get())
                : run(engine, model, fixture);
    }

    private Outcome run(Engine engine, KerasModel model, Fixture fixture) {
        if (fixture.calls().isEmpty()) {
            return new Verification.Skipped("a training run without calls; 'train' checks it");
        }
        Compilation compilation = engine.compile(model);
        if (compilation instanceof Compilation.Refused refused) {
            return new Verification.Skipped(reasons(refused.support()));
        }
        try (Plan plan = compilation.orThrow()) {
            Outcome outcome = new CallComparison(model, fixture, options).run(plan);
            return outcome instanceof Verification.Failed failed
                    ? new Verification.Failed(
                            failed.differences(),
                            new Explainer(engine, plan, model, fixture, options, failed).explain())
                    : outcome;
        } catch (UnsupportedLayerException e) {
            // some of what DL4J can't do shows only when the model is asked
            return new Verification.Skipped(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome refuse(Engine engine, KerasModel model, String expected) {
        Support support = engine.supports(model);
        if (support.isYes()) {
            return new Verification.NotRejected(
                    "the model must be refused with '" + expected + "', and the engine says that it runs it");
        }
        return rejected(expected, reasons(support));
    }

    private static Outcome rejected(String expected, String received) {
        return received.contains(expected)
                ? new Verification.Passed(0, 0)
                : new Verification.NotRejected(
                        "the model must be refused with '" + expected + "'. Received: " + received);
    }

    private static String reasons(Support support) {
        return String.join(
                "; ", support.refusals().stream().map(Support.Refusal::toString).toList());
    }

    private static Result unsupported(Result result) {
        String reason = ((Verification.Skipped) result.outcome()).reason();
        return new Result(
                result.fixture(),
                result.folder(),
                result.engine(),
                new Verification.Unsupported(reason),
                result.nanos(),
                result.recording());
    }

    private static Verification.Recording recording(Fixture fixture) {
        String model = String.valueOf(fixture.model().getFileName());
        return new Verification.Recording(
                fixture.description(),
                fixture.producer(),
                model,
                fixture.sha256().getOrDefault(model, ""));
    }

    private Result result(String engine, Outcome outcome, long start) {
        return new Result(found.name(), found.folder(), engine, outcome, System.nanoTime() - start, recording);
    }
}
