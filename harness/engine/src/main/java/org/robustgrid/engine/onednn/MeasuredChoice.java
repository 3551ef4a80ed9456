package org.robustgrid.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.dnnl.primitive_desc;
import org.robustgrid.engine.tuning.Kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the implementations of every convolution it is asked about and takes the fastest, or the
 * rule's unless another is faster by a margin: what is measured on a machine with other work must
 * not decide by noise.
 */
final class MeasuredChoice implements KernelChoice {

  /** What another implementation may take of the time of the rule's. */
  static final double MARGIN = 0.95;

  private static final Logger LOG = LoggerFactory.getLogger(MeasuredChoice.class);

  private final Function<List<Execution>, double[]> stopwatch;
  private final Map<String, Kernel> measured = new TreeMap<>();

  MeasuredChoice() {
    this(Alternation::medianSeconds);
  }

  /**
   * Measures in some way.
   *
   * @param stopwatch tells how long each execution takes
   */
  MeasuredChoice(Function<List<Execution>, double[]> stopwatch) {
    this.stopwatch = stopwatch;
  }

  /** What was chosen so far. */
  synchronized List<Kernel> kernels() {
    return List.copyOf(measured.values());
  }

  @Override
  public synchronized <D extends primitive_desc> D choose(
      ConvolutionSignature signature,
      long rows,
      Candidates<D> candidates,
      Function<D, Execution> trial) {
    Kernel kernel =
        measured.computeIfAbsent(
            signature.text() + ", rows " + rows,
            key -> measure(signature.text(), rows, candidates.all(), trial));
    return candidates.find(kernel).orElseGet(candidates::byRule);
  }

  private <D extends primitive_desc> Kernel measure(
      String signature,
      long rows,
      List<Candidates.Candidate<D>> candidates,
      Function<D, Execution> trial) {
    List<Execution> trials = new ArrayList<>();
    double[] seconds;
    try (NativeObjects objects = new NativeObjects()) {
      for (Candidates.Candidate<D> candidate : candidates) {
        trials.add(objects.make(() -> trial.apply(candidate.description())));
      }
      seconds = stopwatch.apply(trials);
    }
    int best = 0;
    for (int i = 1; i < seconds.length; i++) {
      if (seconds[i] < seconds[best] && seconds[i] < MARGIN * seconds[0]) {
        best = i;
      }
    }
    Candidates.Candidate<D> winner = candidates.get(best);
    LOG.info(
        "{}, {} rows: {} {} takes {} ms, the rule's {} {} ms",
        signature,
        rows,
        winner.algorithm(),
        winner.implementation(),
        1e3 * seconds[best],
        candidates.get(0).implementation(),
        1e3 * seconds[0]);
    return new Kernel(signature, rows, winner.algorithm(), winner.implementation());
  }
}
