package io.github.keras4j.model;

import java.util.List;

/** Layers that apply an activation; advanced ones without weights (LeakyReLU, ELU, ReLU, Softmax) are Activate. */
public sealed interface Activations extends Layer {
    record Activate(LayerInfo info, Activation activation) implements Activations {}

    /** Softmax over several axes at once, negative ones counted from the end. */
    record AxesSoftmax(LayerInfo info, List<Integer> axes) implements Activations {}

    /** Weights: alpha, of the input's shape without batch and with 1 on the shared axes (counted from 1). */
    record PReLU(LayerInfo info, List<Integer> sharedAxes) implements Activations {}

    /** Keras 1. Weights: t_left, a_left, t_right, a_right, shaped as PReLU's alpha. */
    record SReLU(LayerInfo info, List<Integer> sharedAxes) implements Activations {}

    /** Keras 1: alpha log(1 + exp(beta x)). Weights: alpha, beta, shaped as PReLU's alpha. */
    record ParametricSoftplus(LayerInfo info, List<Integer> sharedAxes) implements Activations {}
}
