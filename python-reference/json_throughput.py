"""Two million JSON lines of texts through one recurrent model: keras4j, onnxruntime and tf.keras, one after the other.

    python-reference/run tf-keras-2.15-onnx python-reference/json_throughput.py [--lines 2000000] [--calls 100000]
        [--heap 256m]

Each side is a process of its own that reads the file of lines, parses JSON, encodes by the recipe, runs the model,
decodes and writes a file of answers; its time is that of the whole process, from start to end. keras4j is started by
bin/keras4j, on clean lines and on the same lines with 1 in 1,000 bad: every line must be answered in its place and the
others as in the clean file. The Python sides answer the lines with bad ones as well, and check what predict checks.

What the Python sides use: orjson for every line and every answer, numpy for a whole batch at once (a table of the
letters' numbers, argmax), batches of 1,024. onnxruntime runs the same weights, converted by tf2onnx, on all cores.
tf.keras is asked twice: `predict` once per 1,024 lines, which is how people write it and mostly the price of a call
(measured on the first --calls lines; all 2,000,000 take two minutes), and `predict` on 65,536 lines at a time with batch_size=1024.
"""
import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FIXTURE = os.path.join(ROOT, "fixtures/alphabet/tf-keras-2.15/three-char-time-steps")
BATCH = 1024
CALL = 65536
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_lines(folder, count, calls):
    rng = random.Random(7)
    names = [os.path.join(folder, name) for name in ("clean.jsonl", "dirty.jsonl", "few.jsonl")]
    with open(names[0], "w") as clean, open(names[1], "w") as dirty, open(names[2], "w") as few:
        for i in range(count):
            at = rng.randrange(24)
            line = '"%s"\n' % LETTERS[at : at + 3]
            clean.write(line)
            line = '"ab"\n' if i % 1000 == 999 else line
            dirty.write(line)
            if i < calls:
                few.write(line)
    return names


# ---- what runs in the processes of the Python sides

def answer_lines(source, target, lines, predict):
    """Reads, parses, encodes, decodes and writes; `lines` at a time."""
    import numpy as np
    import orjson
    with open(os.path.join(FIXTURE, "recipe.json")) as file:
        recipe = json.load(file)
    vocabulary = recipe["vocabulary"]
    letters = frozenset(vocabulary)
    table = np.zeros(128, np.float32)
    for place, letter in enumerate(vocabulary):
        table[ord(letter)] = np.float32(place / recipe["divide_by"])
    steps = recipe["steps"]
    first = 1
    with open(source, "rb") as asked, open(target, "wb") as answers:
        while True:
            batch = asked.readlines(lines * 6)  # a line has six bytes
            if not batch:
                return
            texts, errors = [], {}
            for place, line in enumerate(batch):
                try:
                    text = orjson.loads(line)
                except orjson.JSONDecodeError as e:
                    errors[place] = "not JSON: %s" % e
                    continue
                if type(text) is not str or len(text) != steps or not letters.issuperset(text):
                    errors[place] = "a text of %d letters of the vocabulary is wanted. Received: %s" % (steps, text)
                    continue
                texts.append(text)
            codes = np.frombuffer("".join(texts).encode(), np.uint8)
            scores = predict(table[codes].reshape(len(texts), steps, recipe["features"]))
            best = scores.argmax(axis=1)
            out = [orjson.dumps({"text": vocabulary[place], "score": score},
                                option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE)
                   for place, score in zip(best.tolist(), scores[np.arange(len(best)), best])]
            for place in sorted(errors):  # each into its place among the others
                out.insert(place, orjson.dumps({"line": first + place, "error": errors[place]},
                                               option=orjson.OPT_APPEND_NEWLINE))
            answers.writelines(out)
            first += len(batch)


def peer(name, source, target, onnx):
    if name == "onnxruntime":
        import onnxruntime
        session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
        given = session.get_inputs()[0].name
        answer_lines(source, target, BATCH, lambda x: session.run(None, {given: x})[0])
    else:
        import tensorflow as tf
        model = tf.keras.models.load_model(os.path.join(FIXTURE, "model.h5"), compile=False)
        lines = BATCH if name == "keras-calls" else CALL
        answer_lines(source, target, lines, lambda x: model.predict(x, batch_size=BATCH, verbose=0))


def convert(onnx):
    import tensorflow as tf
    import tf2onnx
    model = tf.keras.models.load_model(os.path.join(FIXTURE, "model.h5"), compile=False)
    signature = [tf.TensorSpec((None,) + model.inputs[0].shape[1:], tf.float32, name="x")]
    tf2onnx.convert.from_keras(model, input_signature=signature, opset=17, output_path=onnx)


# ---- the comparison

def timed(command, code, environment=None):
    start = time.perf_counter()
    # `run` turns oneDNN off, for references that are the same everywhere; here TensorFlow may be as fast as it is
    environment = dict(environment or os.environ)
    environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    run = subprocess.run(command, stderr=subprocess.PIPE, text=True, env=environment)
    seconds = time.perf_counter() - start
    if run.returncode != code:
        sys.exit("%s ended with %d\n%s" % (command, run.returncode, run.stderr))
    return seconds, run.stderr


def keras4j(source, target, heap, code):
    environment = dict(os.environ, JAVA_OPTS="-Xmx%s %s" % (heap, os.environ.get("JAVA_OPTS", "")))
    seconds, said = timed([os.path.join(ROOT, "bin/keras4j"), "predict", FIXTURE, "-i", source, "-o", target,
                           "--overwrite"], code, environment)
    print("  " + said.strip().splitlines()[-1], flush=True)
    return seconds


def check_dirty(clean, dirty, lines):
    with open(clean) as one, open(dirty) as other:
        bad = count = 0
        for expected, given in zip(one, other):
            count += 1
            if count % 1000 == 0:
                assert given.startswith('{"line": %d, "error": ' % count), given
                bad += 1
            else:
                assert given == expected, (count, given, expected)
        assert count == lines and not one.read(1) and not other.read(1), count
    print("  all %d lines answered in order, %d of them by an error, the others as in the clean file" % (count, bad))


def check_peer(ours, theirs, lines):
    with open(ours) as one, open(theirs) as other:
        count = 0
        for expected, given in zip(one, other):
            expected, given = json.loads(expected), json.loads(given)
            count += 1
            if "error" in expected:
                assert "error" in given and given["line"] == expected["line"] == count, (expected, given)
                continue
            assert expected["text"] == given["text"] and abs(expected["score"] - given["score"]) <= 1e-5, (expected, given)
        assert count == lines and not other.read(1), count


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=2_000_000)
    options.add_argument("--calls", type=int, default=100_000, help="lines that tf.keras answers 1,024 to a call")
    options.add_argument("--heap", default="256m")
    options.add_argument("--peer", nargs=4, metavar=("NAME", "FROM", "TO", "ONNX"), help=argparse.SUPPRESS)
    options.add_argument("--convert", metavar="ONNX", help=argparse.SUPPRESS)
    options = options.parse_args()
    if options.peer:
        return peer(*options.peer)
    if options.convert:
        return convert(options.convert)
    import importlib.metadata as versions
    with tempfile.TemporaryDirectory() as folder:
        clean, dirty, few = write_lines(folder, options.lines, options.calls)
        onnx = os.path.join(folder, "model.onnx")
        timed([sys.executable, __file__, "--convert", onnx], 0)
        ours = os.path.join(folder, "clean.out")
        answers = {}
        print("keras4j, clean lines", flush=True)
        rows = [("keras4j", options.lines, keras4j(clean, ours, options.heap, 0))]
        print("keras4j, 1 in 1,000 bad", flush=True)
        rows.append(("keras4j, 1 line in 1,000 bad", options.lines, keras4j(dirty, ours + ".dirty", options.heap, 4)))
        for name, title, source, lines in [
                ("onnxruntime", "onnxruntime %s" % versions.version("onnxruntime"), dirty, options.lines),
                ("keras", "tf.keras %s, `predict` on 65,536 lines" % versions.version("tensorflow-cpu"), dirty, options.lines),
                ("keras-calls", "tf.keras %s, `predict` on 1,024 lines" % versions.version("tensorflow-cpu"), few,
                 min(options.calls, options.lines))]:
            answers[name] = (os.path.join(folder, name + ".out"), lines)
            print(title, flush=True)
            seconds, _ = timed([sys.executable, __file__, "--peer", name, source, answers[name][0], onnx], 0)
            rows.append((title, lines, seconds))
        check_dirty(ours, ours + ".dirty", options.lines)
        for answered, lines in answers.values():
            check_peer(ours + ".dirty", answered, lines)
        print("  the others answer the same texts, with scores within 1e-5, and the same lines by an error\n")
    best = rows[1][1] / rows[1][2]
    print("%s, %d cores, heap %s, %s" % (platform.machine(), os.cpu_count(), options.heap, time.strftime("%Y-%m-%d")))
    print("| | lines | seconds | lines per second | keras4j is faster by |\n| --- | ---: | ---: | ---: | ---: |")
    for title, lines, seconds in rows:
        rate = lines / seconds
        print("| %s | %s | %.2f | %s | %s |" % (title, format(lines, ","), seconds, format(round(rate), ","),
                                               "" if title.startswith("keras4j") else "%.1f" % (best / rate)))


if __name__ == "__main__":
    sys.exit(main())
