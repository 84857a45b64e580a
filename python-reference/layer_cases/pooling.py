"""Max, average, global and adaptive pooling of every rank."""
from .base import Case, variants


def cases(g):
    L = g.layers
    # Keras 3's AveragePooling has no default pool_size
    options = {"": {"pool_size": 2}, "same": {"pool_size": 2, "padding": "same"}, "three": {"pool_size": 3}, "strides": {"pool_size": 3, "strides": 2},
               "strides-same": {"pool_size": 3, "strides": 2, "padding": "same"},
               "overlapping": {"pool_size": 3, "strides": 1, "padding": "same"}, "gaps": {"pool_size": 2, "strides": 3}}
    first = {"channels-first": {"pool_size": 2, "data_format": "channels_first"}}
    for kind in ("Max", "Average"):
        word = kind.lower() + "-pooling-"
        one = dict(options)
        if g.name != "keras-2.2.4":
            one.update(first)
        for case in variants(word + "1d", one, lambda kind=kind, **o: g.seq(
                (7, 3), getattr(L, kind + "Pooling1D")(**o))):
            yield case
        two = dict(options, pair={"pool_size": (2, 3)}, uneven={"pool_size": (3, 2), "strides": (1, 2), "padding": "same"})
        two.update(first)
        two["channels-first-same"] = dict(first["channels-first"], padding="same", pool_size=2)
        for case in variants(word + "2d", two, lambda kind=kind, **o: g.seq(
                (7, 8, 4), getattr(L, kind + "Pooling2D")(**o))):
            yield case
        three = {k: options[k] for k in ("", "same", "strides-same")}
        three.update(first)
        three["sizes"] = {"pool_size": (1, 2, 3)}
        for case in variants(word + "3d", three, lambda kind=kind, **o: g.seq(
                (4, 5, 6, 2), getattr(L, kind + "Pooling3D")(**o))):
            yield case
        yield Case(word + "2d-open-size", lambda kind=kind: g.seq(
            (None, None, 3), getattr(L, kind + "Pooling2D")(2)), steps=5)
        for rank in (1, 2, 3):
            shape = (5, 4, 3, 2)[3 - rank:]
            named = {"": {}}
            if g.name != "keras-2.2.4" or rank > 1:
                named["channels-first"] = {"data_format": "channels_first"}
            if not g.two:
                named["keepdims"] = {"keepdims": True}
                named["keepdims-channels-first"] = {"keepdims": True, "data_format": "channels_first"}
            for case in variants("global-%s%dd" % (word, rank), named, lambda kind=kind, rank=rank, s=shape, **o: g.seq(
                    s, getattr(L, "Global%sPooling%dD" % (kind, rank))(**o))):
                yield case
        yield Case("global-%s1d-open-steps" % word, lambda kind=kind: g.seq(
            (None, 3), getattr(L, "Global%sPooling1D" % kind)(), L.Dense(2)), steps=6)
        if g.has("AdaptiveMaxPooling1D"):
            for rank, shape, size in ((1, (7, 3), 3), (2, (7, 8, 2), (3, 4)), (3, (4, 5, 6, 2), 2)):
                named = {"": {}, "channels-first": {"data_format": "channels_first"}, "wider": {"output_size": 11}}
                for case in variants("adaptive-%s%dd" % (word, rank), named, lambda kind=kind, rank=rank, s=shape, n=size, **o: g.seq(
                        s, getattr(L, "Adaptive%sPooling%dD" % (kind, rank))(**dict({"output_size": n}, **o)))):
                    yield case
