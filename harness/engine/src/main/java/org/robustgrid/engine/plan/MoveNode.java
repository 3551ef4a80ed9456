package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.onednn.Rearrangement;
import org.robustgrid.engine.onednn.Rearrangement.Part;
import org.robustgrid.engine.operator.View;

/** Copies of the inputs' numbers to other places, which strides describe, in float on oneDNN. */
final class MoveNode extends Node {

  private final List<Move> moves;
  private final View view;

  /**
   * What one input gives.
   *
   * @param shape of what is copied of a sample
   * @param whole whether it is all of the input
   */
  record Move(
      long[] shape,
      long[] inputStrides,
      long inputOffset,
      long[] outputStrides,
      long outputOffset,
      boolean whole) {

    /** As a view reads its input. */
    static Move of(View.Strided view, long inputSize) {
      long[] strides = view.shape().clone();
      long size = 1;
      for (int axis = strides.length - 1; axis >= 0; axis--) {
        long extent = strides[axis];
        strides[axis] = size;
        size *= extent;
      }
      return new Move(view.shape(), view.strides(), view.offset(), strides, 0, size == inputSize);
    }

    /** Runs of an input, each behind others in the output. */
    static Move run(long inputSize, long length, long outputRun, long outputOffset) {
      return new Move(
          new long[] {inputSize / length, length},
          new long[] {length, 1},
          0,
          new long[] {outputRun, 1},
          outputOffset,
          true);
    }
  }

  /**
   * Creates the node.
   *
   * @param moves one for each input
   * @param view that they make up, or {@code null}
   */
  MoveNode(String name, List<Value> inputs, Value output, List<Move> moves, View view) {
    super(name, inputs, output);
    this.moves = List.copyOf(moves);
    this.view = view;
  }

  /** Whether it takes an image and puts its channels last. */
  boolean putsChannelsLast() {
    return view != null && view.movesFirstBehind() && keepsShapes();
  }

  /** Whether it takes pixels, channels last, and makes an image of them. */
  boolean putsChannelsFirst() {
    return view != null && view.movesLastBefore() && keepsShapes();
  }

  /** Values may be read under other shapes than the view's own. */
  private boolean keepsShapes() {
    return Arrays.equals(input().shape(), view.inputShapes().get(0))
        && Arrays.equals(output().shape(), view.outputShape());
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private static long[] batched(long first, long... others) {
    long[] all = new long[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final Map<String, Runnable> made = new HashMap<>();

    Bound(Frame frame) {
      this.frame = frame;
    }

    private void run(String key, Supplier<Runnable> maker) {
      made.computeIfAbsent(key, k -> frame.own(maker)).run();
    }

    private Rearrangement of(int i) {
      return new Rearrangement(OneDnn.get(), batched(frame.rows(), moves.get(i).shape()));
    }

    private Part in(int i, INDArray array) {
      Move move = moves.get(i);
      return new Part(
          array, move.inputOffset(), batched(inputs().get(i).size(), move.inputStrides()));
    }

    private Part out(int i, INDArray array) {
      Move move = moves.get(i);
      return new Part(array, move.outputOffset(), batched(output().size(), move.outputStrides()));
    }

    private void pull(String key, int i, INDArray from, Sink sink) {
      if (sink.total() != null) {
        run(key + i, () -> of(i).add(out(i, from), in(i, sink.total())));
        return;
      }
      if (!moves.get(i).whole()) {
        sink.array().assign(0);
      }
      run(key + i, () -> of(i).copy(out(i, from), in(i, sink.array())));
    }

    @Override
    public void forward() {
      INDArray to = frame.activation(output());
      for (int index = 0; index < moves.size(); index++) {
        int i = index;
        INDArray from = frame.activation(inputs().get(i));
        run("forward" + i, () -> of(i).copy(in(i, from), out(i, to)));
      }
    }

    @Override
    public void backward(Wanted wanted) {
      for (int i = 0; i < moves.size(); i++) {
        Sink sink = frame.sink(MoveNode.this, i);
        if (!sink.skipped(wanted) && wanted.reaches(inputs().get(i))) {
          pull("backward", i, frame.cotangent(output()), sink);
        }
      }
    }

    @Override
    public void tangent() {
      INDArray to = frame.tangent(output());
      for (int index = 0; index < moves.size(); index++) {
        int i = index;
        INDArray from = frame.tangent(inputs().get(i));
        run("tangent" + i, () -> of(i).copy(in(i, from), out(i, to)));
      }
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      backward(wanted);
      for (int i = 0; i < moves.size(); i++) {
        Sink sink = frame.tangentSink(MoveNode.this, i);
        if (!sink.toNetworkInput()) {
          pull("tangent backward", i, frame.tangentCotangent(output()), sink);
        }
      }
    }
  }
}
