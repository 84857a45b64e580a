"""Add, Subtract, Multiply, Average, Maximum, Minimum, Concatenate, Dot."""
from .base import Case


def cases(g):
    L = g.layers

    def merged(merge, shapes):
        tensors = [g.input(shape, name="in%d" % i) for i, shape in enumerate(shapes)]
        return g.model(tensors, merge()(tensors))

    kinds = {"add": L.Add, "subtract": L.Subtract, "multiply": L.Multiply, "average": L.Average,
             "maximum": L.Maximum, "minimum": L.Minimum}
    for name, kind in kinds.items():
        yield Case(name, lambda k=kind: merged(k, [(4, 5)] * 2))
        if name != "subtract":
            yield Case(name + "-three", lambda k=kind: merged(k, [(5,)] * 3))
        yield Case(name + "-broadcast", lambda k=kind: merged(k, [(4, 5), (1, 5)]))
        yield Case(name + "-images", lambda k=kind: merged(k, [(2, 3, 4)] * 2))
    if not g.two:
        yield Case("add-other-rank", lambda: merged(L.Add, [(3, 4, 5), (4, 5), (5,)]) if g.tf215 else
                   merged(L.Add, [(3, 4, 5), (1, 4, 5), (1, 1, 5)]))
    joined = {
        "": ([(5,), (3,)], {}), "three": ([(5,), (3,), (1,)], {}), "axis-1": ([(4, 5), (2, 5)], {"axis": 1}),
        "sequence": ([(4, 5), (4, 2)], {}), "axis-minus-2": ([(4, 5), (2, 5)], {"axis": -2}),
        "images": ([(2, 3, 4), (2, 3, 1)], {"axis": 3}), "images-axis-2": ([(2, 3, 4), (2, 1, 4)], {"axis": 2}),
    }
    for suffix, (shapes, o) in joined.items():
        yield Case("concatenate" + ("-" + suffix if suffix else ""), lambda s=shapes, o=o: merged(
            lambda: L.Concatenate(**o), s))
    dots = {
        "vectors": ([(5,), (5,)], {"axes": 1}), "vectors-normalised": ([(5,), (5,)], {"axes": 1, "normalize": True}),
        "minus-one": ([(5,), (5,)], {"axes": -1}),
        "sequences": ([(4, 5), (3, 5)], {"axes": 2}), "sequences-pair": ([(4, 5), (5, 3)], {"axes": (2, 1)}),
        "sequences-first": ([(4, 5), (4, 3)], {"axes": 1}), "attention": ([(4, 3), (4, 5)], {"axes": [1, 1]}),
        "normalised": ([(4, 5), (3, 5)], {"axes": (2, 2), "normalize": True}),
        "sequence-vector": ([(4, 5), (5,)], {"axes": (2, 1)}),
    }
    for suffix, (shapes, o) in dots.items():
        yield Case("dot-" + suffix, lambda s=shapes, o=o: merged(lambda: L.Dot(**o), s))

    def by_function(name, **o):
        a, b = g.input((4, 5)), g.input((4, 5))
        function = getattr(L, name) if hasattr(L, name) else getattr(g.keras.layers, name)
        return g.model([a, b], function([a, b], **o))
    for name in ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate"):
        yield Case("function-" + name, lambda n=name: by_function(n))
    yield Case("function-dot", lambda: by_function("dot", axes=2))

    def twice_the_same():
        x = g.input((5,))
        h = L.Dense(4)(x)
        return g.model(x, L.Add()([h, h]))
    yield Case("add-the-same-twice", twice_the_same)

    def siamese():
        a, b = g.input((4, 3), name="left"), g.input((4, 3), name="right")
        encode = L.LSTM(5)
        return g.model([a, b], L.Dot(axes=1, normalize=True)([encode(a), encode(b)]))
    yield Case("dot-siamese-lstm", siamese)
