package io.github.keras4j.engine.dl4j.network;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The last layer of a network that is trained: the activation of an output, and its loss. */
public final class CanonicalHead extends CanonicalLayer {
    private static final long serialVersionUID = 1L;

    private String head = "";

    /** For DL4J, which fills in the fields from JSON. */
    public CanonicalHead() {}

    /** @param head the loss, as {@link RecordText} writes it */
    public CanonicalHead(String name, String call, String head) {
        super(name, call);
        this.head = head;
    }

    /** {@return the loss, as text for DL4J's JSON} */
    public String getHead() {
        return head;
    }

    /** Called by DL4J as it reads its JSON. */
    public void setHead(String head) {
        this.head = head;
    }

    HeadNotes notes() {
        return (HeadNotes) RecordText.readRecord(head);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        return prepared(new RunningHead(conf, type), conf, listeners, index, parameters, initialize);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CanonicalHead other && super.equals(o) && head.equals(other.head);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + head.hashCode();
    }
}
