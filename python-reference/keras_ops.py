"""Lists the public operations of Keras 3 as src/test/resources/keras-ops.json: run keras-3 keras_ops.py

For each name of keras.ops (and keras.ops.image, keras.ops.linalg) the class that stands in a functional model when the
function is called on a KerasTensor, with the parameters that a file stores: those of the class and those of its call.
A function without such a class never stands in a model's file. SignaturesTest holds the table of operations to it.
"""
import inspect
import json
import os
import re

import recording

keras = recording.keras()
from keras.src.ops.operation import Operation  # noqa: E402  after recording has chosen one thread

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "keras-ops.json")
MODULES = (("", keras.ops), ("image.", keras.ops.image), ("linalg.", keras.ops.linalg))
SIMPLE = (type(None), bool, int, float, str, list, tuple)


def class_of(function):
    """The operation that the function makes of symbolic tensors."""
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError):
        return None
    for name in re.findall(r"\b([A-Z]\w*)\((?:[^()]|\([^()]*\))*\)\s*(?:\.symbolic_call)?\(", source):
        found = inspect.getmodule(function).__dict__.get(name)
        if inspect.isclass(found) and issubclass(found, Operation):
            return found
    return None


def parameters(function):
    """Name and default of each; without self and the layer's name."""
    listed = []
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if parameter.name == "name" or parameter.kind == parameter.VAR_KEYWORD:
            continue
        entry = {"name": parameter.name}
        if parameter.default is not parameter.empty:
            if not isinstance(parameter.default, SIMPLE):
                raise ValueError("a default of another kind: %r" % parameter)
            entry["default"] = parameter.default
        listed.append(entry)
    return listed


def main():
    operations = {}
    for prefix, module in MODULES:
        for name in sorted(dir(module)):
            function = getattr(module, name)
            if name.startswith("_") or not callable(function) or inspect.isclass(function):
                continue
            if prefix and hasattr(keras.ops, name):
                continue
            found = class_of(function)
            operations[prefix + name] = {} if found is None else {
                "class": found.__name__, "config": parameters(found.__init__), "call": parameters(found.call)}
    lines = ["%s: %s" % (json.dumps(name), json.dumps(entry)) for name, entry in operations.items()]
    with open(TARGET, "w") as stream:
        stream.write('{"keras": %s, "operations": {\n%s\n}}\n' % (json.dumps(keras.__version__), ",\n".join(lines)))
    print("%d names, %d of them operations" % (len(operations), sum(1 for entry in operations.values() if entry)))


if __name__ == "__main__":
    main()
