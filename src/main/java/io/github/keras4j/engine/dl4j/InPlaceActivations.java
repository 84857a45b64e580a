package io.github.keras4j.engine.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * In inference DL4J's ActivationLayer overwrites its input, which other layers, an output or a trace may still need
 * (fixture {@code input-is-also-output}). Here it works on a copy.
 */
final class InPlaceActivations {
    private InPlaceActivations() {}

    static void repair(Model model) {
        boolean any = false;
        Layer[] layers =
                model instanceof MultiLayerNetwork chain ? chain.getLayers() : ((ComputationGraph) model).getLayers();
        for (Layer layer : layers) {
            if (layer.conf().getLayer() instanceof ActivationLayer activation) {
                activation.setActivationFn(new Copying(activation.getActivationFn()));
                any = true;
            }
        }
        if (any && model instanceof MultiLayerNetwork chain) {
            chain.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
        } else if (any) {
            ((ComputationGraph) model).getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
        }
    }

    private static final class Copying extends BaseActivationFunction {
        private static final long serialVersionUID = 1L;

        private final IActivation function;

        private Copying(IActivation function) {
            this.function = function;
        }

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return function.getActivation(in.dup(), training);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return function.backprop(in, epsilon);
        }
    }
}
