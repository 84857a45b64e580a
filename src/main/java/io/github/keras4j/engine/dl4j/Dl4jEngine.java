package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Support;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import java.util.List;
import java.util.Optional;

/**
 * Runs models on Deeplearning4j 1.0.0-M2.1, imported by its own {@code KerasModelImport} from a clean Keras 2 file.
 * What DL4J would answer wrongly is rewritten before the import, or refused. Natives are loaded at the first compile.
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
    public Compilation compile(KerasModel model) {
        Support support = supports(model);
        if (!support.isYes()) {
            return new Compilation.Refused(name(), model.name(), support);
        }
        try {
            return new Compilation.Compiled(Dl4jPlan.of(model));
        } catch (UnsupportedLayerException e) {
            // what no rule foresaw and shows when the clean file is written or imported
            Support.Refusal late = new Support.Refusal(model.name(), "Model", String.valueOf(e.getMessage()));
            return new Compilation.Refused(name(), model.name(), new Support(List.of(late)));
        }
    }
}
