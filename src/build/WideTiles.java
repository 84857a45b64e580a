import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code WideTiles}: tiles of a matrix product for 32 vector registers, of which each is the same code for other
 * numbers of rows and vectors. {@code java src/build/WideTiles.java TARGET}, then format; {@code WideTilesTest} holds the
 * committed file to this one.
 */
final class WideTiles {
    /**
     * For one and two vectors, the numbers of rows: the first is the fastest, the others do what is left over. A larger tile
     * (14 rows, or four positions a loop) leaves the registers, or C1 has no virtual registers for it ("out of virtual
     * registers in linear scan"): HotSpot then never has a profile and leaves it uncompiled.
     */
    private static final int[][] ROWS = {{12, 4, 1}, {12, 8, 4, 1}};

    /** How many inner positions a loop has: two share the computing of their addresses, a tenth of the time. */
    private static final int STEP = 2;

    private static final String PARAMETERS =
            "int depth, float[] a, int aAt, float[] b, int bAt, float[] add, int addAt, int addStride,"
                    + " float[] c, int cAt, int cStride";
    private static final String ARGUMENTS = "depth, a, aAt + i * STRIDE, b, bAt, add, addAt + i * addStride, addStride,"
            + " c, cAt + i * cStride, cStride";

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
                 * <p>Rows of the left-hand side lie {@link #STRIDE} apart, a constant, so that all their addresses are one register
                 * and a number: with distances known only at run time the processor decodes too many instructions to keep both its
                 * multipliers busy (a quarter slower). The right-hand side is a panel, {@code [depth][v]} vectors.
                 * {@code depth} is even. What {@code add} has for each row is added to the sums at the end, and read before anything
                 * is written to this row of {@code c}, so that the vectors of a row may overlap in {@code c}. There is no loop in a
                 * loop and no branch: where vectors of two ways meet, C2 (JDK 17) keeps them on the heap. C2 must see that a loop is
                 * short: with G1 it puts others into an outer loop that asks for safepoints, and a ResNet50 took a tenth longer.
                 */
                final class WideTiles {
                    /** The longest sum: a panel of two vectors and a tile's rows then stay in the first-level cache. */
                    static final int DEEPEST = 160;

                    /** An odd number of cache lines, so that rows do not crowd in a few sets of the cache. */
                    static final int STRIDE = DEEPEST + 16;

                    private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
                    private static final int LANES = VectorGemm.LANES;
                    private static final int PANEL1 = LANES;
                    private static final int PANEL2 = 2 * LANES;

                    /** Sums of this length are practised. */
                    private static final int PRACTICE = 48;

                    private static final int END = Warmth.SCRATCH - PANEL2;
                """);
        for (int vectors = ROWS.length; vectors > 0; vectors--) {
            for (int rows : ROWS[vectors - 1]) {
                warmth(rows, vectors);
            }
        }
        line("private WideTiles() {}");
        for (int vectors = ROWS.length; vectors > 0; vectors--) {
            panel(vectors);
            for (int rows : ROWS[vectors - 1]) {
                tile(rows, vectors);
            }
        }
        return out.append("}\n").toString();
    }

    private static String second(int vectors, String type) {
        return vectors == 1 ? "" : ", " + type + "second";
    }

    private void panel(int vectors) {
        if (vectors == 1) {
            line("/** {@code m} rows with a panel of one vector. */");
        } else {
            line("/**");
            line(" * {@code m} rows with a panel of two vectors.");
            line(" *");
            line(" * @param second where a row's second vector goes, counted from the first");
            line(" */");
        }
        line("static void panel" + vectors + "(int m, " + PARAMETERS + second(vectors, "int ") + ") {");
        line("if (depth > DEEPEST) {");
        line("throw new IllegalArgumentException(\"a sum of \" + depth + \"; at most \" + DEEPEST);");
        line("}");
        line("int i = 0;");
        for (int rows : ROWS[vectors - 1]) {
            String more = vectors == 2 && rows == ROWS[1][0] ? " && m - i != " + 2 * ROWS[1][1] : "";
            line("for (; i <= m - " + rows + more + "; i += " + rows + ") {");
            line("if (WARMTH" + rows + "X" + vectors + ".isHot()) {");
            line("tile" + rows + "x" + vectors + "(" + ARGUMENTS + second(vectors, "") + ");");
            line("} else {");
            line("long since = System.nanoTime();");
            line("PlainTwins.tile(" + rows + ", PANEL" + vectors + ", " + ARGUMENTS + ", LANES, "
                    + (vectors == 1 ? "0" : "second") + ");");
            line("WARMTH" + rows + "X" + vectors + ".practise(since);");
            line("}");
            line("}");
        }
        line("}");
    }

    /** Practises a tile: rows and the panel overlap in the scratch, since numbers do not matter. */
    private void warmth(int rows, int vectors) {
        line("private static final Warmth WARMTH" + rows + "X" + vectors + " = new Warmth(");
        line("PRACTICE * " + (rows * (vectors + 1) + vectors) + " + " + 3 * rows * vectors + ",");
        line("scratch -> tile" + rows + "x" + vectors + "(PRACTICE, scratch, 0, scratch, 0, scratch, 0, 0, scratch, END, 0"
                + (vectors == 1 ? "" : ", LANES") + "));");
    }

    private void tile(int rows, int vectors) {
        line("static void tile" + rows + "x" + vectors + "(" + PARAMETERS + second(vectors, "int ") + ") {");
        line("FloatVector zero = FloatVector.zero(SPECIES);");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line("FloatVector " + sum(r, v) + " = zero;");
            }
        }
        line("int end = Math.min(depth, DEEPEST);");
        line("for (int p = 0; p < end; p += " + STEP + ") {");
        for (int ahead = 0; ahead < STEP; ahead++) {
            position(rows, vectors, ahead);
        }
        line("}");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                String at = r + " * addStride" + (v == 0 ? "" : " + second");
                line(sum(r, v) + " = " + sum(r, v) + ".add(FloatVector.fromArray(SPECIES, add, addAt + " + at + "));");
            }
            for (int v = 0; v < vectors; v++) {
                String at = r + " * cStride" + (v == 0 ? "" : " + second");
                line(sum(r, v) + ".intoArray(c, cAt + " + at + ");");
            }
        }
        line("}");
    }

    /** What an inner position adds. */
    private void position(int rows, int vectors, int ahead) {
        for (int v = 0; v < vectors; v++) {
            line((ahead == 0 ? "FloatVector " : "") + "b" + v + " = FloatVector.fromArray(SPECIES, b, bAt + p * PANEL" + vectors
                    + " + " + (ahead * vectors + v) + " * LANES);");
        }
        for (int r = 0; r < rows; r++) {
            line((ahead == 0 && r == 0 ? "FloatVector x = " : "x = ") + "FloatVector.broadcast(SPECIES, a[aAt + p + "
                    + ahead + " + " + r + " * STRIDE]);");
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
