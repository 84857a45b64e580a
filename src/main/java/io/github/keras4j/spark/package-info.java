/** Models for Spark's DataFrames. The user's project must bring Spark. */
@NullMarked
package io.github.keras4j.spark;

import org.jspecify.annotations.NullMarked;
