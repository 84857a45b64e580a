package io.github.keras4j.engine;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** A session that refuses a second call while one is running, and every call after its end. */
public final class OneAtATime implements Session {
    private final Session session;
    private final Turn turn = new Turn();

    /** Guards a session that does not do so itself. */
    public OneAtATime(Session session) {
        this.session = session;
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs) {
        turn.begin();
        try {
            return session.predict(inputs);
        } finally {
            turn.end();
        }
    }

    @Override
    public void predict(float[] input, float[] output) {
        turn.begin();
        try {
            session.predict(input, output);
        } finally {
            turn.end();
        }
    }

    @Override
    public void predict(float[][] inputs, float[][] outputs) {
        turn.begin();
        try {
            session.predict(inputs, outputs);
        } finally {
            turn.end();
        }
    }

    @Override
    public List<Shape> bind(List<Shape> inputs) {
        turn.begin();
        try {
            return session.bind(inputs);
        } finally {
            turn.end();
        }
    }

    @Override
    public Trace trace(List<Tensor> inputs) {
        turn.begin();
        try {
            return session.trace(inputs);
        } finally {
            turn.end();
        }
    }

    @Override
    public void resetStates() {
        turn.begin();
        try {
            session.resetStates();
        } finally {
            turn.end();
        }
    }

    @Override
    public void close() {
        if (turn.close()) {
            session.close();
        }
    }
}
