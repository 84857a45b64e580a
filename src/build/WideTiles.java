import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code WideTiles}: tiles of a matrix product for 32 vector registers, of which each is the same code for other
 * numbers of rows and vectors. {@code java src/build/WideTiles.java TARGET}, then format; {@code WideTilesTest} holds the
 * committed file to this one.
 */
final class WideTiles {
    /**
     * For each width in vectors, the numbers of rows: the first is the fastest, the others do what is left over. Larger
     * tiles fit the registers, but C1 has no virtual registers for them ("out of virtual registers in linear scan"): HotSpot
     * then never has a profile and leaves them uncompiled, as 12 rows by 2 vectors, two positions a loop.
     */
    private static final int[][] ROWS = {{8, 4, 1}, {8, 4, 1}, {6, 3, 1}, {5, 3, 1}};

    private static final String PARAMETERS =
            "int depth, float[] a, int aAt, float[] b, int bAt, float[] add, int addAt, int addStride,"
                    + " float[] c, int cAt, int cStride";
    private static final String ARGUMENTS = "depth, a, aAt, b, bAt, add, addAt + i * addStride, addStride, c,"
            + " cAt + i * cStride, cStride";

    private final StringBuilder out = new StringBuilder();

    public static void main(String[] args) throws Exception {
        Files.writeString(Path.of(args[0]), new WideTiles().source());
    }

    private String source() {
        out.append(
                """
                package io.github.keras4j.engine.purejava.kernels;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /**
                 * Tiles of a matrix product for a processor with 32 vector registers: {@code r} rows by {@code v} vectors of
                 * columns, whose sums stay in registers until they are complete. Written by {@code src/build/WideTiles.java}.
                 *
                 * <p>Row {@code i} of the left-hand side begins at {@code a[aAt + rows[first + i]]}. The right-hand side is a panel,
                 * {@code [depth][v]} vectors. What {@code add} has for each row is added to the sums at the end. There is no
                 * loop in a loop and no branch: where vectors of two ways meet, C2 (JDK 17) keeps them on the heap.
                 */
                final class WideTiles {
                    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
                    private static final int LANES = VectorGemm.LANES;

                    private WideTiles() {}
                """);
        for (int vectors = ROWS.length; vectors > 0; vectors--) {
            panel(vectors);
            for (int rows : ROWS[vectors - 1]) {
                tile(rows, vectors, 1);
                if (rows > 1) {
                    tile(rows, vectors, 2);
                }
            }
        }
        return out.append("}\n").toString();
    }

    private void panel(int vectors) {
        line("/** All rows with a panel of " + vectors + (vectors == 1 ? " vector. */" : " vectors. */"));
        line("static void panel" + vectors + "(int[] rows, int first, int m, " + PARAMETERS + ") {");
        line("boolean even = depth % 2 == 0;");
        line("int i = 0;");
        for (int rows : ROWS[vectors - 1]) {
            line("for (; i <= m - " + rows + "; i += " + rows + ") {");
            String call = rows + "x" + vectors + "(rows, first + i, " + ARGUMENTS + ");";
            line(rows == 1 ? "tile" + call : "if (even) {\neven" + call + "\n} else {\ntile" + call + "\n}");
            line("}");
        }
        line("}");
    }

    /** @param step how many inner positions a loop has: two share the computing of their addresses, a tenth of the time */
    private void tile(int rows, int vectors, int step) {
        line("private static void " + (step == 1 ? "tile" : "even") + rows + "x" + vectors + "(int[] rows, int first, " + PARAMETERS + ") {");
        for (int r = 0; r < rows; r++) {
            line("int a" + r + " = aAt + rows[first + " + r + "];");
        }
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line("FloatVector " + sum(r, v) + " = FloatVector.zero(SPECIES);");
            }
        }
        line("for (int p = 0; p < depth; p += " + step + ") {");
        for (int ahead = 0; ahead < step; ahead++) {
            position(rows, vectors, ahead);
        }
        line("}");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line(sum(r, v) + ".add(FloatVector.fromArray(SPECIES, add, addAt + " + r + " * addStride + " + v
                        + " * LANES)).intoArray(c, cAt + " + r + " * cStride + " + v + " * LANES);");
            }
        }
        line("}");
    }

    /** What an inner position adds. */
    private void position(int rows, int vectors, int ahead) {
        for (int v = 0; v < vectors; v++) {
            line((ahead == 0 ? "FloatVector " : "") + "b" + v + " = FloatVector.fromArray(SPECIES, b, bAt + p * " + vectors
                    + " * LANES + " + (ahead * vectors + v) + " * LANES);");
        }
        for (int r = 0; r < rows; r++) {
            line((ahead == 0 && r == 0 ? "FloatVector x = " : "x = ") + "FloatVector.broadcast(SPECIES, a[a" + r + " + p"
                    + (ahead == 0 ? "" : " + " + ahead) + "]);");
            for (int v = 0; v < vectors; v++) {
                line(sum(r, v) + " = x.fma(b" + v + ", " + sum(r, v) + ");");
            }
        }
    }

    private static String sum(int row, int vector) {
        return "s" + row + "v" + vector;
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
