package io.github.keras4j.custom;

import java.util.Map;

/**
 * A layer as its model's file describes it.
 *
 * @param name its name in its network, {@code lambda_1}
 * @param className the class that the file names: {@code Lambda}, {@code Scale}, {@code my_package>Scale}
 * @param module the Python module that the file says the class is from; empty where it says none
 * @param config what the layer's {@code get_config} gave, as maps, lists, strings, numbers and booleans; a null in a
 *     map is left out
 */
public record LayerDescription(String name, String className, String module, Map<String, Object> config) {
    /** The class's name without the package that it was registered under: {@code Scale}. */
    public String simpleName() {
        return className.substring(className.lastIndexOf('>') + 1);
    }

    /**
     * A number among the options.
     *
     * @throws IllegalArgumentException if the file has none of that name, which refuses the layer
     */
    public double number(String option) {
        if (config.get(option) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("no number '" + option + "' in its config. Received: " + config.keySet());
    }
}
