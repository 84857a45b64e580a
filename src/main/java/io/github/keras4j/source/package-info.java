/** The one door for model files and fixtures: what is read came through its checksums. */
@NullMarked
package io.github.keras4j.source;

import org.jspecify.annotations.NullMarked;
