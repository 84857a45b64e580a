package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.custom.CustomLayer;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.custom.LayerDescription;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the Java of a custom layer when DL4J restores a network's configuration from its text. DL4J does so for every copy
 * too, so code of this process is found by a key; code of another, in a zip, by {@link CustomLayers#INSTALLED}.
 */
final class CustomCodes {
    private static final Map<String, WeakReference<CustomLayer>> CODES = new ConcurrentHashMap<>();

    private CustomCodes() {}

    static synchronized String key(CustomLayer code) {
        CODES.values().removeIf(reference -> reference.get() == null);
        for (Map.Entry<String, WeakReference<CustomLayer>> known : CODES.entrySet()) {
            if (known.getValue().refersTo(code)) {
                return known.getKey();
            }
        }
        String key = UUID.randomUUID().toString();
        CODES.put(key, new WeakReference<>(code));
        return key;
    }

    /** @throws IllegalArgumentException if nobody has code for the layer */
    static CustomLayer find(String key, LayerDescription layer) {
        WeakReference<CustomLayer> reference = CODES.get(key);
        CustomLayer known = reference == null ? null : reference.get();
        return known != null
                ? known
                : CustomLayers.INSTALLED
                        .find(layer)
                        .orElseThrow(() ->
                                new IllegalArgumentException("No Java code on the class path for layer '" + layer.name()
                                        + "' (" + layer.className() + "). Add the jar of its CustomLayerProvider"));
    }
}
