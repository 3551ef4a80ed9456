package org.robustgrid.models.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.SampleValue;
import org.robustgrid.models.graph.SketchText;

/** Products of matrices: dense layers where one factor is a weight, else the operator. */
final class MatrixHandlers {

  private MatrixHandlers() {}

  static void register(Map<String, Handler> handlers) {
    handlers.put("MatMul", (c, n) -> c.put(n, product(c, n, c.input(n, 0), c.input(n, 1))));
    handlers.put("Gemm", MatrixHandlers::gemm);
  }

  static Operand product(OnnxImport context, OnnxNode node, Operand a, Operand b) {
    if (a.rank() == 1) {
      Operand row = OnnxImport.as(a, inserted(a.dims(), 0));
      return dropped(product(context, node, row, b), b.rank() == 1 ? 0 : b.rank() - 2);
    }
    if (b.rank() == 1) {
      Operand column = OnnxImport.as(b, inserted(b.dims(), 1));
      Operand result = product(context, node, a, column);
      return dropped(result, result.rank() - 1);
    }
    int last = a.rank() - 1;
    if (a.dims().isBatch(last) || b.dims().isBatch(b.rank() - 2)) {
      throw OnnxImport.mixes(node);
    }
    if (a.dims().size(last) != b.dims().size(b.rank() - 2)) {
      throw node.refused("multiplies " + a.dims() + " with " + b.dims() + ", which do not fit");
    }
    if (a instanceof SampleValue value
        && b instanceof HostTensor weights
        && b.rank() == 2
        && weights.recipe() == null) {
      return context
          .sketch()
          .dense(value, a.dims().with(last, weights.shape()[1]), weights, false, null);
    }
    return general(context, node, a, b);
  }

  private static Dims inserted(Dims dims, int axis) {
    long[] sizes = axis == 0 ? new long[] {1, dims.size(0)} : new long[] {dims.size(0), 1};
    int batch = dims.hasBatch() ? 1 - axis : -1;
    return new Dims(sizes, batch, dims.outer(), dims.inner());
  }

  private static Operand dropped(Operand operand, int axis) {
    boolean[] drop = new boolean[operand.rank()];
    drop[axis] = true;
    return OnnxImport.as(operand, ShapeHandlers.without(operand.dims(), drop));
  }

  /** Products of [..., rows, inner] and [..., inner, columns]. */
  private static Operand general(OnnxImport context, OnnxNode node, Operand a, Operand b) {
    int rank = Math.max(a.rank(), b.rank());
    Dims first = Broadcast.widened(a.dims(), rank);
    Dims second = Broadcast.widened(b.dims(), rank);
    if (second.isBatch(rank - 1)) {
      throw node.refused(
          "has the batch in the columns of its second factor, which is not supported");
    }
    Broadcast lead = Broadcast.of(node, leading(first), leading(second));
    long inner = first.size(rank - 1);
    long columns = second.size(rank - 1);
    boolean rowsHoldBatch = first.isBatch(rank - 2);
    long rows = rowsHoldBatch ? first.outer() * first.inner() : first.size(rank - 2);
    long[] leadShape = rowsHoldBatch ? leading(first).stored() : lead.dims().stored();
    if (rowsHoldBatch && second.hasBatch()) {
      throw OnnxImport.mixes(node);
    }
    long count = HostTensor.count(leadShape);
    Operand x = repeated(context, a, lead.stored(leading(first)), leadShape, rows, inner);
    Operand y = repeated(context, b, lead.stored(leading(second)), leadShape, inner, columns);
    Operand result =
        context.sketch().operator("product", List.of(), Dims.fixed(count, rows, columns), x, y);
    long[] sizes = lead.dims().sizes();
    long[] all = Arrays.copyOf(sizes, rank);
    all[rank - 2] = first.size(rank - 2);
    all[rank - 1] = columns;
    Dims dims =
        rowsHoldBatch
            ? new Dims(all, rank - 2, first.outer(), first.inner())
            : new Dims(all, lead.dims().batchAxis(), lead.dims().outer(), lead.dims().inner());
    return OnnxImport.as(result, dims);
  }

  /** The axes before the last two. */
  private static Dims leading(Dims dims) {
    int rank = dims.rank() - 2;
    int batch = dims.batchAxis() < rank ? dims.batchAxis() : -1;
    return new Dims(
        Arrays.copyOf(dims.sizes(), rank),
        batch,
        batch < 0 ? 1 : dims.outer(),
        batch < 0 ? 1 : dims.inner());
  }

  private static Operand repeated(
      OnnxImport context, Operand operand, long[] own, long[] lead, long rows, long columns) {
    long count = HostTensor.count(lead);
    Dims matrices = Dims.fixed(count, rows, columns);
    if (HostTensor.count(own) == count) {
      return OnnxImport.as(operand, matrices);
    }
    long[] small = Arrays.copyOf(own, own.length + 2);
    long[] large = Arrays.copyOf(lead, lead.length + 2);
    small[own.length] = large[lead.length] = rows;
    small[own.length + 1] = large[lead.length + 1] = columns;
    return context.view(
        operand,
        matrices,
        SketchText.step("reshape", small),
        SketchText.step("expand", large),
        SketchText.step("reshape", count, rows, columns));
  }

  /** α A B + β C, either factor transposed. */
  private static void gemm(OnnxImport context, OnnxNode node) {
    Operand a = context.input(node, 0);
    Operand b = context.input(node, 1);
    double alpha = node.number("alpha", 1);
    double beta = node.number("beta", 1);
    boolean transposed = node.integer("transB", 0) != 0;
    if (node.integer("transA", 0) != 0) {
      a = ShapeHandlers.permuted(context, a, 1, 0);
    }
    HostTensor bias = node.hasInput(2) && context.input(node, 2) instanceof HostTensor c ? c : null;
    if (a instanceof SampleValue value
        && b instanceof HostTensor weights
        && weights.recipe() == null
        && a.rank() == 2
        && a.dims().isBatch(0)
        && weights.rank() == 2) {
      long outputs = weights.shape()[transposed ? 0 : 1];
      if (a.dims().size(1) != weights.shape()[transposed ? 1 : 0]) {
        throw node.refused(
            "multiplies " + a.dims() + " with weights " + weights.dims() + ", which do not fit");
      }
      boolean simple =
          alpha == 1
              && (!node.hasInput(2)
                  || beta == 1
                      && bias != null
                      && bias.size() == outputs
                      && bias.rank() > 0
                      && bias.shape()[bias.rank() - 1] == outputs);
      if (simple) {
        context.put(
            node,
            context.sketch().dense(value, a.dims().with(1, outputs), weights, transposed, bias));
        return;
      }
    }
    Operand factor = transposed ? ShapeHandlers.permuted(context, b, 1, 0) : b;
    Operand result = product(context, node, a, factor);
    if (alpha != 1) {
      result = ElementHandlers.map(context, result, "line", alpha, 0);
    }
    if (node.hasInput(2) && beta != 0) {
      Operand added = context.input(node, 2);
      if (beta != 1) {
        added = ElementHandlers.map(context, added, "line", beta, 0);
      }
      result = ElementHandlers.binary(context, node, "add", result, added);
    }
    context.put(node, result);
  }
}
