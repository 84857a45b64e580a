"""Writes arrays in every way that HDF5 stores them, each with the numbers that h5py reads back beside it.

    run keras-3 storage_variants.py FOLDER

FOLDER then holds earliest.h5 and latest.h5 (HDF5's two families of layouts): in each, "read/NAME" and "numbers/NAME"
(float64), and "refused/NAME", which keras4j can't hold exactly. opaque.h5 is a model whose kernel is of bytes without a
type, as tf.keras 2.15 stores bfloat16.
"""
import os
import sys

import h5py
import numpy as np


def plain(group, name, stored):
    group.parent["numbers"].create_dataset(name, data=np.asarray(stored[()], dtype="float64"))


def floats(size, offset, precision, sign, epos, esize, mpos, msize, bias, order=h5py.h5t.IEEE_F32LE):
    kind = order.copy()
    if size > 4:
        kind.set_size(size)
    kind.set_fields(sign, epos, esize, mpos, msize)
    kind.set_offset(offset)
    kind.set_precision(precision)
    kind.set_ebias(bias)
    if size <= 4:
        kind.set_size(size)
    return kind


def typed(group, name, kind, values):
    space = h5py.h5s.create_simple(values.shape)
    low = h5py.h5d.create(group.id, name.encode(), kind, space)
    low.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(values, dtype="float64"))
    # h5py may have no numpy type of that layout: the library converts
    back = np.empty(values.shape, dtype="float64")
    low.read(h5py.h5s.ALL, h5py.h5s.ALL, back)
    if group.name.endswith("read"):
        group.parent["numbers"].create_dataset(name, data=back)


def write(path, libver):
    random = np.random.RandomState(7)
    with h5py.File(path, "w", libver=libver if libver == "earliest" else ("v110", "v110")) as file:
        read, refused = file.create_group("read"), file.create_group("refused")
        file.create_group("numbers")
        values = random.randn(5, 7).astype("float32")

        def add(name, data=values, **how):
            plain(read, name, read.create_dataset(name, data=data, **how))

        for dtype in ("<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4",
                      "<u4", ">u4", "<i8", ">i8", "<u8", ">u8"):
            top = 100 * np.abs(values) if dtype.lstrip("<>")[0] == "u" else 20 * values
            add("dtype-" + dtype.replace("<", "little-").replace(">", "big-"), top.astype(dtype))
        add("bool", values > 0)
        add("scalar", np.float32(2.5))
        add("none", np.zeros((0, 3), "float32"))
        for name, how in {
            "gzip": {"compression": "gzip"}, "gzip-9": {"compression": "gzip", "compression_opts": 9},
            "gzip-shuffle": {"compression": "gzip", "shuffle": True},
            "gzip-shuffle-fletcher": {"compression": "gzip", "shuffle": True, "fletcher32": True},
            "fletcher": {"fletcher32": True}, "lzf": {"compression": "lzf"},
            "lzf-fletcher": {"compression": "lzf", "fletcher32": True}, "shuffle": {"shuffle": True},
        }.items():
            for chunks in (True, (2, 3), (1, 1), (5, 7), (5, 2)):
                add(name + "-" + str(chunks).replace(" ", "").replace("True", "auto"), chunks=chunks, **how)
        add("odd-fletcher", np.arange(9, dtype="i1"), chunks=(3,), fletcher32=True)
        add("one-byte-fletcher", np.arange(3, dtype="i1"), chunks=(1,), fletcher32=True)
        add("cube", random.randn(3, 4, 5), chunks=(2, 2, 2), compression="gzip")
        add("long-row", random.randn(1000), chunks=(7,))
        for compression in (None, "gzip"):
            partly = read.create_dataset(f"partly-{compression}", (5, 7), "float32", chunks=(2, 3), fillvalue=7,
                                         compression=compression)
            partly[1, 1] = 3
            partly[4, 6] = 4
            plain(read, f"partly-{compression}", partly)
        plain(read, "never", read.create_dataset("never", (2, 3), "float32", fillvalue=5))
        plain(read, "never-chunked", read.create_dataset("never-chunked", (2, 3), "int16", fillvalue=5, chunks=(1, 2)))
        plain(read, "no-fill", read.create_dataset("no-fill", (2, 3), "float32", chunks=(1, 2)))
        # a filter that makes a chunk longer is left out for this chunk, which its mask says
        noise = random.randint(0, 256, 64).astype("u1")
        masked = read.create_dataset("masked", (2, 64), "u1", chunks=(1, 64), compression="gzip")
        masked.id.write_direct_chunk((0, 0), noise.tobytes(), 1)
        masked[1] = noise
        plain(read, "masked", masked)
        if libver == "earliest":  # 'latest' indexes these with arrays whose checksums jHDF leaves unread
            grown = read.create_dataset("grown", (2, 2), "float32", chunks=(2, 2), maxshape=(None, 2), fillvalue=7)
            grown[:] = [[1, 2], [3, 4]]
            grown.resize((3, 2))
            plain(read, "grown", grown)
            many = read.create_dataset("many", data=np.arange(3000), chunks=(2,), maxshape=(None,))
            plain(read, "many", many)
        else:
            refused.create_dataset("one-unlimited", data=values, chunks=(2, 3), maxshape=(None, 7))
            refused.create_dataset("two-unlimited", data=values, chunks=(2, 3), maxshape=(None, None))
        typed(read, "bfloat16", floats(2, 0, 16, 15, 7, 8, 0, 7, 127), values)
        typed(read, "bfloat16-be", floats(2, 0, 16, 15, 7, 8, 0, 7, 127, h5py.h5t.IEEE_F32BE), values)
        typed(read, "tiny", floats(1, 0, 8, 7, 3, 4, 0, 3, 7), values)
        typed(read, "other-bias", floats(8, 0, 64, 63, 52, 11, 0, 52, 1000, h5py.h5t.IEEE_F64LE), values)
        typed(read, "three-bytes", floats(3, 0, 24, 23, 15, 8, 0, 15, 127), values)
        typed(read, "special", floats(2, 0, 16, 15, 7, 8, 0, 7, 127),
              np.array([np.inf, -np.inf, 0.0, -0.0, 1e-39, 3e38]))
        short = h5py.h5t.STD_I32LE.copy()
        short.set_precision(20)
        typed(refused, "integers-of-20-bits", short, values)
        refused.create_dataset("text", data=np.array([b"1", b"2"]))
        refused.create_dataset("u8-big", data=np.array([2**63, 1], dtype="u8"))
        refused.create_dataset("complex", data=np.array([1 + 2j]))
        enum = h5py.enum_dtype({"A": 1, "B": 2}, basetype="i1")
        add("enum", np.array([1, 2, 1], dtype="i1"), dtype=enum)


def write_opaque(path):
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = '{"class_name": "Sequential", "config": {"name": "s", "layers": []}}'
        weights = file.create_group("model_weights")
        weights.attrs["layer_names"] = [b"dense"]
        dense = weights.create_group("dense")
        dense.attrs["weight_names"] = [b"dense/kernel:0"]
        dense.create_dataset("dense/kernel:0", data=np.zeros((2, 1), "u2").view("V2"))


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    for libver in ("earliest", "latest"):
        write(os.path.join(sys.argv[1], libver + ".h5"), libver)
    write_opaque(os.path.join(sys.argv[1], "opaque.h5"))


main()
