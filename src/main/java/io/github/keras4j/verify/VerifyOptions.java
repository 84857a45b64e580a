package io.github.keras4j.verify;

import io.github.keras4j.compare.ToleranceOption;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import java.util.List;

/**
 * What {@code verify} runs, and which tolerances it allows.
 *
 * @param engines those to run every fixture on
 * @param autoEngine only the first of {@code engines} that supports the model runs it
 * @param rtol instead of the fixture's
 * @param atol instead of the fixture's
 * @param layers whether the recorded layers are compared too
 * @param failFast whether the first fixture that is not right is the last
 */
public record VerifyOptions(
        List<Engine> engines,
        boolean autoEngine,
        ToleranceOption rtol,
        ToleranceOption atol,
        boolean layers,
        boolean failFast) {
    /** All engines, the fixtures' own tolerances, outputs only, all fixtures. */
    public static final VerifyOptions DEFAULT =
            new VerifyOptions(EngineChoice.all(), false, ToleranceOption.NONE, ToleranceOption.NONE, false, false);

    /** The engines are copied. */
    public VerifyOptions {
        engines = List.copyOf(engines);
    }

    /** The same with the recorded layers compared. */
    public VerifyOptions withLayers() {
        return new VerifyOptions(engines, autoEngine, rtol, atol, true, failFast);
    }

    /** The same on other engines. */
    public VerifyOptions withEngines(EngineChoice choice) {
        return new VerifyOptions(choice.engines(), choice == EngineChoice.AUTO, rtol, atol, layers, failFast);
    }
}
