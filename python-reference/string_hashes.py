# -*- coding: utf-8 -*-
"""Records TensorFlow's hashes of strings as src/test/resources/string-hashes.json: run tf-keras-2.15 string_hashes.py

`fast` and `strong` (keyed by 7 and -9) are the hashes' remainders by 2^62 + 1, `cross` that of the string and 5.
"""
import json
import os

import recording

recording.keras()
import tensorflow as tf  # noqa: E402  after recording has chosen one thread

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "string-hashes.json")
BUCKETS = 2 ** 62 + 1


def main():
    texts = [u"x" * n for n in list(range(0, 70)) + [127, 128, 129, 191, 192, 193, 300]]
    texts += [u"abcdefghijklmnopqrstuvwxyz"[:n] for n in range(1, 27)] + [u"日本語", u"😀" * 20, u"zürich"]
    hashes = []
    for text in texts:
        crossed = tf.sparse.cross_hashed([tf.constant([[text]]), tf.constant([[5]], "int64")], BUCKETS)
        hashes.append({"text": text, "fast": int(tf.strings.to_hash_bucket_fast(text, BUCKETS)),
                       "strong": int(tf.strings.to_hash_bucket_strong(text, BUCKETS, [7, -9])),
                       "cross": int(crossed.values[0])})
    with open(TARGET, "w") as stream:
        stream.write("[\n" + ",\n".join(json.dumps(one) for one in hashes) + "\n]\n")
    print("%d texts" % len(texts))


if __name__ == "__main__":
    main()
