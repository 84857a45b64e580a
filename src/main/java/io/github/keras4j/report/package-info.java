/** Renders the results of comparisons as text, JSON, JUnit XML and HTML. */
@NullMarked
package io.github.keras4j.report;

import org.jspecify.annotations.NullMarked;
