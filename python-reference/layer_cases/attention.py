"""Attention, AdditiveAttention, MultiHeadAttention, GroupQueryAttention."""
import numpy as np

from .base import Case, variants


def cases(g):
    L = g.layers
    if not g.has("Attention"):
        return

    def pair(kind, three=False, **o):
        call = o.pop("call", {})
        query, value = g.input((4, 5), name="query"), g.input((6, 5), name="value")
        inputs = [query, value] + ([g.input((6, 5), name="key")] if three else [])
        got = kind(**o)(inputs, **call)
        return g.model(inputs, list(got) if isinstance(got, (list, tuple)) else got)

    def masks(rng, batch):
        query, value = rng.uniform(size=(batch, 4)) < 0.7, rng.uniform(size=(batch, 6)) < 0.6
        value[:, 0] = True
        return [query, value]

    def with_masks(kind, **o):
        query, value = g.input((4, 5), name="query"), g.input((6, 5), name="value")
        query_mask = g.input((4,), dtype="bool", name="query_mask")
        value_mask = g.input((6,), dtype="bool", name="value_mask")
        return g.model([query, value, query_mask, value_mask], kind(**o)(
            [query, value], mask=[query_mask, value_mask]))

    def masked_inputs(rng, batch):
        return [rng.normal(size=(batch, 4, 5)).astype("float32"),
                rng.normal(size=(batch, 6, 5)).astype("float32")] + masks(rng, batch)

    def embedded(kind, **o):
        """Masks that come from embeddings, as in Keras's own example."""
        query, value = g.input((4,), dtype="int32"), g.input((6,), dtype="int32")
        words = L.Embedding(9, 5, mask_zero=True)
        attended = kind(**o)([words(query), words(value)])
        return g.model([query, value], L.Concatenate()([
            L.GlobalAveragePooling1D()(words(query)), L.GlobalAveragePooling1D()(attended)]))

    def words(rng, batch):
        query, value = rng.randint(1, 9, size=(batch, 4)), rng.randint(1, 9, size=(batch, 6))
        query[0, 2:], value[0, 3:] = 0, 0
        return [query.astype("int32"), value.astype("int32")]

    for prefix, kind in (("attention", L.Attention), ("additive-attention", L.AdditiveAttention)):
        options = {"": {}, "scale-on": {"use_scale": True}, "scale-off": {"use_scale": False},
                   "causal": {"call": {"use_causal_mask": True}},
                   "scores": {"call": {"return_attention_scores": True}}, "dropout": {"dropout": 0.3}}
        if prefix == "attention":
            options["concat"] = {"score_mode": "concat"}
            options["concat-scale"] = {"score_mode": "concat", "use_scale": True}
        for case in variants(prefix, options, lambda kind=kind, **o: pair(kind, **o)):
            yield case
        yield Case(prefix + "-key", lambda kind=kind: pair(kind, three=True))
        yield Case(prefix + "-masks", lambda kind=kind: with_masks(kind), inputs=masked_inputs)
        yield Case(prefix + "-embedded", lambda kind=kind: embedded(kind), inputs=words)

        def itself(kind=kind):
            x = g.input((4, 5))
            return g.model(x, kind()([x, x]))
        yield Case(prefix + "-self", itself)

        def after_lstm(kind=kind):
            x = g.input((4, 3))
            h = L.LSTM(5, return_sequences=True)(x)
            return g.model(x, L.Dense(2)(L.Flatten()(kind()([h, h]))))
        yield Case(prefix + "-after-lstm", after_lstm)

    def heads(key=False, same=False, **o):
        call = o.pop("call", {})
        shape = o.pop("shape", (4, 5))
        other = o.pop("other", (6, 5))
        query = g.input(shape, name="query")
        if same:
            return g.model(query, L.MultiHeadAttention(**o)(query, query, **call))
        value = g.input(other, name="value")
        inputs = [query, value]
        named = dict(call)
        if key:
            inputs.append(g.input(other[:-1] + (3,), name="key"))
            named["key"] = inputs[-1]
        got = L.MultiHeadAttention(**o)(query, value, **named)
        return g.model(inputs, list(got) if isinstance(got, (list, tuple)) else got)

    many = {
        "": {"num_heads": 2, "key_dim": 3}, "one-head": {"num_heads": 1, "key_dim": 5},
        "value-dim": {"num_heads": 2, "key_dim": 3, "value_dim": 7},
        "no-bias": {"num_heads": 3, "key_dim": 3, "use_bias": False},
        "output-shape": {"num_heads": 2, "key_dim": 3, "output_shape": 7},
        "self": {"num_heads": 2, "key_dim": 3, "same": True},
        "key": {"num_heads": 2, "key_dim": 3, "key": True},
        "causal": {"num_heads": 2, "key_dim": 3, "same": True, "call": {"use_causal_mask": True}},
        "scores": {"num_heads": 2, "key_dim": 3, "call": {"return_attention_scores": True}},
        "dropout": {"num_heads": 2, "key_dim": 3, "dropout": 0.2},
        "axes": {"num_heads": 2, "key_dim": 3, "attention_axes": (2,), "shape": (2, 4, 5), "other": (2, 6, 5)},
        "two-axes": {"num_heads": 2, "key_dim": 3, "attention_axes": (1, 2), "shape": (2, 4, 5), "other": (3, 2, 5)},
        "two-axes-scores": {"num_heads": 2, "key_dim": 3, "attention_axes": (1, 2), "shape": (2, 4, 5), "other": (3, 2, 5),
                            "call": {"return_attention_scores": True}},
        "axes-scores": {"num_heads": 2, "key_dim": 3, "attention_axes": (2,), "shape": (2, 4, 5), "other": (2, 6, 5),
                        "call": {"return_attention_scores": True}},
        "two-axes-self": {"num_heads": 2, "key_dim": 3, "attention_axes": (1, 2), "shape": (2, 3, 5), "same": True},
    }
    if g.three:
        many["window"] = {"num_heads": 2, "key_dim": 3, "same": True, "sliding_window": 2, "shape": (7, 5)}
        many["gate"] = {"num_heads": 2, "key_dim": 3, "value_dim": 5, "use_gate": True}
    for case in variants("multi-head-attention", many, heads):
        yield case

    def attention_mask(shape=(4, 6), dtype="bool", **call):
        query, value = g.input((4, 5), name="query"), g.input((6, 5), name="value")
        mask = g.input(shape, dtype=dtype, name="mask")
        return g.model([query, value, mask], L.MultiHeadAttention(2, 3)(query, value, attention_mask=mask, **call))

    def square(rng, batch):
        mask = rng.uniform(size=(batch, 4, 6)) < 0.6
        mask[:, :, 0] = True
        return [rng.normal(size=(batch, 4, 5)).astype("float32"), rng.normal(size=(batch, 6, 5)).astype("float32"), mask]
    yield Case("multi-head-attention-mask", attention_mask, inputs=square)

    def by_head(rng, batch):
        inputs = square(rng, batch)
        mask = rng.uniform(size=(batch, 2, 4, 6)) < 0.6
        mask[:, :, :, 0] = True
        return inputs[:2] + [mask]

    def shares(rng, batch):
        """Numbers between 0 and 1 within 1e-8 of 1, which tf.keras does not take for True."""
        inputs = square(rng, batch)
        return inputs[:2] + [np.where(inputs[2], 1 - rng.randint(0, 4, size=inputs[2].shape) * 6e-8, 0).astype("float32")]
    yield Case("multi-head-attention-mask-by-head", lambda: attention_mask((2, 4, 6)), inputs=by_head)
    yield Case("multi-head-attention-mask-of-numbers", lambda: attention_mask(dtype="float32"), inputs=shares)
    yield Case("multi-head-attention-mask-of-numbers-causal",
               lambda: attention_mask(dtype="float32", use_causal_mask=True), inputs=shares)

    def mask_of_two_axes():
        query, value = g.input((2, 3, 4), name="query"), g.input((2, 2, 4), name="value")
        mask = g.input((2, 3, 2, 2), dtype="bool", name="mask")
        return g.model([query, value, mask], L.MultiHeadAttention(1, 2, attention_axes=(1, 2))(
            query, value, attention_mask=mask))

    def pairs(rng, batch):
        """The first position attends to nothing: tf.keras then gives each value the whole share."""
        mask = rng.uniform(size=(batch, 2, 3, 2, 2)) < 0.6
        mask[:, :, :, 0, 0], mask[:, 0, 0] = True, False
        return [rng.normal(size=(batch, 2, n, 4)).astype("float32") for n in (3, 2)] + [mask]
    yield Case("multi-head-attention-mask-of-two-axes", mask_of_two_axes, inputs=pairs)

    def from_embedding(causal=False):
        tokens = g.input((5,), dtype="int32")
        h = L.Embedding(9, 6, mask_zero=True)(tokens)
        h = L.MultiHeadAttention(2, 3)(h, h, **({"use_causal_mask": True} if causal else {}))
        return g.model(tokens, L.GlobalAveragePooling1D()(h))

    def padded(rng, batch):
        tokens = rng.randint(1, 9, size=(batch, 5)).astype("int32")
        tokens[0, 3:] = 0
        return [tokens]
    yield Case("multi-head-attention-embedded", from_embedding, inputs=padded)
    yield Case("multi-head-attention-embedded-causal", lambda: from_embedding(True), inputs=padded)

    def transformer():
        tokens = g.input((5,), dtype="int32")
        h = L.Embedding(9, 6)(tokens)
        h = L.LayerNormalization(epsilon=1e-6)(L.Add()([h, L.MultiHeadAttention(2, 3)(h, h)]))
        f = L.Dense(6)(L.Dense(11, activation="gelu")(h))
        h = L.LayerNormalization(epsilon=1e-6)(L.Add()([h, f]))
        return g.model(tokens, L.Dense(2, activation="softmax")(L.GlobalAveragePooling1D()(h)))
    yield Case("multi-head-attention-transformer-block", transformer,
               inputs=lambda rng, batch: [rng.randint(0, 9, size=(batch, 5)).astype("int32")])

    if g.has("GroupQueryAttention"):
        def groups(key=False, **o):
            call = o.pop("call", {})
            query, value = g.input((4, 5), name="query"), g.input((6, 5), name="value")
            inputs = [query, value]
            if key:
                inputs.append(g.input((6, 3), name="key"))
                call = dict(call, key=inputs[-1])
            got = L.GroupQueryAttention(**o)(query, value, **call)
            return g.model(inputs, list(got) if isinstance(got, (list, tuple)) else got)
        size = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
        named = {
            "": {}, "one": {"num_key_value_heads": 1}, "all": {"num_key_value_heads": 4}, "no-bias": {"use_bias": False},
            "causal": {"call": {"use_causal_mask": True}}, "scores": {"call": {"return_attention_scores": True}},
            "key": {"key": True},
        }
        if g.three:
            named["window"], named["gate"] = {"sliding_window": 2}, {"use_gate": True}
        for case in variants("group-query-attention", {k: dict(size, **v) for k, v in named.items()}, groups):
            yield case

        def self_masked():
            tokens = g.input((5,), dtype="int32")
            h = L.Embedding(9, 6, mask_zero=True)(tokens)
            return g.model(tokens, L.GroupQueryAttention(3, 4, 2)(h, h))
        yield Case("group-query-attention-embedded", self_masked, inputs=padded)
