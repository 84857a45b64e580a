/** Answers JSON with a model: documents whole or not at all, JSON Lines as a stream in bounded memory. */
@NullMarked
package io.github.keras4j.predict;

import org.jspecify.annotations.NullMarked;
