package org.robustgrid.engine.plan;

import java.util.function.IntToLongFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.spi.random.RandomKey;

/**
 * The native memory of a plan's batches, worked out before they are made.
 *
 * <p>A batch of n samples takes p·(A(n) + G(n) + S(n) + D(n)) + F + c·n bytes, and one whose
 * tangents are pushed p·(2A(n) + 2G(n) + S(n) + T(n) + D(n)) + F' + c'·n, with
 *
 * <ul>
 *   <li>p: bytes of a number, 4 or 8;
 *   <li>A(n): numbers of all layers' outputs, the images included, each rounded up to 16;
 *   <li>G(n): the most numbers of cotangents that live at a time in reverse mode;
 *   <li>S(n): n times the largest output, where a rectifier or a branch needs scratch;
 *   <li>T(n): as much again, where a branch needs it for tangents;
 *   <li>D(n): dropout's factors and offsets;
 *   <li>F and c, F' and c' with tangents: what oneDNN keeps beside them for a batch and for each
 *       sample, copies in layouts of its choice. It chooses when a primitive is made, so they are
 *       counted on batches of one and two samples, the first time they are needed.
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
  private Beside plain;
  private Beside withTangent;

  /** What oneDNN keeps beside the plan's arrays. */
  private record Beside(long fixed, long perSample) {
    long of(int rows) {
      return fixed + perSample * rows;
    }
  }

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
    if (plain == null) {
      plain = count(false);
    }
    return arrays(rows, false) + plain.of(rows);
  }

  /**
   * Bytes of a batch whose tangents are pushed as well.
   *
   * @throws UnsupportedOperationException where a layer has no tangents
   */
  public long bytesWithTangent(int rows) {
    if (withTangent == null) {
      withTangent = count(true);
    }
    return arrays(rows, true) + withTangent.of(rows);
  }

  /** The most samples of a batch that runs forward and in reverse within a budget; 0 for none. */
  public int mostRows(long budget) {
    return most(budget, this::bytes);
  }

  /** As {@link #mostRows}, of a batch whose tangents are pushed as well. */
  public int mostRowsWithTangent(long budget) {
    return most(budget, this::bytesWithTangent);
  }

  private int most(long budget, IntToLongFunction bytes) {
    int most = 0;
    for (int step = Integer.highestOneBit(Integer.MAX_VALUE / 2); step > 0; step /= 2) {
      if (estimate(most + step) <= budget && bytes.applyAsLong(most + step) <= budget) {
        most += step;
      }
    }
    return most;
  }

  /** Whether a batch fits into a budget; most answers need no counting. */
  public boolean fits(int rows, long budget) {
    return generous(rows, false) <= budget || bytes(rows) <= budget;
  }

  /** As {@link #fits}, of a batch whose tangents are pushed as well. */
  public boolean fitsWithTangent(int rows, long budget) {
    return generous(rows, true) <= budget || bytesWithTangent(rows) <= budget;
  }

  /** A figure below {@link #bytes} that does not overflow for any number of rows. */
  private double estimate(int rows) {
    return (double) rows * program.largest() * program.precision().width();
  }

  /** A figure above {@link #bytes}, without counting: copies are of arrays that there are. */
  private long generous(int rows, boolean tangent) {
    long weights = program.parameters().gradient().length() * program.precision().width();
    return arrays(rows, tangent) * GENEROUS + weights * GENEROUS;
  }

  private long arrays(int rows, boolean tangent) {
    Layout outputs = new Layout();
    program.placeActivations(outputs, rows);
    Layout cotangents = new Layout();
    program.placeCotangents(cotangents, rows);
    long numbers = (tangent ? 2 : 1) * (outputs.length() + cotangents.length());
    boolean branches = branches();
    if (branches || program.nodes().stream().anyMatch(Node::relu)) {
      numbers += rows * program.largest();
    }
    if (branches && tangent) {
      numbers += rows * program.largest();
    }
    for (Node node : program.nodes()) {
      if (node instanceof DropoutNode dropout) {
        numbers += rows * dropout.drawnPerRow();
      }
    }
    return numbers * program.precision().width();
  }

  private boolean branches() {
    for (Node node : program.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (program.accumulates(node, i)) {
          return true;
        }
      }
    }
    return false;
  }

  private Beside count(boolean tangent) {
    if (OneDnn.get() == null) {
      return new Beside(0, 0);
    }
    // the first also packs the weights, for all that come
    probe(1, tangent);
    long one = probe(1, tangent);
    long two = probe(2, tangent);
    long perSample = Math.max(0, two - one);
    return new Beside(Math.max(0, one - perSample), perSample);
  }

  /** Bytes that oneDNN takes for one batch. */
  private long probe(int rows, boolean tangent) {
    long before = OneDnn.allocated();
    Frame frame = probed.frame(rows);
    INDArray images = Nd4j.zeros(probed.precision(), probed.input().shapeOf(rows));
    INDArray discarded =
        withParameters
            ? Nd4j.zeros(probed.precision(), probed.parameters().gradient().length())
            : null;
    try {
      frame.forward(images, RandomKey.of(0));
      frame.logitCotangent().assign(0);
      if (tangent) {
        frame.push(images);
        frame.logitTangentCotangent().assign(0);
        frame.backwardThroughTangent(discarded, true);
      } else {
        frame.backward(discarded, true);
      }
    } finally {
      frame.release();
      images.close();
      if (discarded != null) {
        discarded.close();
      }
    }
    return OneDnn.allocated() - before;
  }
}
