package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.List;

/** Of recurrent layers and their cells, every reason against training one. */
record TrainableRecurrent() implements Recurrent.Visitor<List<String>>, Recurrent.Cell.Visitor<List<String>> {
    @Override
    public List<String> rnn(Recurrent.Rnn layer) {
        List<String> reasons = new ArrayList<>(layer.cell().accept(this));
        LayerInfo info = layer.info();
        for (String rate : List.of("dropout", "recurrent_dropout")) {
            double value = rate(info, rate);
            if (value < 0 || value >= 1) {
                reasons.add("its rate is at least 0 and below 1. Received: " + rate + "=" + value);
            }
        }
        boolean byGate = Integer.valueOf(1).equals(info.extras().get(LayerInfo.IMPLEMENTATION));
        if (rate(info, "recurrent_dropout") > 0 && !byGate && !(layer.cell() instanceof Recurrent.SimpleCell)) {
            reasons.add("a recurrent_dropout of one mask for all gates is not trained. Received: implementation="
                    + info.extras().get(LayerInfo.IMPLEMENTATION) + "; train with implementation=1");
        }
        return reasons;
    }

    private static double rate(LayerInfo info, String name) {
        return info.extras().get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    @Override
    public List<String> genericRnn(Recurrent.GenericRnn layer) {
        List<String> reasons = new ArrayList<>(layer.cell().accept(this));
        if (rate(layer.info(), "dropout") != 0) {
            reasons.add("a bare cell's dropout is not trained. Received: dropout=" + rate(layer.info(), "dropout"));
        }
        return reasons;
    }

    @Override
    public List<String> convLstm(Recurrent.ConvLstm layer) {
        List<String> reasons = new ArrayList<>(both(layer.activation(), layer.recurrentActivation()));
        for (String rate : List.of("dropout", "recurrent_dropout")) {
            if (rate(layer.info(), rate) != 0) {
                reasons.add("its dropout is not trained. Received: " + rate + "=" + rate(layer.info(), rate));
            }
        }
        if (layer.walk().timeMajor()) {
            reasons.add("time_major is not trained. Received: time_major=True");
        }
        return reasons;
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
        return cell.cells().stream()
                .flatMap(inner -> inner.accept(this).stream())
                .toList();
    }

    @Override
    public List<String> wrappedCell(Recurrent.WrappedCell cell) {
        return cell.cell().accept(this);
    }

    private static List<String> both(Activation activation, Activation recurrentActivation) {
        List<String> reasons = new ArrayList<>(TrainableLayers.activation(activation, false));
        reasons.addAll(TrainableLayers.activation(recurrentActivation, false));
        return reasons;
    }
}
