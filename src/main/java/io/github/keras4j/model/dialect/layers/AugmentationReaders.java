package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Core.InTraining;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Preprocessing.Fit;
import io.github.keras4j.model.SamplingGrid;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers that change images at random in training. Real Keras 3.15 and tf.keras 2.15 were asked for each of them: in
 * {@code predict} they give the very images that they are given, but for those that have a reader of their own here.
 */
public final class AugmentationReaders {
    private static final List<String> IDENTITIES = List.of(
            "AugMix",
            "CutMix",
            "MaxNumBoundingBoxes", // changes bounding boxes alone
            "MixUp",
            "RandAugment",
            "RandomBrightness",
            "RandomColorDegeneration",
            "RandomColorJitter",
            "RandomContrast",
            "RandomElasticTransform",
            "RandomErasing",
            "RandomFlip",
            "RandomGaussianBlur",
            "RandomGrayscale",
            "RandomHeight",
            "RandomHue",
            "RandomInvert",
            "RandomPerspective",
            "RandomPosterization",
            "RandomRotation",
            "RandomSaturation",
            "RandomSharpness",
            "RandomShear",
            "RandomTranslation",
            "RandomWidth",
            "RandomZoom",
            "Solarization");

    private AugmentationReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "RandomCrop" -> AugmentationReaders::crop;
            case "AutoContrast" ->
                (info, o, s) -> {
                    o.ignore(
                            "data_format"); // it takes axes 1 and 2 for an image's whatever that says (auto_contrast.py
                    // 3.15)
                    Tensor range = PreprocessingReaders.numbers("value_range", o.get("value_range"));
                    if (range.size() != 2) {
                        throw Options.wrong("value_range", o.get("value_range"), "two numbers");
                    }
                    if (info.half()
                            .isPresent()) { // it subtracts what is nearly equal, and Keras rounds before and after
                        throw new Refusal("in a half type its answers have two digits. Received: dtype="
                                + info.extras().get(LayerInfo.POLICY) + ". Give the layer dtype='float32'");
                    }
                    return new Preprocessing.AutoContrast(info, range.getDouble(0), range.getDouble(1));
                };
            default -> IDENTITIES.contains(className) ? (info, o, s) -> identity(info, o) : null;
        };
    }

    private static Layer identity(LayerInfo info, Options o) {
        o.ignore("mode", "seed", "height_factor", "width_factor", "fill_mode", "fill_value", "interpolation")
                .ignore("factor", "value_range", "data_format", "bounding_box_format")
                .ignore("num_chains", "chain_depth", "alpha", "all_ops", "num_ops", "max_number")
                .ignore("addition_factor", "threshold_factor", "brightness_factor", "contrast_factor")
                .ignore("saturation_factor", "hue_factor", "x_factor", "y_factor", "scale", "kernel_size", "sigma");
        return new Core.Passthrough(info, InTraining.AUGMENTATION, 0, true);
    }

    /**
     * In inference tf.keras, and Keras 3 before 3.6, resize the largest middle part of the target's ratio
     * (image_preprocessing.py 2.15, RandomCrop.call). Keras 3.6 and 3.7 cut a part and resize that if it came out of
     * another size; from 3.8 on the images stay as they are, whatever shape the layer promises (random_crop.py 3.8,
     * transform_images).
     */
    private static Layer crop(LayerInfo info, Options o, Scope s) {
        o.ignore("seed");
        int height = o.size("height");
        int width = o.size("width");
        boolean first = s.channelsFirst(o);
        if (s.origin().isTfKeras() || s.origin().isKeras3Before(6)) {
            return new Preprocessing.Resizing(
                    info, height, width, "bilinear", SamplingGrid.CENTRE, Fit.CROP, 0, false, first);
        }
        if (s.origin().isKeras3Before(8)) {
            throw new Refusal(
                    "Keras 3.6 and 3.7 crop images in another way, which is not run. Received: RandomCrop of Keras "
                            + s.origin().kerasVersion() + ". Save the model again in Keras 3.8 or newer");
        }
        return new Core.Passthrough(info, InTraining.AUGMENTATION, 0, true);
    }
}
