package io.clusteragent.documentation;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Collects the texts that Java sources build from string literals; {@value #HOLE} stands for run-time values. */
final class SourceTexts {
  static final String HOLE = "...";

  private final Set<String> texts = new TreeSet<>();

  /** Returns all texts of the chosen Java files below a directory, without those for {@code Log.debug}. */
  static Set<String> below(Path directory, Predicate<Path> chosen) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(file -> file.toString().endsWith(".java") && chosen.test(file))
          .collect(Collectors.toList());
    }
    SourceTexts found = new SourceTexts();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task = (JavacTask) compiler.getTask(
          null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        found.new Scanner().scan(unit, null);
      }
    }
    return found.texts;
  }

  private void add(ExpressionTree expression) {
    for (String text : alternatives(expression)) {
      texts.add(text.replace(HOLE + HOLE, HOLE).strip());
    }
  }

  /** The expression's possible values: one text, or one for each outcome of the conditions in it. */
  private static List<String> alternatives(ExpressionTree expression) {
    if (expression instanceof LiteralTree) {
      Object value = ((LiteralTree) expression).getValue();
      return List.of(value instanceof String ? (String) value : HOLE);
    }
    if (expression instanceof ParenthesizedTree) {
      return alternatives(((ParenthesizedTree) expression).getExpression());
    }
    if (expression instanceof ConditionalExpressionTree) {
      ConditionalExpressionTree either = (ConditionalExpressionTree) expression;
      List<String> both = new ArrayList<>(alternatives(either.getTrueExpression()));
      both.addAll(alternatives(either.getFalseExpression()));
      return both;
    }
    if (expression.getKind() == Tree.Kind.PLUS) {
      BinaryTree sum = (BinaryTree) expression;
      List<String> sums = new ArrayList<>();
      for (String left : alternatives(sum.getLeftOperand())) {
        for (String right : alternatives(sum.getRightOperand())) {
          sums.add(left + right);
        }
      }
      return sums;
    }
    return List.of(HOLE);
  }

  private final class Scanner extends TreeScanner<Void, Void> {
    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      return call.getMethodSelect().toString().equals("Log.debug")
          ? null
          : super.visitMethodInvocation(call, null);
    }

    @Override
    public Void visitBinary(BinaryTree tree, Void unused) {
      if (tree.getKind() == Tree.Kind.PLUS) {
        add(tree);
        return null;
      }
      return super.visitBinary(tree, null);
    }

    @Override
    public Void visitLiteral(LiteralTree tree, Void unused) {
      add(tree);
      return null;
    }
  }
}
