/** What is to be trained, before a precision is chosen. */
@NullMarked
package io.github.keras4j.engine.purejava.train.blueprint;

import org.jspecify.annotations.NullMarked;
