/** How much of a model a fixture's recorded calls notice, and inputs that notice more. */
@NullMarked
package io.github.keras4j.coverage;

import org.jspecify.annotations.NullMarked;
