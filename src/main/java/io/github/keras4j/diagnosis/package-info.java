/** Changes of a canonical model that explain a difference: tried by running it again, never guessed. */
@NullMarked
package io.github.keras4j.diagnosis;

import org.jspecify.annotations.NullMarked;
