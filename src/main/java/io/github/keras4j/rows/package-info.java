/** Data sets of any size as streams of rows: CSV, {@code .npy}, {@code .npz} and JSON Lines. */
@NullMarked
package io.github.keras4j.rows;

import org.jspecify.annotations.NullMarked;
