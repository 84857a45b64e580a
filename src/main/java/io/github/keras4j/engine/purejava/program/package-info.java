/** How a layer becomes steps of a bound program, and what layers share to do so. */
@NullMarked
package io.github.keras4j.engine.purejava.program;

import org.jspecify.annotations.NullMarked;
