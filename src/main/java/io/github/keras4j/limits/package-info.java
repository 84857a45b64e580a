/** What untrusted files may ask for: memory, unpacked sizes, characters on a terminal. */
@NullMarked
package io.github.keras4j.limits;

import org.jspecify.annotations.NullMarked;
