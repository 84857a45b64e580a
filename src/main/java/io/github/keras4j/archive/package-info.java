/** Reading stored models in pure Java: a broken file is an exception, never a dead JVM. */
@NullMarked
package io.github.keras4j.archive;

import org.jspecify.annotations.NullMarked;
