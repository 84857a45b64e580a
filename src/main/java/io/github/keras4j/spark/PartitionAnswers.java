package io.github.keras4j.spark;

import io.github.keras4j.data.RowReader;
import io.github.keras4j.predict.BatchSizes;
import io.github.keras4j.predict.Rows;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** Answers a partition, on an executor. */
final class PartitionAnswers implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final Broadcast<ModelFiles> files;
    private final FrameColumns columns;
    /** 0: as the model's sizes suggest. */
    private final int batchSize;

    PartitionAnswers(Broadcast<ModelFiles> files, FrameColumns columns, int batchSize) {
        this.files = files;
        this.columns = columns;
        this.batchSize = batchSize;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> partition) {
        ModelFiles.Loaded loaded = files.value().model();
        int size =
                batchSize > 0 ? batchSize : BatchSizes.suggested(loaded.port().model(), columns.texts());
        Rows rows = new Rows(loaded.port(), size, false);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> rows.close());
        RowReader reader = new RowReader(Rows.inputs(loaded.port().model()), loaded.recipe());
        return new AnsweredRows(partition, columns, rows, reader, loaded.recipe());
    }
}
