"""JSON Lines of texts through one recurrent model: keras4j, tf.keras `predict` and onnxruntime, one after the other.

    python-reference/run tf-keras-2.15 python-reference/json_throughput.py [--lines 2000000] [--onnx model.onnx]

Each side reads the file of lines, parses JSON, encodes by the recipe, runs, decodes and writes a file of answers; the
time includes the start of the process or of the library. 1 line in 1,000 is bad in the file that keras4j gets besides.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FIXTURE = os.path.join(ROOT, "fixtures/alphabet/tf-keras-2.15/three-char-time-steps")
BATCH = 1024


def write_lines(folder, count):
    rng = random.Random(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    clean, dirty = os.path.join(folder, "clean.jsonl"), os.path.join(folder, "dirty.jsonl")
    with open(clean, "w") as good, open(dirty, "w") as bad:
        for i in range(count):
            at = rng.randrange(24)
            line = '"%s"\n' % letters[at : at + 3]
            good.write(line)
            bad.write('"ab"\n' if i % 1000 == 999 else line)
    return clean, dirty


def keras4j(source, target, heap):
    start = time.perf_counter()
    command = ["java", "-Xmx" + heap, "--add-modules", "jdk.incubator.vector", "-jar",
               os.path.join(ROOT, "target/keras4j.jar"), "predict", FIXTURE, "-i", source, "-o", target, "--overwrite"]
    run = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    print("  " + run.stderr.strip().splitlines()[-1])
    return run.returncode, seconds


def in_python(source, target, recipe, predict):
    places = {letter: i for i, letter in enumerate(recipe["vocabulary"])}

    def flush(texts, out):
        x = np.array([[places[letter] for letter in text] for text in texts], dtype=np.float64)
        x = (x.reshape(len(texts), recipe["steps"], recipe["features"]) / recipe["divide_by"]).astype(np.float32)
        for scores in predict(x):
            best = int(scores.argmax())
            out.write(json.dumps({"text": recipe["vocabulary"][best], "score": float(scores[best])}) + "\n")

    start = time.perf_counter()
    with open(source) as lines, open(target, "w") as out:
        texts = []
        for line in lines:
            texts.append(json.loads(line))
            if len(texts) == BATCH:
                flush(texts, out)
                texts = []
        if texts:
            flush(texts, out)
    return time.perf_counter() - start


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--lines", type=int, default=2_000_000)
    options.add_argument("--heap", default="256m")
    options.add_argument("--onnx", help="the model converted by tf2onnx; without it onnxruntime is left out")
    options = options.parse_args()
    with open(os.path.join(FIXTURE, "recipe.json")) as file:
        recipe = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        clean, dirty = write_lines(folder, options.lines)
        answers = [os.path.join(folder, name) for name in ("clean.out", "dirty.out", "python.out")]
        print("keras4j, clean lines")
        code, seconds = keras4j(clean, answers[0], options.heap)
        assert code == 0, code
        rates = {"keras4j": options.lines / seconds}
        print("keras4j, 1 in 1,000 bad")
        code, _ = keras4j(dirty, answers[1], options.heap)
        assert code == 4, code
        bad = 0
        with open(answers[0]) as one, open(answers[1]) as other:
            for i, (expected, given) in enumerate(zip(one, other)):
                if i % 1000 == 999:
                    assert given.startswith('{"line": %d, "error": ' % (i + 1)), given
                    bad += 1
                else:
                    assert given == expected, (i, given, expected)
        assert i + 1 == options.lines
        print("  all %d answers in order, %d of them errors, the others those of the clean lines" % (i + 1, bad))

        start = time.perf_counter()
        import tensorflow as tf

        model = tf.keras.models.load_model(os.path.join(FIXTURE, "model.h5"), compile=False)
        started = time.perf_counter() - start
        seconds = in_python(clean, answers[2], recipe, lambda x: model.predict(x, batch_size=BATCH, verbose=0))
        rates["tf.keras %s" % tf.__version__] = options.lines / (started + seconds)
        with open(answers[0]) as one, open(answers[2]) as other:
            for ours, theirs in zip(one, other):
                ours, theirs = json.loads(ours), json.loads(theirs)
                assert abs(ours["score"] - theirs["score"]) <= 1e-5, (ours, theirs)
        if options.onnx:
            start = time.perf_counter()
            import onnxruntime

            session = onnxruntime.InferenceSession(options.onnx, providers=["CPUExecutionProvider"])
            name = session.get_inputs()[0].name
            started = time.perf_counter() - start
            seconds = in_python(clean, answers[2], recipe, lambda x: session.run(None, {name: x})[0])
            rates["onnxruntime %s" % onnxruntime.__version__] = options.lines / (started + seconds)
        for name, rate in rates.items():
            print("%-24s %12.0f lines per second   keras4j is %.2f times as fast" % (name, rate, rates["keras4j"] / rate))


if __name__ == "__main__":
    sys.exit(main())
