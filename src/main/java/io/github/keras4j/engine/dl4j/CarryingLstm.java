package io.github.keras4j.engine.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LSTM with states that are carried from batch to batch, like Keras's {@code stateful}. {@code fit} starts every
 * batch at zero, except in truncated back-propagation, which cuts a sequence into parts and needs targets with a time
 * axis. So the code for such a part is called here for each whole batch: the initial state is the previous batch's, and
 * no gradient goes back into that.
 */
final class CarryingLstm extends LSTM {
    private static final long serialVersionUID = 1L;

    private CarryingLstm(LSTM layer) {
        super(layer.conf(), layer.params().dataType());
        setIndex(layer.getIndex());
        setListeners(List.of());
        setParamsViewArray(layer.params());
        setParamTable(layer.paramTable());
        setBackpropGradientsViewArray(layer.getGradientsViewArray());
    }

    /** Puts one in the place of a network's LSTM layer, on the same weights. */
    static void replace(MultiLayerNetwork network, int index) {
        Layer layer = network.getLayer(index);
        if (layer instanceof BaseWrapperLayer wrapper) { // return_sequences=False
            wrapper.setUnderlying(new CarryingLstm((LSTM) wrapper.getUnderlying()));
        } else {
            network.getLayers()[index] = new CarryingLstm((LSTM) layer);
        }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return activate(input, training, workspaces);
    }

    /** The state moves on only in {@link #backpropGradient} (which goes forward again) and in a prediction. */
    @Override
    public INDArray activate(INDArray x, boolean training, LayerWorkspaceMgr workspaces) {
        rnnSetTBPTTState(rnnGetPreviousState());
        return rnnActivateUsingStoredState(x, training, false, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray> gradients = tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
        rnnSetPreviousState(rnnGetTBPTTState());
        return gradients;
    }
}
