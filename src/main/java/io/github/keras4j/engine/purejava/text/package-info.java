/** Layers that look words up: vocabularies, tokens, hashes. */
@NullMarked
package io.github.keras4j.engine.purejava.text;

import org.jspecify.annotations.NullMarked;
