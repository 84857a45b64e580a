package io.github.keras4j.custom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Who is asked for the code of layers that Keras does not have: those given, in their order, then those that
 * {@link ServiceLoader} finds with the thread's context class loader. Immutable.
 *
 * @param given asked first
 */
public record CustomLayers(List<CustomLayerProvider> given) {
    /** Those alone that are on the class path. */
    public static final CustomLayers INSTALLED = new CustomLayers(List.of());

    /** The list is copied. */
    public CustomLayers {
        given = List.copyOf(given);
    }

    /** {@return the same with one more to ask} */
    public CustomLayers with(CustomLayerProvider provider) {
        List<CustomLayerProvider> more = new ArrayList<>(given);
        more.add(provider);
        return new CustomLayers(more);
    }

    /**
     * The code of a layer; empty if nobody has it.
     *
     * @throws IllegalArgumentException for options that the code does not take, or a provider that can't be loaded
     */
    public Optional<CustomLayer> find(LayerDescription layer) {
        for (CustomLayerProvider provider : given) {
            Optional<CustomLayer> found = provider.find(layer);
            if (found.isPresent()) {
                return found;
            }
        }
        try {
            for (CustomLayerProvider provider : ServiceLoader.load(CustomLayerProvider.class)) {
                Optional<CustomLayer> found = provider.find(layer);
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException("a provider of custom layers can't be loaded: " + e.getMessage(), e);
        }
        return Optional.empty();
    }
}
