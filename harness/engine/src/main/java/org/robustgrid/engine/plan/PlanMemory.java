package org.robustgrid.engine.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.spi.RandomKey;

/**
 * The native memory of a plan's batches, worked out before they are made.
 *
 * <p>A batch of n samples takes p·(A(n) + G(n) + S(n) + D(n)) + F + c·n bytes, and one whose
 * tangents are pushed p·(2A(n) + 2G(n) + S(n) + D(n)) + 2(F + c·n), with
 *
 * <ul>
 *   <li>p: bytes of a number, 4 or 8;
 *   <li>A(n): numbers of all layers' outputs, the images included, each rounded up to 16;
 *   <li>G(n): the most numbers of cotangents that live at a time in reverse mode;
 *   <li>S(n): n times the largest output, where a rectifier or a branch needs scratch;
 *   <li>D(n): dropout's masks;
 *   <li>F and c: what oneDNN keeps beside them for a batch and for each sample, copies in layouts
 *       of its choice. It chooses when a primitive is made, so both are counted on batches of one
 *       and two samples, the first time they are needed.
 * </ul>
 *
 * Weights packed for oneDNN are kept once for all batches of a plan and not counted here, nor is
 * the scratch that oneDNN takes and gives back in every operation.
 */
public final class PlanMemory {

  /** Copies of every array that no plan comes near. */
  private static final int GENEROUS = 8;

  private final Program program;
  private final Program probed;
  private final boolean withParameters;
  private long fixed = -1;
  private long perSample;

  /**
   * For a program.
   *
   * @param program whose batches are asked about
   * @param probed the same layers, whose passes leave no trace in the parameters; it is run where
   *     oneDNN's part must be counted
   * @param withParameters whether reverse mode asks for the parameters' gradient too
   */
  public PlanMemory(Program program, Program probed, boolean withParameters) {
    this.program = program;
    this.probed = probed;
    this.withParameters = withParameters;
  }

  /** Bytes of a batch that runs forward and in reverse. */
  public long bytes(int rows) {
    count();
    return arrays(rows, 1) + fixed + perSample * rows;
  }

  /** Bytes of a batch whose tangents are pushed as well. */
  public long bytesWithTangent(int rows) {
    count();
    return arrays(rows, 2) + 2 * (fixed + perSample * rows);
  }

  /** The most samples of a batch that runs forward and in reverse within a budget; 0 for none. */
  public int mostRows(long budget) {
    int most = 0;
    for (int step = Integer.highestOneBit(Integer.MAX_VALUE / 2); step > 0; step /= 2) {
      if (estimate(most + step) <= budget && bytes(most + step) <= budget) {
        most += step;
      }
    }
    return most;
  }

  /** Whether a batch fits into a budget; most answers need no counting. */
  public boolean fits(int rows, long budget) {
    return generous(rows) <= budget || bytes(rows) <= budget;
  }

  /** A figure below {@link #bytes} that does not overflow for any number of rows. */
  private double estimate(int rows) {
    return (double) rows * program.largest() * program.precision().width();
  }

  /** A figure above {@link #bytes}, without counting: copies are of arrays that there are. */
  private long generous(int rows) {
    long weights = program.parameters().gradient().length() * program.precision().width();
    return arrays(rows, 1) * GENEROUS + weights * GENEROUS;
  }

  private long arrays(int rows, int copies) {
    Layout outputs = new Layout();
    program.placeActivations(outputs, rows);
    Layout cotangents = new Layout();
    program.placeCotangents(cotangents, rows);
    long numbers = copies * (outputs.length() + cotangents.length());
    if (needsScratch()) {
      numbers += rows * program.largest();
    }
    for (Node node : program.nodes()) {
      if (node instanceof DropoutNode) {
        numbers += rows * node.input().size();
      }
    }
    return numbers * program.precision().width();
  }

  private boolean needsScratch() {
    for (Node node : program.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (program.accumulates(node, i)) {
          return true;
        }
      }
      if (node.relu()) {
        return true;
      }
    }
    return false;
  }

  private void count() {
    if (fixed >= 0) {
      return;
    }
    if (OneDnn.get() == null) {
      fixed = 0;
      return;
    }
    // the first also packs the weights, for all that come
    probe(1);
    long one = probe(1);
    long two = probe(2);
    perSample = Math.max(0, two - one);
    fixed = Math.max(0, one - perSample);
  }

  /** Bytes that oneDNN takes for one batch. */
  private long probe(int rows) {
    long before = OneDnn.allocated();
    Frame frame = probed.frame(rows);
    try {
      frame.forward(Nd4j.zeros(probed.precision(), probed.input().shapeOf(rows)), RandomKey.of(0));
      frame.logitCotangent().assign(0);
      INDArray discarded =
          withParameters
              ? Nd4j.zeros(probed.precision(), probed.parameters().gradient().length())
              : null;
      frame.backward(discarded, true);
    } finally {
      frame.release();
    }
    return OneDnn.allocated() - before;
  }
}
