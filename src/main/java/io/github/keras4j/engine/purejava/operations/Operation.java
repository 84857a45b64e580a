package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.Value;
import java.util.List;

/** How one operation becomes steps. */
interface Operation {
    List<Value> bind(OperationCall call);

    /** One with a single output. */
    interface Single {
        Value bind(OperationCall call);
    }
}
