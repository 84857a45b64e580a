/** JSON text as tokens and trees. */
@NullMarked
package io.github.keras4j.json;

import org.jspecify.annotations.NullMarked;
