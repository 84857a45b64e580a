/** Reads models from files and fixtures, after checking their checksums. Nothing else opens a model. */
@NullMarked
package io.github.keras4j.source;

import org.jspecify.annotations.NullMarked;
