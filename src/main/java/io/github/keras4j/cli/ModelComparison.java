package io.github.keras4j.cli;

import io.github.keras4j.KerasPort;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.LayerPair;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.terminal.Sides;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares two models, or one on two engines: weights, answers, and the first layer that differs. */
final class ModelComparison {
    private static final Sides SIDES = new Sides("A", "B");

    private final KerasPort a;
    private final KerasPort b;
    private final Tolerance tolerance;
    private final PrintWriter out;

    ModelComparison(KerasPort a, KerasPort b, Tolerance tolerance, PrintWriter out) {
        this.a = a;
        this.b = b;
        this.tolerance = tolerance;
        this.out = out;
    }

    /** Prints the differences; returns whether there are none. */
    boolean compare(List<List<Tensor>> calls, String where) {
        int weights = a.model() == b.model() ? 0 : weights();
        int outputs = answers(calls, where);
        out.println(weights + outputs == 0 ? "no difference" : weights + " weights and " + outputs + " outputs differ");
        return weights + outputs == 0;
    }

    /** Compares weights by name, or by position if the names differ, as between generations of Keras. */
    private int weights() {
        Map<String, Tensor> ofA = a.model().weights().flatten();
        Map<String, Tensor> ofB = b.model().weights().flatten();
        if (ofA.size() != ofB.size()) {
            out.println("weights: A has " + ofA.size() + " arrays, B has " + ofB.size());
            return Math.abs(ofA.size() - ofB.size());
        }
        boolean named = ofA.keySet().equals(ofB.keySet());
        List<String> names = List.copyOf(ofA.keySet());
        List<Tensor> inPlace = List.copyOf(ofB.values());
        int different = 0;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Tensor beside = named ? ofB.getOrDefault(name, inPlace.get(i)) : inPlace.get(i);
            TensorDiff diff = TensorDiff.of(ofA.getOrDefault(name, beside), beside, tolerance);
            different += shown("weight '" + name + "'", diff);
        }
        out.println("weights: " + (names.size() - different) + " of " + names.size() + " arrays match, taken by "
                + (named ? "name" : "place, for the names differ"));
        return different;
    }

    private int answers(List<List<Tensor>> calls, String where) {
        int different = 0;
        Optional<FirstDivergence> first = Optional.empty();
        List<String> names = a.model().network().outputNames();
        try (Session sessionA = a.openSession();
                Session sessionB = b.openSession()) {
            for (int call = 0; call < calls.size(); call++) {
                sessionA.resetStates();
                sessionB.resetStates();
                Trace ofA = sessionA.trace(calls.get(call));
                Trace ofB = sessionB.trace(calls.get(call));
                int both = Math.min(ofA.outputs().size(), ofB.outputs().size());
                for (int i = 0; i < both; i++) {
                    different += shown(
                            "call " + call + ", output '" + names.get(i) + "'",
                            TensorDiff.of(ofA.outputs().get(i), ofB.outputs().get(i), tolerance));
                }
                different += Math.abs(ofA.outputs().size() - ofB.outputs().size());
                if (first.isEmpty()) {
                    first = FirstDivergence.find(call, pairs(ofA, ofB), name -> tolerance);
                }
            }
        }
        first.ifPresent(found -> out.println(SIDES.in(found.message())));
        out.println("outputs: " + calls.size() + " " + where + (calls.size() == 1 ? " call" : " calls") + ", A on "
                + a.engine() + ", B on " + b.engine());
        return different;
    }

    private int shown(String what, TensorDiff diff) {
        if (diff.passes()) {
            return 0;
        }
        out.println(what + " " + diff.javaShape() + " " + diff.dtype() + "\n" + SIDES.in(diff.message()));
        return 1;
    }

    /** Pairs A's layers with B's of the same name, or of the same position if the names differ. */
    private List<LayerPair> pairs(Trace ofA, Trace ofB) {
        List<Layer> layersA = layers(a.model());
        List<Layer> layersB = layers(b.model());
        boolean inPlace = layersA.size() == layersB.size();
        List<LayerPair> pairs = new ArrayList<>();
        for (int i = 0; i < layersA.size(); i++) {
            Layer layer = layersA.get(i);
            Optional<Tensor> other = single(ofB, layer.name());
            if (other.isEmpty() && inPlace) {
                other = single(ofB, layersB.get(i).name());
            }
            boolean timeAxis =
                    layer instanceof Recurrent recurrent && !recurrent.walk().timeMajor();
            pairs.add(
                    new LayerPair(i + 1, layer.name(), layer.className(), timeAxis, single(ofA, layer.name()), other));
        }
        return pairs;
    }

    private static List<Layer> layers(KerasModel model) {
        return model.network().layers().stream()
                .filter(layer -> !(layer instanceof Core.InputLayer))
                .toList();
    }

    private static Optional<Tensor> single(Trace trace, String layer) {
        List<Tensor> outputs = trace.layers().getOrDefault(layer, List.of());
        return outputs.size() == 1 ? Optional.of(outputs.get(0)) : Optional.empty();
    }
}
