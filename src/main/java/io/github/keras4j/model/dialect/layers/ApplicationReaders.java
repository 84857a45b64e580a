package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Core.InTraining;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Layers that models of {@code keras.applications} have of their own. */
public final class ApplicationReaders {
    private static final Set<String> NAMES = Set.of("LayerScale", "StochasticDepth", "CustomScaleLayer");

    /** The names that applications/convnext.py gives its own layers. */
    private static final Pattern CONVNEXT =
            Pattern.compile("convnext_\\w+_stage_\\d+_block_\\d+_(layer_scale|stochastic_depth)");

    /** The name that applications/inception_resnet_v2.py gives the convolution which it scales and adds. */
    private static final Pattern SCALED = Pattern.compile("block(35|17|8)_\\d+_conv");

    /** Where Python found the code of a function, as compiled code says it: in Keras's own InceptionResNetV2. */
    private static final Pattern INCEPTION = Pattern.compile(
            "[/\\\\](keras_applications|keras[/\\\\](src[/\\\\])?applications)[/\\\\]inception_resnet_v2\\.py");

    private ApplicationReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            // applications/convnext.py and inception_resnet_v2.py, 2.15 and 3.15
            case "LayerScale" ->
                (info, o, s) -> {
                    o.ignore("init_values");
                    return new Normalizing.LayerScale(info, o.size("projection_dim"));
                };
            case "StochasticDepth" ->
                (info, o, s) ->
                        new Core.Passthrough(info, InTraining.STOCHASTIC_DEPTH, o.number("drop_path_rate", 0), true);
            case "CustomScaleLayer" -> (info, o, s) -> new Merging.ScaledSum(info, o.number("scale", 1));
            default -> null;
        };
    }

    /**
     * Whether the file leaves open whose class that is: these names are no layers of {@code keras.layers}. A file from
     * tf.keras 2.12 on tells the module, but for {@code .h5}; there the names tell that {@code keras.applications} made
     * the model.
     */
    public static boolean isSomebodys(LayerSpec spec) {
        return NAMES.contains(spec.className()) && !spec.module().contains(".applications.") && !isPlacedByKeras(spec);
    }

    private static boolean isPlacedByKeras(LayerSpec spec) {
        return spec.className().equals("CustomScaleLayer")
                ? isScaledByKeras(spec)
                : CONVNEXT.matcher(spec.name()).matches();
    }

    /**
     * The same layer, or what stands for it today. InceptionResNetV2 scales and adds by a {@code CustomScaleLayer}, which
     * tf.keras registers as a user's class would be; Keras 2 by a
     * {@code Lambda(lambda inputs, scale: inputs[0] + inputs[1] * scale)}, whose compiled code says of which file it is.
     * That line is the only function there which a model holds.
     */
    public static LayerSpec named(LayerSpec spec) {
        if (spec.custom()
                && (spec.className().equals("CustomScaleLayer") && spec.module().contains(".applications.")
                        || spec.className().equals("Custom>CustomScaleLayer") && isScaledByKeras(spec))) {
            return spec.ofKeras("CustomScaleLayer", spec.config());
        }
        return spec.className().equals("Lambda") ? scaled(spec) : spec;
    }

    private static LayerSpec scaled(LayerSpec lambda) {
        JsonNode function = lambda.config().path("function").path(0);
        JsonNode arguments = lambda.config().path("arguments");
        if (!function.isString()
                || !arguments.path("scale").isNumber()
                || !INCEPTION.matcher(compiled(function.asString())).find()) {
            return lambda;
        }
        ObjectNode config = lambda.config().deepCopy();
        // what is not as Keras writes it stays, and refuses the layer
        boolean plain = config.path("function").size() == 3
                && config.path("function").path(1).isNull()
                && config.path("function").path(2).isNull();
        if (plain) {
            config.remove("function");
        }
        for (String word : List.of("function_type", "output_shape_type", "module", "output_shape_module")) {
            if (config.path(word).isString()) {
                config.remove(word);
            }
        }
        if (config.path("output_shape").isArray()
                && config.path("output_shape")
                        .valueStream()
                        .allMatch(size -> size.isIntegralNumber() || size.isNull())) {
            config.remove("output_shape");
        }
        config.remove("arguments");
        arguments.properties().forEach(argument -> config.set(argument.getKey(), argument.getValue()));
        return lambda.ofKeras("CustomScaleLayer", config);
    }

    private static boolean isScaledByKeras(LayerSpec spec) {
        return SCALED.matcher(spec.inbound().at("/0/1/0").asString("")).matches();
    }

    /** Python's compiled code as far as it can be read as text: names in it stand in ASCII. */
    private static String compiled(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
