/** Image files as tensors, to the number as Keras's {@code load_img} and {@code img_to_array} give them. */
@NullMarked
package io.github.keras4j.image;

import org.jspecify.annotations.NullMarked;
