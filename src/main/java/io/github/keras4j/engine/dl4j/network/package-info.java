/**
 * DL4J layers and vertices that compute a canonical record of {@code model}, in its networks and its zips. Their
 * configuration is text in DL4J's own JSON, so that a plain DL4J program restores them with this jar on its class path.
 */
@NullMarked
package io.github.keras4j.engine.dl4j.network;

import org.jspecify.annotations.NullMarked;
