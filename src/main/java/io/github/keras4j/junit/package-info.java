/** Fixtures as tests of a JUnit build; needs JUnit 5.10 or newer, which keras4j does not bring along. */
@NullMarked
package io.github.keras4j.junit;

import org.jspecify.annotations.NullMarked;
