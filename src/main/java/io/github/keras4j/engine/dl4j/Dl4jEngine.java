package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Support;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs models on Deeplearning4j 1.0.0-M2.1, imported by its own {@code KerasModelImport} from a clean Keras 2 file.
 * What DL4J would answer wrongly is either rewritten before the import or refused; natives load on first compile.
 */
public final class Dl4jEngine implements Engine {
    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Optional<String> missing() {
        return OptionalLibrary.DL4J.missingFor("Engine dl4j");
    }

    @Override
    public Support supports(KerasModel model) {
        return missing().map(Support::no).orElseGet(() -> Dl4jSupport.of(model));
    }

    @Override
    public Plan compile(KerasModel model) {
        OptionalLibrary.DL4J.require("Engine dl4j");
        Support support = supports(model);
        if (!support.isYes()) {
            throw new UnsupportedLayerException("DL4J does not run model '" + model.name() + "' right: "
                    + support.refusals().stream().map(Support.Refusal::toString).collect(Collectors.joining("; "))
                    + ". Use --engine purejava");
        }
        Lowered lowered = new Dl4jLowering().lower(model);
        return new Dl4jPlan(model, lowered);
    }
}
