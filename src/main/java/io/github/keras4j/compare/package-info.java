/** What is equal enough: pure functions on tensors, and the words for what is not. No natives, no files. */
@NullMarked
package io.github.keras4j.compare;

import org.jspecify.annotations.NullMarked;
