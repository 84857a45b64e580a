/** Renders what comparing gave: as text, JSON, JUnit XML, HTML. */
@NullMarked
package io.github.keras4j.report;

import org.jspecify.annotations.NullMarked;
