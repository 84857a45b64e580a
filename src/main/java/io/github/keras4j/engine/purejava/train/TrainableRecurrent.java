package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.List;

/** Of recurrent layers and their cells, every reason against training one. */
record TrainableRecurrent() implements Recurrent.Visitor<List<String>>, Recurrent.Cell.Visitor<List<String>> {
    @Override
    public List<String> rnn(Recurrent.Rnn layer) {
        List<String> reasons = new ArrayList<>();
        if (layer.walk().returnState() || layer.walk().timeMajor()) {
            reasons.add("it is trained without return_state and time_major. Received: " + layer.walk());
        }
        reasons.addAll(layer.cell().accept(this));
        return reasons;
    }

    @Override
    public List<String> genericRnn(Recurrent.GenericRnn layer) {
        return TrainableLayers.ONLY_RUN;
    }

    @Override
    public List<String> convLstm(Recurrent.ConvLstm layer) {
        return TrainableLayers.ONLY_RUN;
    }

    @Override
    public List<String> lstmCell(Recurrent.LstmCell cell) {
        return both(cell.activation(), cell.recurrentActivation());
    }

    @Override
    public List<String> gruCell(Recurrent.GruCell cell) {
        return both(cell.activation(), cell.recurrentActivation());
    }

    @Override
    public List<String> simpleCell(Recurrent.SimpleCell cell) {
        return TrainableLayers.activation(cell.activation(), false);
    }

    @Override
    public List<String> stackedCells(Recurrent.StackedCells cell) {
        return List.of("this cell is run but not trained. Received: StackedRNNCells of "
                + cell.cells().size() + " cells");
    }

    private static List<String> both(Activation activation, Activation recurrentActivation) {
        List<String> reasons = new ArrayList<>(TrainableLayers.activation(activation, false));
        reasons.addAll(TrainableLayers.activation(recurrentActivation, false));
        return reasons;
    }
}
