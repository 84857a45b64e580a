/** What goes in and comes out: JSON and numpy arrays, recipes, fixtures. */
@NullMarked
package io.github.keras4j.data;

import org.jspecify.annotations.NullMarked;
