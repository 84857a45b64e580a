"""TensorFlow's functions on Keras tensors in functional models of tf.keras 2.15 (TFOpLambda, SlicingOpLambda)."""
import operator

import numpy as np
import tensorflow as tf

from . import Draw, Group

draw = Draw(21)
K = tf.keras.backend
GROUPS = {}


def function(name):
    found = tf
    for part in name.split("."):
        found = getattr(found, part)
    return found


def named(names):
    return {name: (lambda x, f=function(name): f(x)) for name in names.split()}


def cases(**written):
    return written


def both(names):
    """Of two tensors: as they are, broadcast, with a number behind and before, with an array, by name."""
    found = {}
    for name in names.split():
        f = function(name)
        found[name] = lambda x, y, f=f: f(x, y)
        found[name + "-broadcast"] = lambda x, row, f=f: f(x, row)
        found[name + "-number"] = lambda x, f=f: f(x, 2.0)
        found[name + "-number-first"] = lambda x, f=f: f(2.0, x)
        found[name + "-array"] = lambda x, f=f: f(x, tf.range(1., 7.))
        if name not in ("pow", "maximum", "minimum", "math.atan2", "math.floordiv"):
            found[name + "-by-name"] = lambda x, y, f=f: f(x=x, y=y)
    return found


GROUPS["elements"] = Group(
    "operations on single elements", {"x": draw.floats(4, 6), "b": draw.bools(4, 6)},
    dict(named("""nn.relu nn.relu6 nn.elu nn.selu nn.silu nn.swish nn.gelu nn.leaky_relu nn.softplus nn.softsign nn.softmax nn.log_softmax
        nn.sigmoid nn.tanh nn.crelu math.abs math.sin math.cos math.tan math.asinh math.atan math.sinh math.cosh math.log_sigmoid math.exp
        math.expm1 math.square math.sign math.negative math.floor math.ceil math.round math.rint math.erf math.erfc math.is_nan
        math.is_finite math.is_inf identity zeros_like ones_like stop_gradient math.reciprocal_no_nan math.lgamma math.digamma abs square
        math.reduce_euclidean_norm math.l2_normalize convert_to_tensor"""), **cases(
        not_=lambda b: tf.math.logical_not(b), invert=lambda b: ~b, softmax_1=lambda x: tf.nn.softmax(x, axis=1), softmax_0=lambda x: tf.nn.softmax(x, axis=0),
        log_softmax_1=lambda x: tf.nn.log_softmax(x, axis=1), leaky=lambda x: tf.nn.leaky_relu(x, alpha=.3), gelu=lambda x: tf.nn.gelu(x, approximate=True),
        silu=lambda x: tf.nn.silu(x, beta=2.), clip=lambda x: tf.clip_by_value(x, -.5, .8), clip_arrays=lambda x: tf.clip_by_value(x, tf.fill((6,), -.5), tf.linspace(0., 1., 6)),
        clip_norm=lambda x: tf.clip_by_norm(x, 1.0, axes=[-1]), cast_int=lambda x: tf.cast(x * 3, tf.int32), cast_bool=lambda x: tf.cast(x, "bool"), cast_float=lambda b: tf.cast(b, tf.float32) / 2.,
        saturate=lambda x: tf.saturate_cast(x * 200., tf.uint8), where=lambda x: tf.where(x > 0, x, tf.zeros_like(x)), where_number=lambda x: tf.where(x > 0, x, 0.0),
        negative=lambda x: -x, size=lambda x: abs(x), hard=lambda x: K.hard_sigmoid(x), relu=lambda x: K.relu(x, alpha=.1, max_value=2.), switch=lambda x: K.switch(x > 0, x, -x), dropout=lambda x: tf.nn.dropout(x, 0.))))
GROUPS["elements-in-range"] = Group(
    "operations on single elements that are not there for all numbers", {"x": draw.floats(4, 6, low=1.1, high=3), "y": draw.floats(4, 6, low=-.9, high=.9)},
    dict(named("math.log math.log1p math.sqrt math.rsqrt math.reciprocal math.acosh"), **{name: (lambda y, f=function(name): f(y)) for name in "math.asin math.acos math.atanh math.erfinv".split()}))
GROUPS["pairs"] = Group(
    "operations on two tensors", {"x": draw.floats(4, 6), "y": draw.floats(4, 6), "row": draw.floats(1, 6), "b": draw.bools(4, 6), "c": draw.bools(4, 6)},
    dict(both("""add subtract multiply divide math.divide_no_nan maximum minimum math.squared_difference math.floordiv math.floormod math.truediv
        math.atan2 math.equal math.not_equal math.greater math.greater_equal math.less math.less_equal math.xdivy math.multiply_no_nan"""), **cases(
        and_=lambda b, c: tf.logical_and(b, c), or_=lambda b, c: b | c, xor=lambda b, c: tf.math.logical_xor(b, c), xor_operator=lambda b, c: b ^ c, add_n=lambda x, y: tf.add_n([x, y]),
        where=lambda b, x, y: tf.where(b, x, y), plus=lambda x: 1.5 + x, over=lambda x: 1.5 / x, floor=lambda x: x // 0.7, rest=lambda x: x % 0.7, greater=lambda x, y: x > y)))
GROUPS["powers"] = Group("powers", {"x": draw.floats(4, 6, low=.5, high=3), "y": draw.floats(4, 6), "row": draw.floats(1, 6)}, dict(both("pow"), **cases(square=lambda x: x ** 2, base=lambda x: 2. ** x)))
GROUPS["integers"] = Group(
    "whole numbers and their types", {"x": draw.integers(4, 6), "y": draw.integers(4, 6, low=1, high=5), "i": draw.integers(4, high=5), "n": draw.integers(high=5)},
    dict(dict({"%s-%s" % (op.__name__, tag): case for op in (operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod)
               for tag, case in (("number", lambda x, f=op: f(x, 3)), ("first", lambda y, f=op: f(7, y)), ("both", lambda x, y, f=op: f(x, y)))}),
         **cases(mean=lambda x: tf.reduce_mean(x, axis=1), sum=lambda x: tf.reduce_sum(x, axis=1), max=lambda x: tf.reduce_max(x, axis=1), prod=lambda y: tf.reduce_prod(y, axis=1), mean_minus=lambda x: tf.reduce_mean(x - 7, axis=1),
                 float=lambda x: tf.cast(x, tf.float32) / 2., argmax=lambda x: tf.argmax(x, axis=-1) + 1, hot=lambda i: tf.one_hot(i, 5), hot_on=lambda i: tf.one_hot(i, 5, on_value=2.0, off_value=-1.0), hot_1=lambda i: tf.one_hot(i, 5, axis=1),
                 hot_0=lambda i: tf.one_hot(i, 5, axis=0), hot_last=lambda i: tf.one_hot(i, 3, axis=-1), hot_int=lambda i: tf.one_hot(i, 5, dtype=tf.int32), mask=lambda n: tf.sequence_mask(n, 5), mask_float=lambda n: tf.sequence_mask(n, 5, dtype=tf.float32),
                 lookup=lambda i: tf.nn.embedding_lookup(tf.reshape(tf.range(24.), (8, 3)), i), gather=lambda i: tf.gather(tf.reshape(tf.range(24.), (8, 3)), i))))
reductions = {}
for name in "reduce_mean reduce_sum reduce_max reduce_min reduce_prod reduce_logsumexp math.reduce_std math.reduce_variance math.reduce_euclidean_norm".split():
    f = function(name)
    for tag, keywords in (("last", dict(axis=-1)), ("one", dict(axis=1)), ("two", dict(axis=[1, 2])), ("keep", dict(axis=1, keepdims=True)), ("all", {})):
        reductions["%s-%s" % (name, tag)] = lambda x, f=f, k=keywords: f(x, **k)
    reductions[name + "-positional"] = lambda x, f=f: f(x, 1, True)
for name in "argmax argmin".split():
    f = function(name)
    for tag, keywords in (("one", dict(axis=1)), ("default", {}), ("last", dict(axis=-1)), ("type", dict(axis=-1, output_type=tf.int32))):
        reductions["%s-%s" % (name, tag)] = lambda x, f=f, k=keywords: f(x, **k)
GROUPS["reductions"] = Group(
    "reductions, running sums, norms, order", {"x": draw.floats(4, 6), "b": draw.bools(4, 6)},
    dict(reductions, **cases(
        any=lambda b: tf.reduce_any(b, axis=1), all=lambda b: tf.reduce_all(b, axis=1), cumsum=lambda x: tf.cumsum(x, axis=1), cumsum_0=lambda x: tf.cumsum(x), cumsum_back=lambda x: tf.cumsum(x, axis=1, exclusive=True, reverse=True),
        cumprod=lambda x: tf.math.cumprod(x, axis=1, exclusive=True), norm=lambda x: tf.norm(x, axis=-1), norm_1=lambda x: tf.norm(x, ord=1, axis=-1), norm_keep=lambda x: tf.norm(x, axis=1, keepdims=True), norm_all=lambda x: tf.norm(x), norm_two=lambda x: tf.norm(x, axis=[1, 2]),
        l2=lambda x: tf.nn.l2_normalize(x, 1), l2_last=lambda x: K.l2_normalize(x, axis=-1), moments=lambda x: tf.nn.moments(x, [1]), sort=lambda x: tf.sort(x), sort_down=lambda x: tf.sort(x, axis=1, direction="DESCENDING"), argsort=lambda x: tf.argsort(x),
        top_k=lambda x: tf.math.top_k(x, 3), top_values=lambda x: tf.nn.top_k(x, k=2)[0], std=lambda x: K.std(x, axis=1), var=lambda x: K.var(x, axis=1), argmax=lambda x: K.argmax(x), count=lambda x: tf.math.count_nonzero(x, axis=1))))
GROUPS["movement"] = Group(
    "shapes and movement", {"x": draw.floats(4, 6), "y": draw.floats(4, 6), "wide": draw.floats(4, 2, 6), "one": draw.floats(1, 6, 1), "v": draw.floats(4), "sq": draw.floats(4, 4), "i": draw.integers(2, high=4)},
    cases(
        reshape=lambda x: tf.reshape(x, (-1, 24)), reshape_shape=lambda x: tf.reshape(x, (tf.shape(x)[0], 24)), reshape_open=lambda x: tf.reshape(x, [-1, 3, 8]), reshape_joined=lambda x: tf.reshape(x, tf.concat([tf.shape(x)[:1], [24]], 0)),
        transpose=lambda x: tf.transpose(x, [0, 2, 1]), transpose_4=lambda wide: tf.transpose(wide, perm=[0, 3, 1, 2]), transpose_all=lambda x: tf.transpose(x), matrix_transpose=lambda x: tf.linalg.matrix_transpose(x),
        expand_0=lambda x: tf.expand_dims(x, 0), expand_1=lambda x: tf.expand_dims(x, 1), expand_last=lambda x: tf.expand_dims(x, -1), squeeze=lambda one: tf.squeeze(one, 1), squeeze_two=lambda one: tf.squeeze(one, axis=[1, 3]), squeeze_all=lambda one: tf.squeeze(one),
        gather=lambda x: tf.gather(x, [2, 0], axis=1), gather_0=lambda x: tf.gather(x, [2, 0]), gather_one=lambda x: tf.gather(x, 2, axis=1), gather_square=lambda x: tf.gather(x, [[0, 1], [2, 3]], axis=1), gather_by=lambda x, i: tf.gather(x, i, axis=1),
        gather_batch=lambda x, i: tf.gather(x, i, axis=1, batch_dims=1), gather_batch_default=lambda x, i: tf.gather(x, i, batch_dims=1), gather_nd=lambda x: tf.gather_nd(x, [[0, 1], [2, 3]]), gather_last=lambda x: tf.gather(x, [5, 1], axis=-1),
        concat=lambda x, y: tf.concat([x, y], axis=-1), concat_1=lambda x, y: tf.concat([x, y], 1), concat_made=lambda x: tf.concat([x, x * 0 + tf.ones((1, 6))], axis=1), stack=lambda x, y: tf.stack([x, y]), stack_1=lambda x, y: tf.stack([x, y], axis=1), stack_last=lambda x, y: tf.stack([x, y], axis=-1),
        unstack=lambda x: tf.unstack(x, axis=1), split=lambda x: tf.split(x, 2, axis=1), split_sizes=lambda x: tf.split(x, [1, 3], axis=1), split_open=lambda x: tf.split(x, [1, -1], 1), split_last=lambda x: tf.split(x, num_or_size_splits=3, axis=-1),
        tile=lambda x: tf.tile(x, [1, 2, 1]), repeat=lambda x: tf.repeat(x, 2, axis=1), repeat_each=lambda x: tf.repeat(x, [1, 2, 0, 3], axis=1), reverse=lambda x: tf.reverse(x, axis=[1]), roll=lambda x: tf.roll(x, 2, axis=1),
        pad=lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 3]]), pad_reflect=lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 3]], mode="REFLECT"), pad_symmetric=lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 3]], mode="SYMMETRIC"), pad_value=lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 3]], constant_values=5.),
        slice=lambda x: tf.slice(x, [0, 1, 2], [-1, 2, 3]), mask=lambda x: tf.boolean_mask(x, [True, False, True, True], axis=1), diag=lambda v: tf.linalg.diag(v), diag_part=lambda sq: tf.linalg.diag_part(sq), trace=lambda sq: tf.linalg.trace(sq), band=lambda x: tf.linalg.band_part(x, -1, 0), band_both=lambda x: tf.linalg.band_part(x, 1, 2),
        item_last=lambda x: x[:, -1], item_first=lambda x: x[:, 0, :], item_part=lambda x: x[:, 1:3], item_back=lambda x: x[:, ::-2, 1:-1], item_dots=lambda x: x[..., 2:4], item_new=lambda x: x[:, tf.newaxis], item_new_last=lambda x: x[..., tf.newaxis], item_row=lambda x: x[0], item_rows=lambda x: x[1:], item_beyond=lambda x: x[:, 2:100],
        size=lambda x: x * tf.cast(tf.shape(x)[1], tf.float32), zeros=lambda x: x + tf.zeros(tf.shape(x)), ones=lambda x: x + tf.ones_like(x), ensure=lambda x: tf.ensure_shape(x, (None, 4, 6)), positions=lambda x: x + tf.cast(tf.range(tf.shape(x)[2]), tf.float32),
        flat=lambda x: K.batch_flatten(x), permute=lambda x: K.permute_dimensions(x, (0, 2, 1)), repeated=lambda x: K.repeat_elements(x, 2, axis=1), fill=lambda x: x + tf.fill([tf.shape(x)[0], 1, 1], 2.0), broadcast=lambda one, x: tf.broadcast_to(one, tf.shape(tf.expand_dims(x, -1))), rank=lambda x: x * tf.cast(tf.rank(x), tf.float32)), file="h5")
kernel = tf.constant(draw.random.normal(size=(3, 3, 2, 4)).astype("float32"))
S = np.stack([np.eye(3) * 3 + .1 * i for i in range(3)]).astype("float32")
GROUPS["products-networks"] = Group(
    "products, neural networks and images",
    {"x": draw.floats(4, 6), "m": draw.floats(6, 2), "t": draw.floats(2, 6), "a": S, "image": draw.floats(6, 6, 2), "rgb": draw.floats(4, 4, 3, low=0, high=1), "deep": draw.floats(4, 4, 8), "v": draw.floats(6), "s": draw.floats(16), "hot": np.eye(3, 6, dtype="float32"), "c": draw.floats(4, 3)},
    cases(
        matmul=lambda x, m: tf.matmul(x, m), matmul_tb=lambda x, t: tf.matmul(x, t, transpose_b=True), matmul_ta=lambda x: tf.matmul(x, x, transpose_a=True), matmul_adjoint=lambda x, t: tf.matmul(x, t, adjoint_b=True), matmul_constant=lambda v: tf.matmul(v, tf.reshape(tf.range(12.) / 10, (6, 2))), matvec=lambda x, v: tf.linalg.matvec(x, v), operator=lambda x, m: x @ m,
        tensordot=lambda x: tf.tensordot(x, tf.reshape(tf.range(12.) / 10, (6, 2)), axes=1), tensordot_two=lambda x: tf.tensordot(x, tf.reshape(tf.range(24.) / 10, (4, 6)), axes=[[1, 2], [0, 1]]), inv=lambda a: tf.linalg.inv(a), det=lambda a: tf.linalg.det(a), cholesky=lambda a: tf.linalg.cholesky(a), cross=lambda c: tf.linalg.cross(c, c[:, ::-1]),
        batch_dot=lambda x, m: K.batch_dot(x, m), dot=lambda x: K.dot(x, tf.reshape(tf.range(12.) / 10, (6, 2))),
        conv=lambda image: tf.nn.conv2d(image, kernel, strides=1, padding="SAME"), conv_steps=lambda image: tf.nn.conv2d(image, kernel, strides=[1, 2, 2, 1], padding="VALID"), conv_dilated=lambda image: tf.nn.conv2d(image, kernel, 1, "VALID", dilations=2), depthwise=lambda image: tf.nn.depthwise_conv2d(image, kernel, [1, 1, 1, 1], "SAME"),
        max_pool=lambda image: tf.nn.max_pool2d(image, 2, 2, "VALID"), max_same=lambda image: tf.nn.max_pool2d(image, [3, 3], [2, 2], "SAME"), avg_pool=lambda image: tf.nn.avg_pool2d(image, 2, 2, "VALID"), avg_same=lambda image: tf.nn.avg_pool2d(image, 3, 2, "SAME"), pool=lambda image: tf.nn.max_pool(image, 2, 1, "SAME"), avg=lambda image: tf.nn.avg_pool(image, 2, 1, "VALID"),
        to_space=lambda deep: tf.nn.depth_to_space(deep, 2), to_depth=lambda image: tf.nn.space_to_depth(image, 2), bias=lambda x: tf.nn.bias_add(x, tf.range(6.)), lrn=lambda deep: tf.nn.local_response_normalization(deep), lrn_given=lambda deep: tf.nn.local_response_normalization(deep, depth_radius=2, bias=2., alpha=.3, beta=.75),
        batch_norm=lambda x: tf.nn.batch_normalization(x, tf.range(6.), tf.ones(6) * 2, None, tf.ones(6), 1e-3), xent=lambda hot, v: tf.nn.softmax_cross_entropy_with_logits(hot, v), sigmoid_xent=lambda hot, v: tf.nn.sigmoid_cross_entropy_with_logits(labels=hot, logits=v), frame=lambda s: tf.signal.frame(s, 4, 2), in_top=lambda v: tf.math.in_top_k([0, 1, 2], v, 2),
        resize=lambda image: tf.image.resize(image, (4, 9)), nearest=lambda image: tf.image.resize(image, (4, 9), method="nearest"), area=lambda image: tf.image.resize(image, (4, 9), method="area"), lanczos=lambda image: tf.image.resize(image, (4, 9), method="lanczos3"), larger=lambda image: tf.image.resize(image, [12, 12]),
        flip=lambda image: tf.image.flip_left_right(image), gray=lambda rgb: tf.image.rgb_to_grayscale(rgb), hsv=lambda rgb: tf.image.rgb_to_hsv(rgb), standard=lambda image: tf.image.per_image_standardization(image), crop=lambda image: tf.image.crop_to_bounding_box(image, 1, 1, 3, 3), pad=lambda image: tf.image.pad_to_bounding_box(image, 1, 1, 9, 9), brighter=lambda rgb: tf.image.adjust_brightness(rgb, .1),
        caffe=lambda rgb: tf.keras.applications.imagenet_utils.preprocess_input(rgb, mode="caffe"), torch=lambda rgb: tf.keras.applications.imagenet_utils.preprocess_input(rgb, mode="torch"), tf_mode=lambda rgb: tf.keras.applications.imagenet_utils.preprocess_input(rgb, mode="tf")), file="h5")


def node(made, *arguments):
    """The TensorFlowOpLayer that tf.keras up to 2.3 made of a call: the node of its graph, its constants by position.

    Keras 2.15 still loads and runs it (keras/src/engine/base_layer.py, TensorFlowOpLayer), but makes none by itself.
    """
    from keras.src.engine.base_layer import TensorFlowOpLayer
    tensors = [argument for argument in arguments if tf.keras.backend.is_keras_tensor(argument)]
    graph = tf.Graph()
    with graph.as_default():
        held = iter([tf.compat.v1.placeholder(tensor.dtype, tensor.shape) for tensor in tensors])
        answer = made(*[next(held) if tf.keras.backend.is_keras_tensor(argument) else argument for argument in arguments])
        operation = (answer[0] if isinstance(answer, (list, tuple)) else answer).op
        constants = {i: tf.get_static_value(part) for i, part in enumerate(operation.inputs) if part.op.type != "Placeholder"}
    layer = TensorFlowOpLayer(operation.node_def.SerializeToString(), name="node_%s_%d" % (operation.type.lower(), next(counter)), constants=constants)
    return layer(tensors[0] if len(tensors) == 1 else tensors)


counter = iter(range(1000))
R = tf.raw_ops
GROUPS["nodes"] = Group(
    "nodes of TensorFlow's graph as layers of their own", {"x": draw.floats(4, 6), "y": draw.floats(4, 6), "m": draw.floats(6, 2), "one": draw.floats(1, 6), "i": draw.integers(2, high=4)},
    cases(
        slice=lambda x: node(lambda t: t[:, 1:3], x), item=lambda x: node(lambda t: t[:, -1], x), new=lambda x: node(lambda t: t[..., None], x), dots=lambda x: node(lambda t: t[..., 2:4], x), squeeze=lambda one: node(lambda t: tf.squeeze(t, 1), one),
        split=lambda x: node(lambda t: tf.split(t, 2, axis=1), x), split_sizes=lambda x: node(lambda t: tf.split(t, [1, 3], axis=1), x), pack=lambda x, y: node(lambda a, b: tf.stack([a, b], axis=1), x, y), gather=lambda x: node(lambda t: R.GatherV2(params=t, indices=[2, 0], axis=1), x),
        gather_by=lambda x, i: node(lambda t, j: R.GatherV2(params=t, indices=j, axis=1, batch_dims=1), x, i), cast=lambda i: node(lambda t: tf.cast(t, tf.float32), i), pad=lambda x: node(lambda t: tf.pad(t, [[0, 0], [1, 2], [0, 3]]), x), mirror=lambda x: node(lambda t: tf.pad(t, [[0, 0], [1, 2], [0, 3]], mode="REFLECT"), x),
        pad_value=lambda x: node(lambda t: tf.pad(t, [[0, 0], [1, 2], [0, 3]], constant_values=5.), x), reshape=lambda x: node(lambda t: R.Reshape(tensor=t, shape=[-1, 24]), x), transpose=lambda x: node(lambda t: R.Transpose(x=t, perm=[0, 2, 1]), x), expand=lambda x: node(lambda t: R.ExpandDims(input=t, axis=1), x), tile=lambda x: node(lambda t: R.Tile(input=t, multiples=[1, 2, 1]), x),
        concat=lambda x, y: node(lambda a, b: tf.concat([a, b], 1), x, y), sum=lambda x: node(lambda t: R.Sum(input=t, axis=[1], keep_dims=True), x), mean=lambda x: node(lambda t: R.Mean(input=t, axis=1), x), max=lambda x: node(lambda t: R.Max(input=t, axis=-1), x), argmax=lambda x: node(lambda t: R.ArgMax(input=t, dimension=2), x),
        matmul=lambda x, m: node(lambda a, b: R.BatchMatMulV2(x=a, y=b), x, m), matmul_adjoint=lambda x, y: node(lambda a, b: R.BatchMatMulV2(x=a, y=b, adj_y=True), x, y), add=lambda x: node(lambda t: R.AddV2(x=t, y=1.5), x), sub=lambda x: node(lambda t: R.Sub(x=2.0, y=t), x), mul=lambda x, y: node(lambda a, b: R.Mul(x=a, y=b), x, y), div=lambda x: node(lambda t: R.RealDiv(x=t, y=3.0), x),
        relu=lambda x: node(lambda t: R.Relu(features=t), x), leaky=lambda x: node(lambda t: R.LeakyRelu(features=t, alpha=0.3), x), softmax=lambda x: node(lambda t: R.Softmax(logits=t), x), greater=lambda x, y: node(lambda a, b: R.Greater(x=a, y=b), x, y), one_hot=lambda i: node(lambda t: R.OneHot(indices=t, depth=5, on_value=2.0, off_value=-1.0), i), cumsum=lambda x: node(lambda t: R.Cumsum(x=t, axis=1, reverse=True), x),
        reverse=lambda x: node(lambda t: R.ReverseV2(tensor=t, axis=[1]), x), square=lambda x: node(lambda t: R.Square(x=t), x), clip=lambda x: node(lambda t: R.ClipByValue(t=t, clip_value_min=-.5, clip_value_max=.8), x), top=lambda x: node(lambda t: R.TopKV2(input=t, k=3), x), unpack=lambda x: node(lambda t: tf.unstack(t, axis=1), x)), file="h5")
