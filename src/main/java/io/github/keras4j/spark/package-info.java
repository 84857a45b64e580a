/** Models for Spark's DataFrames; Spark itself is brought by who uses it. */
@NullMarked
package io.github.keras4j.spark;

import org.jspecify.annotations.NullMarked;
