# -*- coding: utf-8 -*-
"""The pytest fixture `keras4j_fixture(model, inputs)`, which writes a fixture for keras4j from a test."""
from __future__ import absolute_import, division, print_function

import os
import re

import pytest


def pytest_addoption(parser):
    parser.getgroup("keras4j").addoption(
        "--keras4j-fixtures", metavar="FOLDER", default="keras4j-fixtures",
        help="where keras4j_fixture writes (default: keras4j-fixtures)")


@pytest.fixture
def keras4j_fixture(request):
    """keras4j_fixture(model, inputs, name=None, description=None, layers=True) gives the folder that it wrote.

    inputs is an array, or a list of one per input; name is the folder's (default: the test's).
    """
    try:
        import recording
    except ImportError:
        from keras4j_record import recording

    def write(model, inputs, name=None, description=None, layers=True):
        name = name or re.sub(r"[^A-Za-z0-9._-]+", "-", request.node.name).strip("-")
        folder = os.path.join(str(request.config.getoption("--keras4j-fixtures")), name)
        inputs = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
        kind = "keras" if recording.generation() == "keras-3" else "h5"
        recording.record(folder, model, [{"inputs": inputs}], description or "recorded by %s" % request.node.name,
                         layers=layers, file_format=kind)
        return folder

    return write
