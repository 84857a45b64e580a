/** What runs a canonical model: the interfaces that engines implement. */
@NullMarked
package io.github.keras4j.engine;

import org.jspecify.annotations.NullMarked;
