package org.robustgrid.models.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.Refused;

/**
 * Einsum of one or two factors, as a product of matrices: axes of both factors and of the result
 * count matrices, axes of one factor are rows or columns, and those that the result lacks are
 * summed.
 */
final class EinsumHandler {

  private static final String ELLIPSIS = "...";

  private final OnnxImport context;
  private final OnnxNode node;

  private EinsumHandler(OnnxImport context, OnnxNode node) {
    this.context = context;
    this.node = node;
  }

  static void register(Map<String, Handler> handlers) {
    handlers.put("Einsum", (c, n) -> c.put(n, new EinsumHandler(c, n).result()));
  }

  /** A value and a letter for each of its axes; those of an ellipsis are digits. */
  private record Factor(Operand operand, String labels) {

    boolean hasBatchIn(String some) {
      Dims dims = operand.dims();
      return dims.hasBatch() && some.indexOf(labels.charAt(dims.batchAxis())) >= 0;
    }
  }

  private Operand result() {
    String equation = node.text("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (terms.length != node.inputs().size() || sides.length > 2) {
      throw refused(equation, "which does not fit its " + node.inputs().size() + " factors");
    }
    if (terms.length > 2) {
      throw refused(equation, "but one or two factors are read; write it as several");
    }
    int hidden = 0;
    for (int i = 0; i < terms.length; i++) {
      hidden = Math.max(hidden, hidden(terms[i], i));
    }
    Factor[] factors = new Factor[terms.length];
    for (int i = 0; i < terms.length; i++) {
      String labels = labels(terms[i], hidden - hidden(terms[i], i), hidden);
      factors[i] = new Factor(context.input(node, i), labels);
      if (labels.length() != factors[i].operand().rank() || repeats(labels)) {
        throw refused(
            equation,
            "whose term '"
                + terms[i]
                + "' does not name each axis of "
                + factors[i].operand().dims()
                + " once");
      }
    }
    String result =
        sides.length == 2 ? labels(sides[1], 0, hidden) : implicit(String.join("", terms), hidden);
    Map<Character, Long> sizes = sizes(equation, factors);
    if (repeats(result) || !result.chars().allMatch(label -> sizes.containsKey((char) label))) {
      throw refused(equation, "whose result names an axis twice, or one that no factor has");
    }
    return terms.length == 1
        ? arranged(summed(factors[0], result), result)
        : product(factors[0], factors[1], result);
  }

  private Refused refused(String equation, String why) {
    return node.refused("has the equation '" + equation + "', " + why);
  }

  /** How many axes a term's ellipsis stands for. */
  private int hidden(String term, int index) {
    return term.contains(ELLIPSIS)
        ? Math.max(0, context.input(node, index).rank() - (term.length() - ELLIPSIS.length()))
        : 0;
  }

  private static String labels(String term, int from, int to) {
    StringBuilder digits = new StringBuilder();
    for (int i = from; i < to; i++) {
      digits.append((char) ('0' + i));
    }
    return term.replace(ELLIPSIS, digits);
  }

  /** The result of an equation without one: the axes that are named once, in alphabetical order. */
  private static String implicit(String terms, int hidden) {
    String letters = terms.replace(ELLIPSIS, "").replace(",", "");
    String once = chosen(letters, label -> letters.indexOf(label) == letters.lastIndexOf(label));
    char[] sorted = once.toCharArray();
    Arrays.sort(sorted);
    return labels(ELLIPSIS, 0, hidden) + new String(sorted);
  }

  private static boolean repeats(String labels) {
    return labels.chars().distinct().count() != labels.length();
  }

  private static String chosen(String labels, IntPredicate which) {
    return labels
        .chars()
        .filter(which)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Map<Character, Long> sizes(String equation, Factor... factors) {
    Map<Character, Long> sizes = new TreeMap<>();
    Map<Character, Boolean> batches = new TreeMap<>();
    for (Factor factor : factors) {
      Dims dims = factor.operand().dims();
      for (int axis = 0; axis < dims.rank(); axis++) {
        char label = factor.labels().charAt(axis);
        Long other = sizes.put(label, dims.size(axis));
        Boolean batch = batches.put(label, dims.isBatch(axis));
        if (other != null && (other != dims.size(axis) || batch != dims.isBatch(axis))) {
          throw refused(equation, "whose factors differ in the size of axis '" + label + "'");
        }
      }
    }
    return sizes;
  }

  /** Sums the axes that are not kept. */
  private Factor summed(Factor factor, String kept) {
    Dims dims = factor.operand().dims();
    boolean[] dropped = new boolean[dims.rank()];
    for (int axis = 0; axis < dropped.length; axis++) {
      dropped[axis] = kept.indexOf(factor.labels().charAt(axis)) < 0;
      if (dropped[axis] && dims.isBatch(axis)) {
        throw OnnxImport.mixes(node);
      }
    }
    return new Factor(
        ReductionHandlers.over(context, factor.operand(), "sum", dropped, false),
        chosen(factor.labels(), label -> kept.indexOf(label) >= 0));
  }

  private Operand product(Factor first, Factor second, String result) {
    Factor a = summed(first, second.labels() + result);
    Factor b = summed(second, first.labels() + result);
    if (b.hasBatchIn(result) && !a.operand().dims().hasBatch()) {
      // rows may hold the batch, columns may not
      Factor swapped = a;
      a = b;
      b = swapped;
    }
    String own = a.labels();
    String other = b.labels();
    String lead = chosen(result, l -> own.indexOf(l) >= 0 && other.indexOf(l) >= 0);
    String rows = chosen(own, l -> other.indexOf(l) < 0);
    String columns = chosen(other, l -> own.indexOf(l) < 0);
    String inner = chosen(own, l -> result.indexOf(l) < 0);
    if (a.hasBatchIn(inner)) {
      throw OnnxImport.mixes(node);
    }
    Operand left = arranged(a, lead + rows + inner);
    Operand right = arranged(b, lead + inner + columns);
    Dims dims = joined(left.dims(), lead.length() + rows.length(), right.dims(), columns.length());
    Operand matrices =
        MatrixHandlers.product(
            context,
            node,
            merged(left, lead.length(), rows.length(), inner.length()),
            merged(right, lead.length(), inner.length(), columns.length()));
    return arranged(new Factor(OnnxImport.as(matrices, dims), lead + rows + columns), result);
  }

  /** The axes in the order of some labels, which are all of them. */
  private Operand arranged(Factor factor, String labels) {
    return ShapeHandlers.permuted(
        context, factor.operand(), labels.chars().map(factor.labels()::indexOf).toArray());
  }

  /** The first axes of one, then the last of another. */
  private static Dims joined(Dims left, int first, Dims right, int last) {
    long[] sizes = Arrays.copyOf(left.sizes(), first + last);
    for (int i = 0; i < last; i++) {
      sizes[first + i] = right.size(right.rank() - last + i);
    }
    return left.hasBatch()
        ? new Dims(sizes, left.batchAxis(), left.outer(), left.inner())
        : Dims.fixed(sizes);
  }

  /** As matrices: the axes behind the leading ones become rows and columns. */
  private static Operand merged(Operand x, int lead, int rows, int columns) {
    Dims dims = x.dims();
    long[] sizes = Arrays.copyOf(dims.sizes(), lead + 2);
    int batch = dims.batchAxis() < lead ? dims.batchAxis() : -1;
    long outer = dims.outer();
    long inner = dims.inner();
    int axis = lead;
    for (int group = 0; group < 2; group++) {
      long size = 1;
      for (int end = axis + (group == 0 ? rows : columns); axis < end; axis++) {
        if (dims.isBatch(axis)) {
          batch = lead + group;
          outer *= size;
        } else if (batch == lead + group) {
          inner *= dims.size(axis);
        }
        size *= dims.size(axis);
      }
      sizes[lead + group] = size;
    }
    return OnnxImport.as(x, new Dims(sizes, batch, outer, inner));
  }
}
