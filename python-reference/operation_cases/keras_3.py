"""keras.ops of Keras 3 in functional models, by family."""
import numpy as np
from keras import ops

from . import Draw, Group

draw = Draw(20)
GROUPS = {}


def named(names, *arguments, **keywords):
    """One case for each function of keras.ops that the names list."""
    return {name: (lambda x, f=getattr(ops, name): f(x, *arguments, **keywords)) for name in names.split()}



def cases(**written):
    return written


def both(names):
    """Of two tensors: as they are, broadcast, with a number behind and before, with an array."""
    found = {}
    for name in names.split():
        f = getattr(ops, name)
        found[name] = lambda x, y, f=f: f(x, y)
        found[name + "-broadcast"] = lambda x, row, f=f: f(x, row)
        found[name + "-array"] = lambda x, f=f: f(x, np.arange(1, 7).astype("float32"))
        found[name + "-array-first"] = lambda x, f=f: f(np.arange(1, 7).astype("float32"), x)
        if name not in ("hypot", "heaviside"):
            found[name + "-number"] = lambda x, f=f: f(x, 2.0)
            found[name + "-number-first"] = lambda x, f=f: f(2.0, x)
    return found


# ---- single elements
GROUPS["elements"] = Group(
    "operations on single elements",
    {"x": draw.floats(4, 6)},
    dict(named("""abs absolute angle arcsinh arctan cbrt ceil conj conjugate copy cos cosh deg2rad erf erfc exp exp2 expm1
        fabs floor imag isfinite isinf isnan isneginf isposinf isreal nan_to_num negative ones_like zeros_like rad2deg real
        round sign signbit sin sinc sinh square tan tanh trunc i0 logical_not stop_gradient"""), **cases(
        round_2=lambda x: ops.round(x, decimals=2), round_tens=lambda x: ops.round(x * 100.0, decimals=-1),
        nan_given=lambda x: ops.nan_to_num(ops.log(x), nan=7.0, neginf=-9.0), cast_int=lambda x: ops.cast(x * 3.0, "int32"),
        cast_bool=lambda x: ops.cast(ops.cast(x, "int32"), "bool"), clip=lambda x: ops.clip(x, -0.5, 0.8),
        saturate=lambda x: ops.saturate_cast(x * 200.0, "uint8"), full_like=lambda x: ops.full_like(x, 3.5),
        full_of_tensor=lambda x: ops.full((2, 4, 6), x[0]),
        convert=lambda x: ops.convert_to_tensor(x) + 0.5, mean_of_bools=lambda x: ops.mean(ops.cast(x > 0, "float32"), axis=1))))
GROUPS["elements-in-range"] = Group(
    "operations on single elements that are not there for all numbers",
    {"x": draw.floats(4, 6, low=1.1, high=3), "y": draw.floats(4, 6, low=-0.9, high=0.9)},
    dict(named("log log1p log2 log10 sqrt rsqrt reciprocal arccosh"),
         **{name: (lambda y, f=getattr(ops, name): f(y)) for name in "arcsin arccos arctanh erfinv".split()}))
GROUPS["activations"] = Group(
    "activations as operations",
    {"x": draw.floats(4, 6)},
    dict(named("""elu celu gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu log_sigmoid log_softmax
        relu relu6 selu sigmoid silu swish soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax
        squareplus tanh_shrink"""), **cases(
        elu_alpha=lambda x: ops.elu(x, alpha=0.3), celu_alpha=lambda x: ops.celu(x, alpha=1.7),
        leaky_slope=lambda x: ops.leaky_relu(x, negative_slope=0.3), threshold=lambda x: ops.threshold(x, 0.3, -5.0),
        hard_shrink_wide=lambda x: ops.hard_shrink(x, threshold=1.1), soft_shrink_wide=lambda x: ops.soft_shrink(x, threshold=0.2),
        squareplus_b=lambda x: ops.squareplus(x, b=0.3), gelu_exact=lambda x: ops.gelu(x, approximate=False),
        softmax_all=lambda x: ops.softmax(x, axis=None), softmax_1=lambda x: ops.softmax(x, axis=1),
        softmax_0=lambda x: ops.softmax(x, axis=0), log_softmax_all=lambda x: ops.log_softmax(x, axis=None),
        log_softmax_1=lambda x: ops.log_softmax(x, axis=1), sparsemax_1=lambda x: ops.sparsemax(x, axis=1),
        glu_1=lambda x: ops.glu(x, axis=1))))

# ---- two tensors
GROUPS["pairs"] = Group(
    "operations on two tensors",
    {"x": draw.floats(4, 6), "y": draw.floats(4, 6), "row": draw.floats(1, 6)},
    dict(both("""add subtract multiply divide true_divide maximum minimum arctan2 fmax fmin hypot logaddexp logaddexp2 heaviside
        divide_no_nan equal not_equal greater greater_equal less less_equal isclose fmod mod floor_divide logical_and
        logical_or logical_xor"""), **cases(
        where=lambda x, y: ops.where(x > 0, x, y), where_numbers=lambda x: ops.where(x > 0, 1.0, -1.0),
        select=lambda x: ops.select([x > 1.0, x < 0.0], [x, -x], 0.5), allclose=lambda x, y: ops.allclose(x, y),
        close_wide=lambda x, y: ops.isclose(x, y, atol=0.5), add_column=lambda x: x + np.ones((4, 1), "float32"),
        nextafter=lambda x, y: ops.nextafter(x, y))))
GROUPS["powers"] = Group(
    "powers", {"x": draw.floats(4, 6, low=0.5, high=3), "y": draw.floats(4, 6), "row": draw.floats(1, 6)},
    dict(both("power"), **cases(square=lambda x: x ** 2, rest=lambda x, y: ops.mod(y, x), root=lambda x: x ** 0.5)))
GROUPS["integers"] = Group(
    "whole numbers and their types",
    {"x": draw.integers(4, 6), "y": draw.integers(4, 6, low=1, high=5), "b": draw.bools(4, 6), "c": draw.bools(4, 6),
     "u": draw.integers(4, 6, high=255, dtype="uint8")},
    dict({name: (lambda x, y, f=getattr(ops, name): f(x, y)) for name in """bitwise_and bitwise_or bitwise_xor
        bitwise_left_shift bitwise_right_shift left_shift right_shift gcd lcm add subtract multiply divide floor_divide mod
        maximum power equal fmod logaddexp""".split()},
        **dict(named("bitwise_not bitwise_invert negative abs square sign mean sum max cumsum argmax sqrt exp var median ceil"),
               **cases(
                   mean_axis=lambda x: ops.mean(x, axis=1), halves=lambda x: x / 2, floors=lambda x: x // 2, rest=lambda x: x % 3,
                   minus=lambda x: ops.subtract(x, 5) // 2, and_=lambda b, c: ops.logical_and(b, c), times_bool=lambda x, b: x * b,
                   sum_bool=lambda b: ops.sum(b, axis=1), not_=lambda b: ops.logical_not(b),
                   wrap=lambda u: ops.add(u, u), wrap_product=lambda u: ops.multiply(u, 3), sum_narrow=lambda u: ops.sum(u, axis=1),
                   mixed=lambda u, x: u + x, with_float=lambda x: x + 0.5, any_=lambda b: ops.any(b, axis=1),
                   cumprod=lambda y: ops.cumprod(y, axis=2), trace=lambda x: ops.trace(x, axis1=1, axis2=2),
                   matmul=lambda x, y: ops.matmul(x, ops.transpose(y, (0, 2, 1))), 
                   round_tens=lambda u: ops.round(u, decimals=-1), narrow=lambda x: ops.cast(x, "int8"), minus_u=lambda u: ops.subtract(u, 200)))))

# ---- reductions
reductions = {}
for name in """all amax amin any argmax argmin count_nonzero max mean min prod std sum var median logsumexp ptp nanargmax
    nanargmin nanmax nanmean nanmin nanprod nanstd nansum nanvar norm""".split():
    f = getattr(ops, name)
    for tag, keywords in (("last", {"axis": -1}), ("one", {"axis": 1}), ("none", {})):
        if name == "norm" and tag == "none":  # Keras 3.15 takes no norm over three axes
            continue
        reductions["%s-%s" % (name, tag)] = lambda x, f=f, k=keywords: f(x, **k)
    if name != "count_nonzero":
        reductions[name + "-keepdims"] = lambda x, f=f: f(x, axis=1, keepdims=True)
    if "arg" not in name:
        reductions[name + "-two"] = lambda x, f=f: f(x, axis=(1, 2))
GROUPS["reductions"] = Group("reductions", {"x": draw.floats(3, 4)}, reductions)
GROUPS["reductions-more"] = Group(
    "reductions with further arguments, running sums, norms",
    {"x": draw.floats(4, 6), "w": draw.floats(4, 6, low=.5, high=1)},
    dict(dict(named("cumsum cumprod nancumsum nancumprod"), **named("normalize average logsumexp")), **cases(
        max_initial=lambda x: ops.max(x, axis=1, initial=1.5), min_initial=lambda x: ops.min(x, axis=1, initial=-1.5),
        cumsum_1=lambda x: ops.cumsum(x, axis=1), cumprod_last=lambda x: ops.cumprod(x, axis=-1),
        average_axis=lambda x: ops.average(x, axis=1), average_array=lambda x: ops.average(x, axis=-1, weights=np.arange(6, dtype="float32")),
        average_tensor=lambda x, w: ops.average(x, axis=-1, weights=w), quantile=lambda x: ops.quantile(x, 0.3, axis=1),
        quantiles=lambda x: ops.quantile(x, np.array([0.3, 0.8], "float32"), axis=1), percentile=lambda x: ops.percentile(x, 30.0, axis=1),
        quantile_keep=lambda x: ops.quantile(x, 0.3, axis=2, keepdims=True),
        norm_1=lambda x: ops.norm(x, ord=1, axis=-1), norm_inf=lambda x: ops.norm(x, ord=np.inf, axis=-1), norm_0=lambda x: ops.norm(x, ord=0, axis=-1),
        norm_minus=lambda x: ops.norm(x, ord=-1, axis=1), norm_3=lambda x: ops.norm(x, ord=3, axis=1, keepdims=True),
        norm_fro=lambda x: ops.norm(x, ord="fro", axis=(1, 2)), norm_nuc=lambda x: ops.norm(x, ord="nuc", axis=(1, 2)),
        norm_rows=lambda x: ops.norm(x, ord=np.inf, axis=(2, 1)), norm_columns=lambda x: ops.norm(x, ord=1, axis=(1, 2)),
        norm_spectral=lambda x: ops.norm(x, ord=2, axis=(1, 2)), normalize_1=lambda x: ops.normalize(x, axis=1, order=1),
        normalize_3=lambda x: ops.normalize(x, axis=-1, order=3), moments=lambda x: ops.moments(x, axes=[1]),
        moments_keep=lambda x: ops.moments(x, axes=[1, 2], keepdims=True), diff=lambda x: ops.diff(x, axis=1), diff_2=lambda x: ops.diff(x, n=2, axis=-1),
        trapezoid=lambda x: ops.trapezoid(x, axis=-1), trapezoid_dx=lambda x: ops.trapezoid(x, dx=0.5, axis=1))))

# ---- shapes
GROUPS["movement"] = Group(
    "shapes and movement",
    {"x": draw.floats(4, 6), "y": draw.floats(4, 6), "wide": draw.floats(4, 2, 6), "one": draw.floats(1, 6, 1),
     "i": draw.integers(2, high=4), "along": draw.integers(2, 6, high=4)},
    cases(
        reshape=lambda x: ops.reshape(x, (-1, 24)), reshape_open=lambda x: ops.reshape(x, (-1, 3, 8)), ravel=lambda x: ops.ravel(x),
        transpose=lambda x: ops.transpose(x, (0, 2, 1)), transpose_4=lambda wide: ops.transpose(wide, (0, 3, 1, 2)), transpose_all=lambda x: ops.transpose(x),
        swap=lambda wide: ops.swapaxes(wide, 1, -1), move=lambda wide: ops.moveaxis(wide, 1, -1), move_two=lambda wide: ops.moveaxis(wide, (1, 2), (2, 3)),
        expand=lambda x: ops.expand_dims(x, 1), expand_two=lambda x: ops.expand_dims(x, (1, -1)), squeeze=lambda one: ops.squeeze(one, 1),
        squeeze_two=lambda one: ops.squeeze(one, (1, 3)), squeeze_all=lambda one: ops.squeeze(one), concatenate=lambda x, y: ops.concatenate([x, y], axis=-1),
        concatenate_0=lambda x, y: ops.concatenate([x, y]), append=lambda x, y: ops.append(x, y, axis=1), stack=lambda x, y: ops.stack([x, y], axis=1),
        stack_0=lambda x, y: ops.stack([x, y]), stack_last=lambda x, y: ops.stack([x, y], axis=-1), hstack=lambda x, y: ops.hstack([x, y]),
        vstack=lambda x, y: ops.vstack([x, y]), dstack=lambda x, y: ops.dstack([x, y]), split=lambda x: ops.split(x, 2, axis=1),
        split_at=lambda x: ops.split(x, [1, 3], axis=-1), array_split=lambda x: ops.array_split(x, 3, axis=1), hsplit=lambda x: ops.hsplit(x, 2),
        dsplit=lambda x: ops.dsplit(x, 2), unstack=lambda x: ops.unstack(x, axis=1), tile=lambda x: ops.tile(x, [1, 2, 3]), tile_one=lambda x: ops.tile(x, 2),
        tile_more=lambda x: ops.tile(x, [2, 1, 1, 1]), repeat=lambda x: ops.repeat(x, 2, axis=1), repeat_each=lambda x: ops.repeat(x, [1, 2, 0, 3], axis=1),
        repeat_all=lambda x: ops.repeat(x, 2), flip=lambda x: ops.flip(x, axis=1), flip_all=lambda x: ops.flip(x), flip_two=lambda x: ops.flip(x, axis=(1, 2)),
        fliplr=lambda x: ops.fliplr(x), flipud=lambda x: ops.flipud(x), roll=lambda x: ops.roll(x, 2, axis=1), roll_all=lambda x: ops.roll(x, 2),
        roll_two=lambda x: ops.roll(x, (1, -2), axis=(1, 2)), rot=lambda x: ops.rot90(x, axes=(1, 2)), rot_turned=lambda x: ops.rot90(x, axes=(2, 1)), rot_none=lambda x: ops.rot90(x, k=4, axes=(1, 2)),
        tril=lambda x: ops.tril(x), tril_1=lambda x: ops.tril(x, k=1), triu=lambda x: ops.triu(x, k=1),
        pad=lambda x: ops.pad(x, [[0, 0], [1, 2], [0, 3]]), pad_number=lambda x: ops.pad(x, [[0, 0], [1, 2], [0, 0]], constant_values=4.0),
        pad_reflect=lambda x: ops.pad(x, [[0, 0], [1, 2], [0, 0]], mode="reflect"), pad_symmetric=lambda x: ops.pad(x, [[0, 0], [1, 2], [3, 0]], mode="symmetric"),
        take=lambda x: ops.take(x, [2, 0], axis=1), take_minus=lambda x: ops.take(x, [-1, 0], axis=1), take_one=lambda x: ops.take(x, 2, axis=1),
        take_square=lambda x: ops.take(x, np.array([[0, 1], [2, 3]]), axis=1), take_flat=lambda x: ops.take(x, [2, 0]), take_by=lambda x, i: ops.take(x, i, axis=1),
        take_of=lambda i: ops.take(np.arange(24).reshape(8, 3).astype("float32"), i, axis=0), take_along=lambda x, along: ops.take_along_axis(x, along, axis=1),
        diagonal=lambda x: ops.diagonal(x, offset=1, axis1=1, axis2=2), diagonal_below=lambda x: ops.diagonal(x, offset=-2, axis1=1, axis2=2),
        trace=lambda x: ops.trace(x, axis1=1, axis2=2), item_last=lambda x: x[:, -1], item_part=lambda x: x[:, 1:3], item_step=lambda x: x[:, ::-2, 1:-1],
        item_new=lambda x: x[..., None, -1:], item_row=lambda x: x[0], item_beyond=lambda x: x[:, 2:100], item_before=lambda x: x[:, -100:2],
        meshgrid=lambda x, i: ops.meshgrid(ops.ravel(i), ops.ravel(i)), size=lambda x: ops.size(x) + x, broadcast=lambda one: ops.add(one, np.zeros((2, 6, 3), "float32"))))
GROUPS["movement-fixed"] = Group(
    "shapes with the batch in them",
    {"x": draw.floats(4, 6), "one": draw.floats(1, 6), "v": draw.floats(), "n": draw.integers(4, high=5), "t": np.array([[0], [2], [4]], "int32")},
    cases(
        slice=lambda x: ops.slice(x, (0, 1, 2), (3, 2, 3)), update=lambda x: ops.slice_update(x, (0, 1, 2), np.ones((3, 2, 3), "float32")),
        broadcast=lambda one: ops.broadcast_to(one, (3, 4, 6)), diag=lambda v: ops.diag(v), diag_k=lambda v: ops.diag(v, k=-1), diagflat=lambda v: ops.diagflat(v, k=1),
        vander=lambda v: ops.vander(v, 3), vander_up=lambda v: ops.vander(v, 4, increasing=True), scatter=lambda t, v: ops.scatter(t, v, (5,)),
        scatter_update=lambda v, x: ops.scatter_update(x, [[0, 1, 2], [2, 3, 5]], [7.0, 8.0]), correlate=lambda v: ops.correlate(v, np.array([1., 2], "float32")),
        correlate_full=lambda v: ops.correlate(v, np.array([1., 2], "float32"), mode="full"), correlate_same=lambda v: ops.correlate(v, np.array([1., 2], "float32"), mode="same"),
        linspace=lambda x: ops.linspace(x, x * 2.0 + 1.0, num=4), linspace_open=lambda x: ops.linspace(x, 9.0, num=5, endpoint=False, axis=1),
        logspace=lambda one: ops.logspace(one, 2.0, num=3, base=2), segment=lambda x: ops.segment_sum(x, np.array([0, 0, 2]), num_segments=3),
        segment_max=lambda x: ops.segment_max(x, np.array([0, 0, 2]), num_segments=4), unravel=lambda v: ops.unravel_index(ops.cast(ops.abs(v) * 4.0, "int32"), (3, 4)), rearrange=lambda x: ops.rearrange(x, "b h w -> b (h w)"), rearrange_heads=lambda x: ops.rearrange(x, "b t (h d) -> b h t d", h=2)), fixed=True)

# ---- products and matrices
S = np.stack([np.eye(3) * 3 + 0.1 * i for i in range(3)]).astype("float32")
GROUPS["products"] = Group(
    "products",
    {"x": draw.floats(4, 6), "m": draw.floats(6, 2), "q": draw.floats(4, 2, 3), "k": draw.floats(5, 2, 3), "v": draw.floats(4), "u": draw.floats(4), "sq": draw.floats(4, 4), "c": draw.floats(4, 3), "d": draw.floats(4, 3)},
    cases(
        matmul=lambda x, m: ops.matmul(x, m), matmul_array=lambda x: ops.matmul(x, np.arange(12).reshape(6, 2).astype("float32") / 10),
        matmul_vector=lambda x: ops.matmul(x, np.arange(6).astype("float32") / 10), matmul_2d=lambda v: ops.matmul(v, np.arange(8).reshape(4, 2).astype("float32") / 10),
        dot=lambda x: ops.dot(x, np.arange(12).reshape(6, 2).astype("float32") / 10), dot_vector=lambda x: ops.dot(x, np.arange(6).astype("float32")),
        vdot=lambda v, u: ops.vdot(v, u), inner=lambda x: ops.inner(x, np.arange(6).astype("float32")), outer=lambda v: ops.outer(v, np.arange(6).astype("float32")),
        tensordot=lambda x: ops.tensordot(x, np.arange(24).reshape(4, 6).astype("float32") / 20, axes=2), tensordot_1=lambda x: ops.tensordot(x, np.arange(12).reshape(6, 2).astype("float32") / 10, axes=1),
        tensordot_pair=lambda x: ops.tensordot(x, np.arange(12).reshape(3, 4).astype("float32") / 10, axes=[[1], [1]]), cross=lambda c, d: ops.cross(c, d), cdist=lambda c, d: ops.cdist(c, d),
        einsum=lambda x, m: ops.einsum("bij,bjk->bik", x, m), einsum_heads=lambda q, k: ops.einsum("bqhd,bkhd->bhqk", q, k), einsum_dots=lambda x, m: ops.einsum("...ij,...jk->...ik", x, m),
        einsum_outer=lambda v, u: ops.einsum("bi,bj->bij", v, u), einsum_trace=lambda sq: ops.einsum("bii->b", sq), einsum_diagonal=lambda sq: ops.einsum("bii->bi", sq),
        einsum_implied=lambda x, m: ops.einsum("bij,bjk", x, m), einsum_three=lambda v, u: ops.einsum("bi,bj,bk->bijk", v, u, u), einsum_sum=lambda x: ops.einsum("bij->bj", x)))
GROUPS["matrices"] = Group(
    "matrices", {"a": S, "b": draw.floats(3, 2), "r": draw.floats(3, 4)},
    cases(cholesky=lambda a: ops.cholesky(a), cholesky_upper=lambda a: ops.cholesky(a, upper=True), det=lambda a: ops.det(a), inv=lambda a: ops.inv(a), pinv=lambda r: ops.pinv(r),
          rank=lambda a: ops.matrix_rank(a), slogdet=lambda a: ops.slogdet(a), logdet=lambda a: ops.logdet(a), cholesky_inverse=lambda a: ops.cholesky_inverse(a), singular=lambda r: ops.svd(r, compute_uv=False),
          solve=lambda a, b: ops.solve(a, b), lower=lambda a, b: ops.solve_triangular(a, b, lower=True), upper=lambda a, b: ops.solve_triangular(a, b)))

# ---- sorting and searching
GROUPS["sorting"] = Group(
    "sorting, searching and counting",
    {"x": draw.floats(4, 6), "i": draw.integers(4, high=5), "s": draw.floats(6), "v": draw.floats(), "j": draw.integers(high=5), "t": np.array([0, 1, 2], "int32")},
    cases(sort=lambda x: ops.sort(x), sort_1=lambda x: ops.sort(x, axis=1), sort_all=lambda x: ops.sort(x, axis=None), argsort=lambda x: ops.argsort(x), argsort_1=lambda x: ops.argsort(x, axis=1),
          argsort_equal=lambda i: ops.argsort(i), top_k=lambda x: ops.top_k(x, 3), in_top_k=lambda t, s: ops.in_top_k(t, s, 2), search=lambda v: ops.searchsorted(np.array([-1., 0, 1], "float32"), v),
          search_right=lambda j: ops.searchsorted(np.array([1, 2, 4], "int32"), j, side="right"), digitize=lambda x: ops.digitize(x, np.array([-1., 0, 1], "float32")),
          one_hot=lambda i: ops.one_hot(i, 5), one_hot_1=lambda i: ops.one_hot(i, 5, axis=1), one_hot_few=lambda i: ops.one_hot(i, 3), one_hot_int=lambda i: ops.one_hot(i, 5, dtype="int32"), multi_hot=lambda i: ops.multi_hot(i, 5)))

# ---- neural networks
kernel = draw.random.normal(size=(3, 3, 2, 4)).astype("float32")
point = draw.random.normal(size=(1, 1, 8, 3)).astype("float32")
GROUPS["windows"] = Group(
    "convolutions, pooling and patches",
    {"x": draw.floats(7, 6, 2), "line": draw.floats(9, 2), "deep": draw.floats(4, 4, 8), "first": draw.floats(2, 4, 4), "rows": draw.floats(8, 4), "steps": draw.floats(16)},
    cases(conv=lambda x: ops.conv(x, kernel, padding="same"), conv_steps=lambda x: ops.conv(x, kernel, strides=2), conv_dilated=lambda x: ops.conv(x, kernel, dilation_rate=2), max_first=lambda first: ops.max_pool(first, 2, data_format="channels_last"),
          conv_1d=lambda line: ops.conv(line, kernel[0]), depthwise=lambda x: ops.depthwise_conv(x, kernel), depthwise_same=lambda x: ops.depthwise_conv(x, kernel, strides=2, padding="same"),
          separable=lambda x: ops.separable_conv(x, kernel, point), average=lambda x: ops.average_pool(x, 2), average_same=lambda x: ops.average_pool(x, 3, strides=2, padding="same"), max=lambda x: ops.max_pool(x, 2),
          max_same=lambda x: ops.max_pool(x, 3, strides=2, padding="same"), max_1d=lambda line: ops.max_pool(line, 2), adaptive_average=lambda x: ops.adaptive_average_pool(x, (3, 4)), adaptive_max=lambda x: ops.adaptive_max_pool(x, (3, 4)),
          to_space=lambda deep: ops.depth_to_space(deep, 2), to_depth=lambda deep: ops.space_to_depth(deep, 2), unfold=lambda first: ops.unfold(first, 2), unfold_more=lambda first: ops.unfold(first, 2, padding=1, stride=2, dilation=2),
          fold=lambda rows: ops.fold(rows, (4, 4), 2, stride=2), patches=lambda x: ops.image.extract_patches(x, 2), patches_same=lambda x: ops.image.extract_patches(x, (2, 3), strides=2, padding="same"), frames=lambda steps: ops.extract_sequences(steps, 4, 2)))
GROUPS["networks"] = Group(
    "normalisation, attention and losses",
    {"x": draw.floats(4, 6), "q": draw.floats(4, 2, 3), "k": draw.floats(5, 2, 3), "v": draw.floats(5, 2, 3), "mask": draw.bools(2, 4, 5), "t": (draw.bools(4)).astype("float32"), "p": draw.floats(4, low=.1, high=.9), "hot": np.eye(3, 4, dtype="float32"), "label": np.array([0, 1, 2], "int32"), "l": draw.floats(4)},
    cases(batch=lambda x: ops.batch_normalization(x, np.zeros(6, "float32") + .1, np.ones(6, "float32") * 2, -1), batch_1=lambda x: ops.batch_normalization(x, np.zeros(4, "float32") + .1, np.ones(4, "float32") * 2, 1, offset=np.ones(4, "float32"), scale=np.arange(4).astype("float32"), epsilon=0.1),
          layer=lambda x: ops.layer_normalization(x), layer_all=lambda x: ops.layer_normalization(x, np.arange(24).reshape(4, 6).astype("float32"), np.ones((4, 6), "float32"), axis=(1, 2), epsilon=0.1), rms=lambda x: ops.rms_normalization(x), rms_scale=lambda x: ops.rms_normalization(x, np.arange(6).astype("float32"), epsilon=0.01),
          attention=lambda q, k, v: ops.dot_product_attention(q, k, v), attention_causal=lambda q, k, v: ops.dot_product_attention(q, k, v, is_causal=True, scale=0.3), attention_mask=lambda q, k, v, mask: ops.dot_product_attention(q, k, v, mask=mask),
          binary=lambda t, p: ops.binary_crossentropy(t, p), binary_logits=lambda t, l: ops.binary_crossentropy(t, l, from_logits=True), categorical=lambda hot, p: ops.categorical_crossentropy(hot, p), categorical_logits=lambda hot, l: ops.categorical_crossentropy(hot, l, from_logits=True),
          sparse=lambda label, p: ops.sparse_categorical_crossentropy(label, p), sparse_logits=lambda label, l: ops.sparse_categorical_crossentropy(label, l, from_logits=True), psnr=lambda p, l: ops.psnr(p, l, 2.0)))
GROUPS["images-signals"] = Group(
    "images and signals",
    {"x": draw.floats(6, 6, 2), "rgb": draw.floats(4, 4, 3, low=0, high=1), "s": draw.floats(16), "re": draw.floats(4, 5), "im": draw.floats(4, 5)},
    cases(resize=lambda x: ops.image.resize(x, (4, 9)), nearest=lambda x: ops.image.resize(x, (4, 9), interpolation="nearest"), gray=lambda rgb: ops.image.rgb_to_grayscale(rgb), hsv=lambda rgb: ops.image.rgb_to_hsv(rgb), rgb=lambda rgb: ops.image.hsv_to_rgb(rgb),
          crop=lambda x: ops.image.crop_images(x, 1, 1, target_height=3, target_width=3), crop_ends=lambda x: ops.image.crop_images(x, 1, None, 2, 1, target_width=3), pad=lambda x: ops.image.pad_images(x, 1, 1, target_height=9, target_width=9), blur=lambda x: ops.image.gaussian_blur(x), blur_wide=lambda x: ops.image.gaussian_blur(x, (3, 5), (0.7, 1.5)), sobel=lambda x: ops.image.sobel_edges(x),
          fft=lambda re, im: ops.fft((re, im)), fft2=lambda re, im: ops.fft2((re, im)), ifft2=lambda re, im: ops.ifft2((re, im)), rfft=lambda s: ops.rfft(s), rfft_more=lambda s: ops.rfft(s, fft_length=20), irfft=lambda re, im: ops.irfft((re, im)), irfft_odd=lambda re, im: ops.irfft((re, im), fft_length=7), stft=lambda s: ops.stft(s, 4, 2, 8), stft_hamming=lambda s: ops.stft(s, 4, 2, 4, window="hamming", center=False)))
