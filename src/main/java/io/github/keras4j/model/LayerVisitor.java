package io.github.keras4j.model;

/**
 * Handles every layer of every family. An implementation does not compile until it handles a new layer, if only by a
 * refusal.
 */
public interface LayerVisitor<R>
        extends Core.Visitor<R>,
                Activations.Visitor<R>,
                Shaping.Visitor<R>,
                Convolutional.Visitor<R>,
                Pooling.Visitor<R>,
                Recurrent.Visitor<R>,
                Wrapper.Visitor<R>,
                Normalizing.Visitor<R>,
                Attentive.Visitor<R>,
                Merging.Visitor<R>,
                Preprocessing.Visitor<R> {
    /** A bare operation. */
    R tensorOperation(TensorOperation layer);

    /** A layer with Java code of a user's. */
    R custom(Custom layer);

    /** A layer that nothing runs. */
    R unknown(Unknown layer);

    /** The answer for a layer of any family. */
    default R visit(Layer layer) {
        return layer.accept(new ByFamily<>(this));
    }

    /** Asks one visitor for the layers of all families. */
    record ByFamily<R>(LayerVisitor<R> answers) implements Layer.Visitor<R> {
        @Override
        public R core(Core layer) {
            return layer.accept((Core.Visitor<R>) answers);
        }

        @Override
        public R activations(Activations layer) {
            return layer.accept((Activations.Visitor<R>) answers);
        }

        @Override
        public R shaping(Shaping layer) {
            return layer.accept((Shaping.Visitor<R>) answers);
        }

        @Override
        public R convolutional(Convolutional layer) {
            return layer.accept((Convolutional.Visitor<R>) answers);
        }

        @Override
        public R pooling(Pooling layer) {
            return layer.accept((Pooling.Visitor<R>) answers);
        }

        @Override
        public R recurrent(Recurrent layer) {
            return layer.accept((Recurrent.Visitor<R>) answers);
        }

        @Override
        public R wrapper(Wrapper layer) {
            return layer.accept((Wrapper.Visitor<R>) answers);
        }

        @Override
        public R normalizing(Normalizing layer) {
            return layer.accept((Normalizing.Visitor<R>) answers);
        }

        @Override
        public R attentive(Attentive layer) {
            return layer.accept((Attentive.Visitor<R>) answers);
        }

        @Override
        public R merging(Merging layer) {
            return layer.accept((Merging.Visitor<R>) answers);
        }

        @Override
        public R preprocessing(Preprocessing layer) {
            return layer.accept((Preprocessing.Visitor<R>) answers);
        }

        @Override
        public R tensorOperation(TensorOperation layer) {
            return answers.tensorOperation(layer);
        }

        @Override
        public R custom(Custom layer) {
            return answers.custom(layer);
        }

        @Override
        public R unknown(Unknown layer) {
            return answers.unknown(layer);
        }
    }
}
