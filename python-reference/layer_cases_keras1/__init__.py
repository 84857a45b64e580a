"""The layer cases of Keras 1 on Theano: one module per family, all written with `cases.add`."""
