package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * No text is made of a record's own {@code toString}, {@code Walk[returnSequences=false, ...]}: what a user reads is in
 * Keras's words. The compiler tells the type of everything that is joined to a string; a record that is meant to be
 * read declares a {@code toString} of its own.
 */
class RecordsInTextTest {
    private static final Set<String> JOINS = Set.of("append", "valueOf", "toString", "join");

    @Test
    void no_record_is_printed_as_java_prints_it() throws IOException {
        List<String> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    message -> {},
                    List.of(
                            "-proc:none",
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-classpath",
                            System.getProperty("java.class.path")),
                    null,
                    files.getJavaFileObjectsFromPaths(
                            sources.filter(RecordsInTextTest::isSource).toList()));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            task.analyze();
            for (CompilationUnitTree unit : units) {
                new Scanner(unit, task, found).scan(unit, null);
            }
            assertThat(units).hasSizeGreaterThan(300);
        }
        assertThat(found).isEmpty();
    }

    private static boolean isSource(Path path) {
        return path.toString().endsWith(".java") && !path.endsWith("package-info.java");
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> found;

        Scanner(CompilationUnitTree unit, JavacTask task, List<String> found) {
            this.unit = unit;
            this.trees = Trees.instance(task);
            this.found = found;
        }

        @Override
        public Void visitBinary(BinaryTree node, Void unused) {
            if (node.getKind() == Tree.Kind.PLUS
                    && (isString(node.getLeftOperand()) || isString(node.getRightOperand()))) {
                check(node.getLeftOperand());
                check(node.getRightOperand());
            }
            return super.visitBinary(node, unused);
        }

        @Override
        public Void visitCompoundAssignment(CompoundAssignmentTree node, Void unused) {
            if (node.getKind() == Tree.Kind.PLUS_ASSIGNMENT && isString(node.getVariable())) {
                check(node.getExpression());
            }
            return super.visitCompoundAssignment(node, unused);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree node, Void unused) {
            Element called = trees.getElement(new TreePath(getCurrentPath(), node.getMethodSelect()));
            if (called != null
                    && JOINS.contains(called.getSimpleName().toString())
                    && called.getEnclosingElement().toString().startsWith("java.lang.String")) {
                node.getArguments().forEach(this::check);
            }
            return super.visitMethodInvocation(node, unused);
        }

        private boolean isString(ExpressionTree tree) {
            TypeMirror type = type(tree);
            return type != null && type.toString().equals("java.lang.String");
        }

        private TypeMirror type(ExpressionTree tree) {
            return trees.getTypeMirror(new TreePath(getCurrentPath(), tree));
        }

        private void check(ExpressionTree tree) {
            TypeMirror type = type(tree);
            if (type != null && prints(type)) {
                long line = unit.getLineMap()
                        .getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
                found.add(Path.of(unit.getSourceFile().getName()).getFileName() + ":" + line + " " + tree + " is "
                        + type);
            }
        }

        /** Whether its text is a record's as Java writes it; so is a collection's of such records. */
        private boolean prints(TypeMirror type) {
            if (type.getKind() != TypeKind.DECLARED) {
                return false;
            }
            DeclaredType declared = (DeclaredType) type;
            TypeElement element = (TypeElement) declared.asElement();
            if (element.getKind() == ElementKind.RECORD) {
                return !says(element);
            }
            boolean sealedFamily = !element.getPermittedSubclasses().isEmpty() && !says(element);
            return sealedFamily && element.getPermittedSubclasses().stream().anyMatch(this::prints)
                    || element.toString().startsWith("java.util.")
                            && declared.getTypeArguments().stream().anyMatch(this::prints);
        }

        private boolean says(TypeElement element) {
            return element.getEnclosedElements().stream()
                    .filter(ExecutableElement.class::isInstance)
                    .anyMatch(method -> method.getSimpleName().contentEquals("toString")
                            && ((ExecutableElement) method).getParameters().isEmpty()
                            && trees.getTree(method) != null); // a record's own has none
        }
    }
}
