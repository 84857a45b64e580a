package io.github.keras4j.export;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.KerasOrder;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code model.weights.h5} of a {@code .keras}: arrays by the path of attributes that leads to them. Layers go by
 * their class in snake case, numbered in the order of {@code model.layers} (keras/src/saving/saving_lib.py 3.15,
 * _save_container_state).
 */
final class PathArrays {
    private final Hdf5Writer hdf5;
    private final Target reader;

    private PathArrays(Hdf5Writer hdf5, Target reader) {
        this.hdf5 = hdf5;
        this.reader = reader;
    }

    /** @param optimizer its variables, in its order; empty: none are written */
    static void write(KerasModel model, Target reader, List<Tensor> optimizer, Path file) {
        Natives.prepare();
        try (Hdf5Writer hdf5 = new Hdf5Writer(file)) {
            new PathArrays(hdf5, reader).network(model.network(), model.weights(), "");
            if (!optimizer.isEmpty()) {
                hdf5.group("/optimizer/vars");
            }
            for (int i = 0; i < optimizer.size(); i++) {
                hdf5.array("/optimizer/vars/" + i, optimizer.get(i));
            }
        }
    }

    private void network(Network network, Weights weights, String path) {
        Map<String, Integer> used = new HashMap<>();
        hdf5.group(path + "/vars");
        for (Layer layer : KerasOrder.layers(network)) {
            String name = snakeCase(className(layer));
            int number = used.merge(name, 1, Integer::sum) - 1;
            layer(layer, weights.child(layer.name()), path + "/layers/" + (number == 0 ? name : name + "_" + number));
        }
    }

    /** The class under which the layer is written. */
    private String className(Layer layer) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return Keras2Network.isSequential(nested.network()) ? "Sequential" : "Functional";
        }
        if (layer instanceof Wrapper.TimeDistributed) {
            return "TimeDistributed"; // also around a model, which Keras2Layers leaves to the network
        }
        return Keras2Layers.of(layer, reader).className();
    }

    private void layer(Layer layer, Weights weights, String path) {
        if (layer instanceof Wrapper.NestedModel nested) {
            network(nested.network(), weights, path);
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            hdf5.group(path + "/vars");
            layer(each.layer(), weights.child("layer"), path + "/layer");
        } else if (layer instanceof Wrapper.Bidirectional both) {
            hdf5.group(path + "/vars");
            layer(both.forward(), weights.child("forward"), path + "/forward_layer");
            layer(both.backward(), weights.child("backward"), path + "/backward_layer");
        } else if (layer instanceof Recurrent.GenericRnn rnn) {
            hdf5.group(path + "/vars");
            cell(rnn, rnn.cell(), weights.child("cell"), path + "/cell");
        } else if (layer instanceof Recurrent) {
            hdf5.group(path + "/vars");
            vars(layer, weights, path + "/cell");
        } else {
            vars(layer, weights, path);
        }
    }

    private void cell(Layer layer, Recurrent.Cell cell, Weights weights, String path) {
        vars(layer, weights, path);
        if (cell instanceof Recurrent.StackedCells stacked) {
            Map<String, Integer> used = new HashMap<>();
            for (int i = 0; i < stacked.cells().size(); i++) {
                Recurrent.Cell inner = stacked.cells().get(i);
                String name = inner instanceof Recurrent.LstmCell
                        ? "lstm_cell"
                        : inner instanceof Recurrent.GruCell
                                ? "gru_cell"
                                : inner instanceof Recurrent.SimpleCell ? "simple_rnn_cell" : "stacked_rnn_cells";
                int number = used.merge(name, 1, Integer::sum) - 1;
                cell(
                        layer,
                        inner,
                        weights.child(String.valueOf(i)),
                        path + "/cells/" + (number == 0 ? name : name + "_" + number));
            }
        }
    }

    private void vars(Layer layer, Weights weights, String path) {
        hdf5.group(path + "/vars");
        int number = 0;
        for (Keras2Arrays.Named array : Keras2Arrays.own(layer, weights)) {
            hdf5.array(path + "/vars/" + number++, array.value());
        }
    }

    /** Keras's {@code to_snake_case} (keras/src/utils/naming.py 3.15). */
    static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
