/** Runs fixtures on the engines, compares, and explains a failure by running again with one thing changed. */
@NullMarked
package io.github.keras4j.verify;

import org.jspecify.annotations.NullMarked;
