/** Whatever slides windows: convolutions and pooling. */
@NullMarked
package io.github.keras4j.engine.purejava.convolution;

import org.jspecify.annotations.NullMarked;
