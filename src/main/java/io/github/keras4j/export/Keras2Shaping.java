package io.github.keras4j.export;

import io.github.keras4j.model.Shaping;
import java.util.List;

/** Shaping layers in the words of Keras 2.2.4. */
final class Keras2Shaping {
    private Keras2Shaping() {}

    static Keras2Layer of(Shaping layer, Target target) {
        if (layer instanceof Shaping.Flatten flatten) {
            return new Keras2Layer(layer, "Flatten", target).withDataFormat(flatten.channelsFirst());
        }
        if (layer instanceof Shaping.Reshape reshape) {
            List<Integer> shape =
                    java.util.Arrays.stream(reshape.target().sizes()).boxed().toList();
            return new Keras2Layer(layer, "Reshape", target).with("target_shape", shape);
        }
        if (layer instanceof Shaping.Permute permute) {
            return new Keras2Layer(layer, "Permute", target).with("dims", permute.dims());
        }
        if (layer instanceof Shaping.RepeatVector repeat) {
            return new Keras2Layer(layer, "RepeatVector", target).with("n", repeat.n());
        }
        if (layer instanceof Shaping.Cropping crop) {
            return ranged(new Keras2Layer(layer, "Cropping" + rank(crop.cropping()), target), "cropping", layer);
        }
        if (layer instanceof Shaping.ZeroPadding pad) {
            return ranged(new Keras2Layer(layer, "ZeroPadding" + rank(pad.padding()), target), "padding", layer);
        }
        Shaping.UpSampling up = (Shaping.UpSampling) layer;
        Keras2Layer json = new Keras2Layer(layer, "UpSampling" + rank(up.size()), target);
        boolean flat = up.size().size() == 1;
        json.with("size", flat ? up.size().get(0) : up.size());
        if (!flat) {
            json.withDataFormat(up.channelsFirst());
        }
        if (up.size().size() == 2 && !up.interpolation().equals("nearest")) {
            if (!up.interpolation().equals("bilinear") && !target.isModern()) {
                throw Keras2Layers.lacking(target, layer, "no interpolation " + up.interpolation());
            }
            json.with("interpolation", up.interpolation());
        }
        return json;
    }

    private static Keras2Layer ranged(Keras2Layer json, String option, Shaping layer) {
        boolean crop = layer instanceof Shaping.Cropping;
        List<Shaping.Range> ranges =
                crop ? ((Shaping.Cropping) layer).cropping() : ((Shaping.ZeroPadding) layer).padding();
        boolean channelsFirst =
                crop ? ((Shaping.Cropping) layer).channelsFirst() : ((Shaping.ZeroPadding) layer).channelsFirst();
        List<List<Integer>> pairs = ranges.stream()
                .map(range -> List.of(range.before(), range.after()))
                .toList();
        if (pairs.size() == 1) {
            return json.with(option, pairs.get(0));
        }
        return json.with(option, pairs).withDataFormat(channelsFirst);
    }

    private static String rank(List<?> axes) {
        return axes.size() + "D";
    }
}
