# -*- coding: utf-8 -*-
"""Records what a Keras model answers, for keras4j to verify in Java: `keras4j-record`, and the pytest fixture
`keras4j_fixture`."""
