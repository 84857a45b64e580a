/** Retraining a recorded run in Java and comparing the two, update by update. */
@NullMarked
package io.github.keras4j.training;

import org.jspecify.annotations.NullMarked;
