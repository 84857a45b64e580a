package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import java.util.List;
import java.util.Map;

/**
 * The sum of a convolution's output and another value, as residual networks have it, and what activates it: added while the
 * convolution's sums are in the cache. By itself the sum reads and writes arrays that fit no cache, 7 % of a ResNet50.
 */
public final class ConvSumLayer implements CompiledLayer {
    private final ConvLayer convolution;
    private final int side;
    private final CompiledLayer sum;
    private final Activation activation;

    /**
     * @param side which of the sum's two inputs the convolution gives; its own input stands there in the call
     * @param sum adds and activates where this can't be done together
     * @param activation of single elements
     */
    public ConvSumLayer(ConvLayer convolution, int side, CompiledLayer sum, Activation activation) {
        this.convolution = convolution;
        this.side = side;
        this.sum = sum;
        this.activation = activation;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.inputs().get(side);
        Value other = call.inputs().get(1 - side);
        if (other.mask() == null && convolution.gives(x, other.shape())) {
            return List.of(convolution.plus(x, other, activation, binding));
        }
        Value y = convolution
                .bind(new Call(List.of(x), Map.of(), Map.of()), binding)
                .get(0);
        return sum.bind(call.on(side == 0 ? List.of(y, other) : List.of(other, y)), binding);
    }
}
