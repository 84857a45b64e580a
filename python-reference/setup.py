# -*- coding: utf-8 -*-
"""`pip install ./python-reference`: the recorder alone, as the package keras4j_record; on Python 2.7 too."""
import os

from setuptools import setup
from setuptools.command.build_py import build_py

MODULES = ("recording", "record", "answer", "which_keras", "pytest_plugin")


class OnlyTheRecorder(build_py):
    """The other scripts in this folder make keras4j's own fixtures."""

    def find_package_modules(self, package, package_dir):
        folder = os.path.dirname(os.path.abspath(__file__))
        found = [(package, name, os.path.join(folder, name + ".py")) for name in MODULES]
        return found + [(package, "__init__", os.path.join(folder, "package_init.py"))]


setup(
    name="keras4j-record",
    version="0.1.0",
    description="Records what a Keras model answers, for keras4j to verify in Java",
    license="Apache-2.0",
    python_requires=">=2.7",
    packages=["keras4j_record"],
    package_dir={"keras4j_record": "."},
    install_requires=["numpy", "h5py"],
    cmdclass={"build_py": OnlyTheRecorder},
    entry_points={
        "console_scripts": ["keras4j-record = keras4j_record.record:main"],
        "pytest11": ["keras4j = keras4j_record.pytest_plugin"],
    },
)
