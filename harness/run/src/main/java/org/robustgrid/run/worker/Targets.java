package org.robustgrid.run.worker;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.expectation.ExpectationClassifier;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * The target classes of a cell's attack, chosen by the harness. Clean logits are asked for in the
 * blocks that judgements are made in, so that they are the same whatever samples are attacked
 * together; a randomised classifier's are those of its expectation.
 */
final class Targets {

  private final AttackCell cell;
  private final Subject subject;
  private final BlockJudge judge;
  private final ExecutionProfile profile;

  Targets(AttackCell cell, Subject subject, BlockJudge judge, ExecutionProfile profile) {
    this.cell = cell;
    this.subject = subject;
    this.judge = judge;
    this.profile = profile;
  }

  /**
   * The targets of samples, one run each, in their order.
   *
   * @return an array for each sample; empty ones where the goal has no targets
   */
  Map<Integer, int[]> of(int[] samples) {
    PlannedThreatModel threat = cell.threatModel();
    int classes = subject.model().classifier().classes();
    Map<Integer, int[]> targets = new TreeMap<>();
    double[] logits = null;
    int begin = -1;
    for (int sample : samples) {
      if (threat.targetsByLogits() && judge.begin(sample) != begin) {
        begin = judge.begin(sample);
        logits = logits(begin, judge.end(begin));
      }
      double[] own = null;
      if (logits != null) {
        own = new double[classes];
        System.arraycopy(logits, (sample - begin) * classes, own, 0, classes);
      }
      int label = subject.dataset().plan().labels().get(sample);
      targets.put(sample, threat.targets(sample, label, classes, own));
    }
    return targets;
  }

  private double[] logits(int begin, int end) {
    OpenDataset dataset = subject.dataset();
    int[] block = IntStream.range(begin, end).toArray();
    INDArray images =
        dataset.batch(dataset.testImages(block), subject.model().network().precision());
    Classifier classifier = subject.model().classifier();
    if (classifier.randomised()) {
      classifier = new ExpectationClassifier(classifier, cell.model().under(profile).draws());
    }
    long[] samples = IntStream.of(block).asLongStream().toArray();
    RandomKey random = RandomKey.of(cell.model().seed()).with("target");
    return HostArrays.read(classifier.logits(images, new Query(samples, random)));
  }
}
