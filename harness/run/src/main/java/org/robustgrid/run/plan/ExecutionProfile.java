package org.robustgrid.run.plan;

import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.library.NativeLibrary;

/**
 * How cells are computed, as far as it can change a bit of a result: chosen once per run, stored
 * with it, part of every cell's key.
 *
 * @param nativeLibrary name of the native library, which tells the device too
 * @param convolutions what computes them: {@code winograd}, {@code direct} or {@code nd4j}
 * @param precision {@code float} or {@code double}
 * @param threads native threads of one worker
 * @param batch most samples of an attack's batch
 * @param draws draws of a randomised classifier that an attack's expectation is over
 * @param judgements fresh draws by whose majority a randomised classifier is judged
 * @param microBatch most samples that a network computes at once outside training, a power of two:
 *     what is left of a batch is computed in smaller ones, and all sizes must fit into twice the
 *     largest
 */
public record ExecutionProfile(
    String nativeLibrary,
    String convolutions,
    String precision,
    int threads,
    int batch,
    int draws,
    int judgements,
    int microBatch) {

  public ExecutionProfile {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be 1 to 1024, but are " + threads);
    }
    if (batch < 1 || draws < 1 || judgements < 1) {
      throw new IllegalArgumentException("batch, draws and judgements must be at least 1");
    }
    if (Integer.bitCount(MicroBatchRows.checked(microBatch)) != 1) {
      throw new IllegalArgumentException(
          "a micro-batch must be a power of two, but "
              + microBatch
              + " samples are asked for; take "
              + Integer.highestOneBit(microBatch)
              + " for one");
    }
    if (!precision.equals("float") && !precision.equals("double")) {
      throw new IllegalArgumentException(
          "precision must be float or double, but is '" + precision + "'");
    }
  }

  /**
   * Float, convolved by ND4J, one thread a worker, batches of 128, 16 draws, judged by 11, 64 at
   * once.
   */
  public static ExecutionProfile standard(String nativeLibrary) {
    return new ExecutionProfile(
        nativeLibrary, "nd4j", "float", 1, 128, 16, 11, MicroBatchRows.DEFAULT);
  }

  /** The standard profile with the native libraries chosen for this CPU; does not load ND4J. */
  public static ExecutionProfile forThisMachine() {
    return standard(NativeLibrary.select().name())
        .withConvolutions(NativeLibrary.convolutions().label());
  }

  /** What computes, {@code cpu} or {@code cuda}: the device of the native library. */
  public String device() {
    Device.Kind kind =
        nativeLibrary.equals(NativeLibrary.CUDA) ? Device.Kind.CUDA : Device.Kind.CPU;
    return kind.label();
  }

  public ExecutionProfile withConvolutions(String value) {
    return new ExecutionProfile(
        nativeLibrary, value, precision, threads, batch, draws, judgements, microBatch);
  }

  public ExecutionProfile withThreads(int value) {
    return new ExecutionProfile(
        nativeLibrary, convolutions, precision, value, batch, draws, judgements, microBatch);
  }

  public ExecutionProfile withBatch(int value) {
    return new ExecutionProfile(
        nativeLibrary, convolutions, precision, threads, value, draws, judgements, microBatch);
  }

  public ExecutionProfile withDraws(int ofAttacks, int ofJudges) {
    return new ExecutionProfile(
        nativeLibrary, convolutions, precision, threads, batch, ofAttacks, ofJudges, microBatch);
  }

  public ExecutionProfile withMicroBatch(int value) {
    return new ExecutionProfile(
        nativeLibrary, convolutions, precision, threads, batch, draws, judgements, value);
  }

  public ExecutionProfile withPrecision(String value) {
    return new ExecutionProfile(
        nativeLibrary, convolutions, value, threads, batch, draws, judgements, microBatch);
  }
}
