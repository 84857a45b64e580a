package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Layers around others.
 *
 * @param path of the layer's weights, with a slash at its end
 * @param trained whether the layer and all around it are
 */
record WrapperLayers(Layout layout, Node node, String path, List<Flow> inputs, boolean trained)
        implements Wrapper.Visitor<List<Flow>> {
    @Override
    public List<Flow> bidirectional(Wrapper.Bidirectional layer) {
        return new RecurrentLayers(layout).both(layer, path, inputs);
    }

    /** The inner layer on all steps of all samples as if they were samples. */
    @Override
    public List<Flow> timeDistributed(Wrapper.TimeDistributed layer) {
        boolean[] mask = inputs.get(0).mask;
        List<Flow> rows = new ArrayList<>();
        for (Flow input : inputs) {
            int steps = input.sizes[0];
            rows.add(input.view(input.batch * steps, Arrays.copyOfRange(input.sizes, 1, input.sizes.length)));
        }
        int batch = inputs.get(0).batch;
        int steps = inputs.get(0).sizes[0];
        // a loss no longer finds the softmax behind this reshaping
        return layout.layer(node, layer.layer(), path + "layer/", rows, trained).stream()
                .map(answer -> {
                    int[] sizes = new int[answer.sizes.length + 1];
                    sizes[0] = steps;
                    System.arraycopy(answer.sizes, 0, sizes, 1, answer.sizes.length);
                    return answer.view(batch, sizes).withMask(mask);
                })
                .toList();
    }

    @Override
    public List<Flow> nestedModel(Wrapper.NestedModel layer) {
        return layout.network(layer.network(), path, inputs, trained);
    }
}
