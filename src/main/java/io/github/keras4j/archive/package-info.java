/** Reads model files in pure Java. A broken file gives an exception and never crashes the JVM. */
@NullMarked
package io.github.keras4j.archive;

import org.jspecify.annotations.NullMarked;
