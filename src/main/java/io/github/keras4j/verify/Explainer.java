package io.github.keras4j.verify;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.diagnosis.Suspect;
import io.github.keras4j.diagnosis.Suspects;
import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the first layer that differs in a failed fixture, and the cause. Each known cause is tried: everything runs
 * again with that one thing changed, and it is named only if every call then matches.
 */
public final class Explainer {
    /** A change that barely meets the tolerance is no explanation: it must remove nine tenths of the difference. */
    private static final double REMOVED = 0.1;

    /** Weights of the greatest model that is run again and again to find a cause. */
    private static final long MOST_WEIGHTS = 2_000_000;

    private final Engine engine;
    private final Plan plan;
    private final KerasModel model;
    private final Fixture fixture;
    private final VerifyOptions options;
    private final double before;
    private final Engine pure = EngineChoice.pureJava();
    /** What was not looked for, since it is too much. */
    private String limit = "";

    /**
     * Of one failed fixture.
     *
     * @param engine what gave other numbers
     * @param plan the model on that engine
     * @param model the fixture's
     * @param fixture what Python recorded
     * @param options what is allowed
     * @param failed what differs
     */
    public Explainer(
            Engine engine, Plan plan, KerasModel model, Fixture fixture, VerifyOptions options, Failed failed) {
        this.engine = engine;
        this.plan = plan;
        this.model = model;
        this.fixture = fixture;
        this.options = options.withLayers();
        this.before = greatest(failed);
    }

    /** Never throws: what explains a failure must not hide it. */
    public Explanation explain() {
        try {
            return find();
        } catch (RuntimeException | LinkageError e) {
            return new Explanation(Optional.empty(), "First divergence: not known (" + e + ")", List.of());
        }
    }

    private Explanation find() {
        LayerWalk walk = new LayerWalk(model, fixture, options);
        List<Trace> traces = walk.traces(plan);
        boolean recorded =
                fixture.calls().stream().anyMatch(call -> !call.layers().isEmpty());
        Optional<FirstDivergence> first = recorded ? walk.againstRecorded(traces) : Optional.empty();
        String note = "";
        if (!recorded) {
            note = "No layers were recorded, and no second engine runs this model";
            for (Engine other : EngineChoice.all()) {
                if (!other.name().equals(engine.name())
                        && other.compile(model) instanceof Compilation.Compiled compiled) {
                    try (Plan second = compiled.plan()) {
                        first = walk.against(traces, walk.traces(second));
                    }
                    note = noteOf(other.name(), first.isPresent());
                    break;
                }
            }
        }
        List<Cause> causes = causes(first, traces);
        String both = note.isEmpty() || limit.isEmpty() ? note + limit : note + ". " + limit;
        return new Explanation(first, both, causes);
    }

    private static String noteOf(String other, boolean differs) {
        return differs
                ? "No layers were recorded; here 'python' means engine " + other
                : "No layers were recorded; engine " + other + " gives the same at every layer, so the model or"
                        + " its inputs are not those that were recorded, or both engines read them wrongly";
    }

    private List<Cause> causes(Optional<FirstDivergence> first, List<Trace> traces) {
        if (model.weights().count() > MOST_WEIGHTS || !pure.supports(model).isYes()) {
            return List.of();
        }
        if (!engine.name().equals(pure.name()) && removes(model, fixture)) {
            return List.of(new Cause(
                    Cause.Kind.ENGINE,
                    first.map(found -> found.layer().name()).orElse(""),
                    "engine " + engine.name() + " itself: the same model on engine purejava gives Python's numbers"));
        }
        List<Cause> causes = new ArrayList<>();
        for (Suspect suspect : suspects(first)) {
            if (removes(suspect.model(), fixture)) {
                causes.add(suspect.cause());
            }
        }
        for (CallSuspects.Changed changed : CallSuspects.of(fixture)) {
            if (removes(model, changed.fixture())) {
                causes.add(changed.cause());
                first.flatMap(found -> asInTheKernel(changed, found)).ifPresent(causes::add);
            }
        }
        if (causes.isEmpty()) {
            new DropoutLeftOn(model, fixture, options).find(this::removes).ifPresent(causes::add);
        }
        if (causes.isEmpty() && first.isPresent()) {
            WrongWeight search = new WrongWeight(model, fixture, options, first.get());
            causes.addAll(search.find(this::removes));
            limit = search.limit();
        }
        return causes;
    }

    /**
     * A layer that multiplies its inputs answers the same for inputs twice as large and for a kernel twice as large. No
     * recording can tell them apart, so both are named.
     */
    private Optional<Cause> asInTheKernel(CallSuspects.Changed changed, FirstDivergence first) {
        if (changed.scale().isEmpty()) {
            return Optional.empty();
        }
        return Suspects.kernelTimes(model, first.layer().name(), changed.scale().getAsDouble())
                .filter(suspect -> removes(suspect.model(), fixture))
                .map(Suspect::cause);
    }

    /**
     * The changes to try: to the layer that differs and to those that could not be compared; to all if no layer is
     * known.
     */
    private List<Suspect> suspects(Optional<FirstDivergence> first) {
        List<String> names = new ArrayList<>();
        if (first.isPresent()) {
            names.addAll(first.get().unrecorded());
            names.add(first.get().layer().name());
        } else {
            model.network().layers().stream().map(Layer::name).forEach(names::add);
        }
        List<Suspect> suspects = new ArrayList<>();
        for (String name : names) {
            for (Suspect suspect : Suspects.of(model, name)) {
                boolean known = suspects.stream()
                        .anyMatch(one -> one.cause().equals(suspect.cause())); // masks reach many layers
                if (!known) {
                    suspects.add(suspect);
                }
            }
        }
        return suspects;
    }

    /** Whether everything matches with the change. A change that the model can't run does not count. */
    private boolean removes(KerasModel changed, Fixture with) {
        try {
            Compilation compilation = pure.compile(changed);
            if (compilation instanceof Compilation.Refused) {
                return false;
            }
            try (Plan other = compilation.orThrow()) {
                Outcome outcome = new CallComparison(changed, with, options).run(other);
                return outcome instanceof Verification.Passed passed && passed.greatest() <= REMOVED * before;
            }
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static double greatest(Failed failed) {
        return failed.differences().stream()
                .mapToDouble(
                        difference -> difference.diff() instanceof io.github.keras4j.compare.TensorDiff.ValuesDiff v
                                ? v.worst().orElseThrow().absolute()
                                : Double.POSITIVE_INFINITY)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
