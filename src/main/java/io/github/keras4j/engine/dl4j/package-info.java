/**
 * The engine on Deeplearning4j: writes the canonical model as a plain Keras 2 file, imports that with DL4J's Keras
 * importer, and repairs what DL4J gets wrong. The only package that knows ND4J and DL4J.
 */
@NullMarked
package io.github.keras4j.engine.dl4j;

import org.jspecify.annotations.NullMarked;
