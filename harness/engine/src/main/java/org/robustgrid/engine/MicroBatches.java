package org.robustgrid.engine;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.engine.plan.Frame;
import org.robustgrid.engine.plan.PlanMemory;
import org.robustgrid.engine.plan.Program;
import org.robustgrid.engine.plan.Variant;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches of any size in inference mode, cut into micro-batches of few sizes: the largest as
 * often as it goes, then powers of two, so that nothing is padded and few buffers are kept.
 */
final class MicroBatches {

  private static final Logger LOG = LoggerFactory.getLogger(MicroBatches.class);

  private final GraphNetwork network;
  private final long budget;
  private int rows;
  private final Map<Integer, Frame> frames = new HashMap<>();
  private INDArray logits;
  private INDArray gradient;

  /**
   * Starts without buffers.
   *
   * @param budget bytes that all sizes of micro-batches may take together; it lowers the largest
   */
  MicroBatches(GraphNetwork network, long budget) {
    this.network = network;
    this.budget = budget;
  }

  /** Rows of the largest micro-batch. */
  int rows() {
    if (rows == 0) {
      int asked = MicroBatchRows.asked();
      // the smaller ones take as much again: a half, a quarter, ...
      long ofLargest = budget / 2;
      PlanMemory memory = network.memory(Variant.INFERENCE);
      if (memory.fits(asked, ofLargest)) {
        rows = asked;
      } else {
        int most = memory.mostRows(ofLargest);
        if (most == 0) {
          throw MemoryBudget.exceeded(1, memory.bytes(1), 0, ofLargest);
        }
        rows = Integer.highestOneBit(most);
        LOG.info("micro-batches of {} rows instead of {}: memory is short", rows, asked);
      }
    }
    return rows;
  }

  /** Gives all buffers back, the answers' too. */
  void release() {
    frames.values().forEach(Frame::release);
    frames.clear();
    if (logits != null) {
      logits.close();
      logits = null;
    }
    if (gradient != null) {
      gradient.close();
      gradient = null;
    }
  }

  private static INDArray rows(INDArray array, long from, long to) {
    return from == 0 && to == array.size(0)
        ? array
        : array.get(NDArrayIndex.interval(from, to)).reshape(shape(array, to - from));
  }

  private static long[] shape(INDArray array, long rows) {
    long[] shape = array.shape().clone();
    shape[0] = rows;
    return shape;
  }

  /** The answer array for a number of rows: the front of one that grows as needed. */
  private static INDArray sized(INDArray kept, INDArray like, long... shape) {
    if (kept != null && kept.size(0) >= shape[0]) {
      return kept;
    }
    if (kept != null) {
      kept.close();
    }
    return Nd4j.create(like.dataType(), shape);
  }

  private Frame frame(Program program, int size) {
    return frames.computeIfAbsent(size, program::frame);
  }

  private int next(int remaining) {
    return remaining >= rows() ? rows : Integer.highestOneBit(remaining);
  }

  INDArray logits(INDArray images) {
    Program program = network.program(Variant.INFERENCE);
    int total = (int) images.size(0);
    logits = sized(logits, images, total, program.outputSize());
    for (int from = 0; from < total; ) {
      int size = next(total - from);
      INDArray answer =
          frame(program, size).forward(rows(images, from, from + size), RandomKey.of(0));
      rows(logits, from, from + size).assign(answer);
      from += size;
    }
    return rows(logits, 0, total);
  }

  LossGradient lossGradient(INDArray images, Loss loss) {
    Program program = network.program(Variant.INFERENCE);
    int total = (int) images.size(0);
    int classes = (int) program.outputSize();
    logits = sized(logits, images, total, classes);
    gradient = sized(gradient, images, images.shape());
    double[] losses = new double[total];
    for (int from = 0; from < total; ) {
      int size = next(total - from);
      Frame frame = frame(program, size);
      INDArray answer = frame.forward(rows(images, from, from + size), RandomKey.of(0));
      LossAtLogits.evaluate(frame, loss, from, losses);
      rows(logits, from, from + size).assign(answer);
      rows(gradient, from, from + size).assign(frame.backward(null, true));
      from += size;
    }
    return new LossGradient(losses, rows(logits, 0, total), rows(gradient, 0, total));
  }
}
