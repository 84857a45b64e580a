/** Comparing tensors within a tolerance, and the messages for differences. Pure functions: no natives, no files. */
@NullMarked
package io.github.keras4j.compare;

import org.jspecify.annotations.NullMarked;
