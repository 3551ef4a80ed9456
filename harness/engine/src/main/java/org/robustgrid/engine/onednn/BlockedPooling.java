package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.reorder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.Window;

/**
 * Pooling in float over images that are not plain, by oneDNN; a plain output is converted. Of equal
 * inputs the first in scan order is the maximum, and one that is not a number beats all others.
 */
public final class BlockedPooling implements Runnable, AutoCloseable {

  /** What a pooling takes of its windows. */
  public enum Kind {
    MAX,
    /** Padding counts in the divisor. */
    AVERAGE,
    AVERAGE_WITHOUT_PADDING
  }

  private final OneDnn oneDnn;
  private final Window window;
  private final Kind kind;
  private final Images from;
  private final Images to;
  private final Images blockedTo;
  private final long rows;
  private final INDArray x;
  private final INDArray y;
  private final pooling_forward.primitive_desc plan;
  private final memory workspace;
  private final Runnable forward;
  private final List<INDArray> copies = new ArrayList<>();

  /**
   * Binds to a forward pass's arrays.
   *
   * @param from how the input lies in memory: blocked, or channels last for averages
   * @param to how the output does
   */
  public BlockedPooling(
      OneDnn oneDnn, Window window, Kind kind, Images from, Images to, INDArray x, INDArray y) {
    if (!from.blocked() && (from.order() == Images.Order.PLAIN || kind == Kind.MAX)) {
      throw new IllegalArgumentException("blocked images are needed");
    }
    this.oneDnn = oneDnn;
    this.window = window;
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.rows = x.size(0);
    this.blockedTo = new Images(to.channels(), to.height(), to.width(), from.order());
    this.x = x;
    this.plan = plan(kind == Kind.MAX ? dnnl_forward_training : dnnl_forward_inference);
    this.workspace = kind == Kind.MAX ? oneDnn.allocate(plan.workspace_desc()) : null;
    // the maxima are looked up in the blocked output, so one is kept where the plan's is plain
    this.y = to.order() == from.order() ? y : blockedLike(y);
    Execution pooling = pooling(x, this.y, blockedTo);
    if (workspace != null) {
      pooling.in(DNNL_ARG_WORKSPACE, workspace, plan.workspace_desc());
    }
    this.forward = followedBy(kind == Kind.MAX ? maxima(pooling) : pooling, this.y, y);
  }

  private Runnable maxima(Execution pooling) {
    NonFiniteMaxima nonFinite = new NonFiniteMaxima(window, oneDnn.block(), x, y);
    return () -> {
      pooling.run();
      nonFinite.run();
    };
  }

  private INDArray blockedLike(INDArray array) {
    INDArray made =
        OneDnn.counted(Nd4j.createUninitialized(array.dataType(), array.shape().clone(), 'c'));
    copies.add(made);
    return made;
  }

  /** Converts the blocked result where it is not the output itself. */
  private Runnable followedBy(Runnable first, INDArray blocked, INDArray output) {
    if (blocked == output) {
      return first;
    }
    memory source = blockedTo.memory(oneDnn, blocked);
    memory target = to.memory(oneDnn, output);
    reorder conversion = new reorder(source, target);
    return () -> {
      first.run();
      conversion.execute(oneDnn.stream(), source, target);
      oneDnn.stream()._wait();
    };
  }

  private int algorithm() {
    return switch (kind) {
      case MAX -> dnnl_pooling_max;
      case AVERAGE -> dnnl_pooling_avg_include_padding;
      case AVERAGE_WITHOUT_PADDING -> dnnl_pooling_avg_exclude_padding;
    };
  }

  private long[] strides() {
    return new long[] {window.strideHeight(), window.strideWidth()};
  }

  /** oneDNN's name of the kernel that pools. */
  String implementation() {
    return plan.impl_info_str().getString();
  }

  private long[] kernel() {
    return new long[] {window.kernelHeight(), window.kernelWidth()};
  }

  private long[] before() {
    return new long[] {window.paddingHeight(), window.paddingWidth()};
  }

  private long[] behind() {
    long height =
        (window.outputHeight() - 1L) * window.strideHeight()
            + window.kernelHeight()
            - window.height()
            - window.paddingHeight();
    long width =
        (window.outputWidth() - 1L) * window.strideWidth()
            + window.kernelWidth()
            - window.width()
            - window.paddingWidth();
    return new long[] {Math.max(height, 0), Math.max(width, 0)};
  }

  private pooling_forward.primitive_desc plan(int propagation) {
    pooling_forward.desc description =
        new pooling_forward.desc(
            propagation,
            algorithm(),
            from.description(oneDnn, rows),
            blockedTo.description(oneDnn, rows),
            strides(),
            kernel(),
            before(),
            behind());
    return preferred(() -> new pooling_forward.primitive_desc(description, oneDnn.engine(), false));
  }

  private <P extends primitive_desc> P preferred(Supplier<P> make) {
    return from.blocked() ? oneDnn.sse41Pooling(make) : make.get();
  }

  private Execution pooling(INDArray source, INDArray target, Images layout) {
    return new Execution(oneDnn)
        .of(new pooling_forward(plan))
        .in(DNNL_ARG_SRC, from.memory(oneDnn, source), plan.src_desc())
        .out(DNNL_ARG_DST, layout.memory(oneDnn, target), plan.dst_desc());
  }

  /** The pooling itself. */
  @Override
  public void run() {
    forward.run();
  }

  @Override
  public void close() {
    copies.forEach(INDArray::close);
    copies.clear();
  }

  /** The adjoint for the last forward pass, overwriting {@code xCotangent}. */
  public Runnable backward(INDArray yCotangent, INDArray xCotangent) {
    return adjoint(yCotangent, xCotangent);
  }

  /** As {@link #backward}. */
  Execution adjoint(INDArray yCotangent, INDArray xCotangent) {
    pooling_backward.desc description =
        new pooling_backward.desc(
            algorithm(),
            from.description(oneDnn, rows),
            blockedTo.description(oneDnn, rows),
            strides(),
            kernel(),
            before(),
            behind());
    Supplier<pooling_backward.primitive_desc> make =
        () -> new pooling_backward.primitive_desc(description, oneDnn.engine(), plan, false);
    // of maxima, the kernel for SSE4.1 takes ten times as long
    pooling_backward.primitive_desc adjoint = kind == Kind.MAX ? make.get() : preferred(make);
    Execution execution =
        new Execution(oneDnn)
            .of(new pooling_backward(adjoint))
            .in(DNNL_ARG_DIFF_DST, to.memory(oneDnn, yCotangent), adjoint.diff_dst_desc())
            .out(DNNL_ARG_DIFF_SRC, from.memory(oneDnn, xCotangent), adjoint.diff_src_desc());
    if (workspace != null) {
      execution.in(DNNL_ARG_WORKSPACE, workspace, plan.workspace_desc());
    }
    return execution;
  }

  /** The linearisation at the last forward pass. */
  public Runnable tangent(INDArray v, INDArray pushed) {
    if (kind != Kind.MAX) {
      return pooling(v, pushed, to);
    }
    if (DisjointMaxima.covers(window)) {
      return new DisjointMaxima(oneDnn, window, this, from, to, v, pushed);
    }
    INDArray blocked = to.blocked() ? pushed : blockedLike(pushed);
    BlockedSelection selection =
        new BlockedSelection(window, oneDnn.block(), Lanes.of(x), Lanes.of(y));
    Lanes tangents = Lanes.of(v);
    Lanes selected = Lanes.of(blocked);
    return followedBy(() -> selection.select(tangents, selected), blocked, pushed);
  }
}
