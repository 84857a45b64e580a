package io.github.keras4j.model.dialect.layers;

import tools.jackson.databind.JsonNode;

/**
 * An array as an object: {@code {"type": "ndarray", "value": ...}} of Keras 1 and 2, {@code {"class_name": "__numpy__",
 * "config": {"value": ..., "dtype": ...}}} of Keras 3, whose tensors are {@code __tensor__}.
 */
final class StoredArray {
    private StoredArray() {}

    /**
     * The numbers in it.
     *
     * @throws Refusal when the object says anything else
     */
    static JsonNode value(String option, JsonNode object) {
        Options array = new Options(object);
        String className = array.text("class_name", "");
        JsonNode value;
        if (className.equals("__numpy__") || className.equals("__tensor__")) {
            Options config = new Options(array.getAny("config"));
            value = config.get("value");
            config.text("dtype", "");
            config.refuseUnknown();
        } else if (array.text("type", "").equals("ndarray") || className.isEmpty()) {
            value = array.get("value");
            array.text("dtype", "");
        } else {
            throw Options.wrong(option, object, "numbers");
        }
        array.refuseUnknown();
        return value;
    }
}
