import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Makes the float32 twin of the training loops, and refuses what would compute in the other precision without saying so.
 *
 * <pre>
 * java Float32Twin.java generate F64 BY_HAND TARGET   the sources under F64, but for those that have a file in BY_HAND
 * java Float32Twin.java check CLASSPATH FOLDER...     holds compiled sources, of both precisions, to the rule below
 * </pre>
 *
 * The rule: a float becomes a double, or a double a float, only where a cast says so. {@code x += 0.5 * y} is an error
 * (the product would be a double), {@code x += (float) 0.5 * y} and {@code (float) Math.exp(x)} are right: what stands
 * under the cast is computed in double on purpose. What leaves the loops as a double goes through {@code Wide.of}.
 */
final class Float32Twin {
    /** The words that are exchanged. */
    private static final Map<String, String> WORDS = Map.of(
            "double", "float", "DoubleVector", "FloatVector", "toDoubles", "toFloats", "FLOAT64", "FLOAT32", "f64", "f32");

    /** Words that stay: numbers of tensors and of the model's records, which a cast takes over. */
    private static final Set<String> KEPT = Set.of("Double", "getDouble", "doubleValue");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Pattern OF_VECTORS = Pattern.compile("\\b(VectorSpecies|VectorMask|VectorShuffle)<Double>");
    private static final Pattern NO_CODE = Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"(\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);

    private final List<String> errors = new ArrayList<>();

    public static void main(String[] arguments) throws IOException {
        Float32Twin twin = new Float32Twin();
        int files = arguments[0].equals("generate")
                ? twin.generate(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]))
                : twin.check(arguments[1], List.of(arguments).subList(2, arguments.length));
        twin.errors.forEach(System.err::println);
        if (files == 0) {
            System.err.println("no source found. Received: " + String.join(" ", arguments));
        }
        System.exit(twin.errors.isEmpty() && files > 0 ? 0 : 1);
    }

    private int generate(Path from, Path byHand, Path to) throws IOException {
        Files.createDirectories(to);
        int made = 0;
        for (Path source : sources(from)) {
            Path name = from.relativize(source);
            if (Files.exists(byHand.resolve(name))) {
                Files.deleteIfExists(to.resolve(name));
                continue;
            }
            String twin = exchanged(source, Files.readString(source));
            Path target = to.resolve(name);
            Files.createDirectories(target.getParent());
            if (!Files.exists(target) || !Files.readString(target).equals(twin)) {
                Files.writeString(target, twin);
            }
            made++;
        }
        for (Path old : sources(to)) {
            if (!Files.exists(from.resolve(to.relativize(old)))) {
                Files.delete(old);
            }
        }
        return made;
    }

    private String exchanged(Path file, String text) {
        String vectors = OF_VECTORS.matcher(text).replaceAll("$1<Float>");
        refuseUnknown(file, NO_CODE.matcher(vectors).replaceAll(found -> lines(found.group())));
        return WORD.matcher(vectors).replaceAll(word -> WORDS.getOrDefault(word.group(), word.group()));
    }

    private static String lines(String text) {
        return "\n".repeat((int) text.chars().filter(c -> c == '\n').count());
    }

    /** A word that names a precision and is in neither table would stay what it is, in the twin too. */
    private void refuseUnknown(Path file, String code) {
        Matcher word = WORD.matcher(code);
        while (word.find()) {
            String text = word.group();
            boolean named = text.toLowerCase(java.util.Locale.ROOT).contains("double") || text.contains("64");
            if (named && !WORDS.containsKey(text) && !KEPT.contains(text)) {
                errors.add(file + ":" + (1 + lines(code.substring(0, word.start())).length())
                        + ": has no twin in float32. Received: " + text
                        + "; say it by a cast, or give the file a twin of its own");
            }
        }
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private int check(String classpath, List<String> folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : folders) {
            files.addAll(sources(Path.of(folder)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none", "-Xlint:none", "-implicit:none", "--add-modules", "jdk.incubator.vector", "-cp", classpath);
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                null,
                problem -> {
                    if (problem.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
                        errors.add(problem.toString());
                    }
                },
                options,
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(files));
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        task.analyze();
        Trees trees = Trees.instance(task);
        units.forEach(unit -> new Conversions(trees, unit).scan(unit, null));
        return files.size();
    }

    /** Finds the places at which the compiler turns one precision into the other by itself. */
    private final class Conversions extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final CompilationUnitTree unit;
        /** How many casts and markers stand around what is looked at. */
        private int told;

        private Conversions(Trees trees, CompilationUnitTree unit) {
            this.trees = trees;
            this.unit = unit;
        }

        @Override
        public Void visitTypeCast(TypeCastTree tree, Void none) {
            boolean narrows = kind(tree) == TypeKind.FLOAT && kind(tree.getExpression()) == TypeKind.DOUBLE;
            told += narrows ? 1 : 0;
            super.visitTypeCast(tree, none);
            told -= narrows ? 1 : 0;
            return null;
        }

        @Override
        public Void visitBinary(BinaryTree tree, Void none) {
            meet(tree.getLeftOperand(), tree.getRightOperand());
            return super.visitBinary(tree, none);
        }

        @Override
        public Void visitConditionalExpression(ConditionalExpressionTree tree, Void none) {
            meet(tree.getTrueExpression(), tree.getFalseExpression());
            return super.visitConditionalExpression(tree, none);
        }

        @Override
        public Void visitAssignment(AssignmentTree tree, Void none) {
            become(kind(tree.getVariable()), tree.getExpression());
            return super.visitAssignment(tree, none);
        }

        @Override
        public Void visitVariable(VariableTree tree, Void none) {
            if (tree.getInitializer() != null) {
                become(kind(tree.getType()), tree.getInitializer());
            }
            return super.visitVariable(tree, none);
        }

        @Override
        public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void none) {
            TypeKind target = kind(tree.getVariable());
            if (target == TypeKind.FLOAT && kind(tree.getExpression()) == TypeKind.DOUBLE) {
                wrong(tree, "is computed in double and cut to float");
            }
            become(target, tree.getExpression());
            return super.visitCompoundAssignment(tree, none);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree tree, Void none) {
            ExecutableElement method = (ExecutableElement) trees.getElement(getCurrentPath());
            boolean marker = method.getEnclosingElement().getSimpleName().contentEquals("Wide");
            told += marker ? 1 : 0;
            hand(method, tree.getArguments());
            super.visitMethodInvocation(tree, none);
            told -= marker ? 1 : 0;
            return null;
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void none) {
            hand((ExecutableElement) trees.getElement(getCurrentPath()), tree.getArguments());
            return super.visitNewClass(tree, none);
        }

        private void hand(ExecutableElement method, List<? extends ExpressionTree> arguments) {
            List<? extends VariableElement> parameters = method.getParameters();
            for (int i = 0; i < arguments.size() && i < parameters.size(); i++) {
                become(parameters.get(i).asType().getKind(), arguments.get(i));
            }
        }

        private void meet(ExpressionTree one, ExpressionTree other) {
            become(kind(other), one);
            become(kind(one), other);
        }

        /** A float that is taken for a double; one that was cast to float just here was meant to be rounded. */
        private void become(TypeKind target, ExpressionTree value) {
            Tree bare = value;
            while (bare instanceof ParenthesizedTree) {
                bare = ((ParenthesizedTree) bare).getExpression();
            }
            boolean rounded = bare instanceof TypeCastTree && !unit.getPackageName().toString().matches("(.*\\.)?f32(\\..*)?");
            if (target == TypeKind.DOUBLE && kind(value) == TypeKind.FLOAT && told == 0 && !rounded) {
                wrong(value, "is taken for a double");
            }
        }

        private TypeKind kind(Tree tree) {
            TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), tree));
            if (type == null) {
                return TypeKind.NONE;
            }
            return type.toString().equals("java.lang.Double") ? TypeKind.DOUBLE : type.getKind();
        }

        private void wrong(Tree tree, String what) {
            long at = trees.getSourcePositions().getStartPosition(unit, tree);
            errors.add(unit.getSourceFile().getName() + ":" + unit.getLineMap().getLineNumber(at) + ": " + tree + " " + what
                    + ". Say it by a cast, or by Wide.of where a number leaves the loops");
        }
    }
}
