/** For programs that use Deeplearning4j themselves: Keras's models as its networks. */
@NullMarked
package io.github.keras4j.dl4j;

import org.jspecify.annotations.NullMarked;
