package example;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program of DL4J's alone: restores what {@code keras4j convert MODEL -o model.zip} wrote, predicts, and trains on.
 *
 * <pre>
 * App predict model.zip x.npy expected.npy
 * App train model.zip x.npy y.npy order.npy losses.npy 3    the last number is the size of a batch
 * </pre>
 */
public final class App {
    private App() {}

    public static void main(String[] args) throws IOException {
        ComputationGraph network = ModelSerializer.restoreComputationGraph(new File(args[1]), true);
        INDArray x = array(args[2]);
        INDArray y = array(args[3]);
        if (args[0].equals("predict")) {
            double difference = network.outputSingle(x).sub(y).amaxNumber().doubleValue();
            System.out.println("predicts as Keras, to " + difference);
        } else {
            train(network, x, y, array(args[4]), array(args[5]), Integer.parseInt(args[6]));
        }
    }

    private static void train(
            ComputationGraph network, INDArray x, INDArray y, INDArray order, INDArray losses, int size) {
        double greatest = 0;
        int update = 0;
        for (int epoch = 0; epoch < order.rows(); epoch++) {
            int[] samples = order.getRow(epoch).toIntVector();
            for (int at = 0; at < samples.length; at += size, update++) {
                int[] batch = java.util.Arrays.copyOfRange(samples, at, Math.min(at + size, samples.length));
                network.fit(new INDArray[] {rows(x, batch)}, new INDArray[] {rows(y, batch)});
                double recorded = losses.getDouble(update);
                greatest = Math.max(greatest, Math.abs(network.score() - recorded) / recorded);
            }
        }
        System.out.println(update + " updates, losses as Keras's to " + greatest);
    }

    private static INDArray rows(INDArray all, int[] which) {
        INDArray[] picked = new INDArray[which.length];
        for (int i = 0; i < which.length; i++) {
            picked[i] = all.slice(which[i]);
        }
        return Nd4j.stack(0, picked);
    }

    private static INDArray array(String file) {
        return Nd4j.createFromNpyFile(new File(file)).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
    }
}
