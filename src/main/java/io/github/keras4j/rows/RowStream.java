package io.github.keras4j.rows;

import io.github.keras4j.tensor.Tensor;
import java.io.Closeable;

/** One array of a data set, read row by row. For one thread. */
public interface RowStream extends Closeable {
    /**
     * The next rows.
     *
     * @param most how many at most; fewer only before the end
     * @return {@code [rows, ...]} with the file's own type; no rows at the end
     * @throws io.github.keras4j.errors.InputException for a row that can't be read; it names the place
     */
    Tensor next(int most);

    @Override
    void close();
}
