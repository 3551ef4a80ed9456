package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Attack;
import org.robustgrid.spi.AttackRequest;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Query;
import org.robustgrid.spi.RandomKey;
import org.robustgrid.spi.RandomStream;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.ThreatModel;
import org.robustgrid.testkit.toy.ConstantClassifier;
import org.robustgrid.testkit.toy.StoppingMonitor;
import org.robustgrid.testkit.toy.TanhClassifier;

/**
 * What the harness asks of every attack: an answer in ball and box whatever the model does, the
 * same for a sample in any batch, originals left alone, and an end when it is stopped.
 */
public final class AttackContract {

  private static final int ROWS = 8;
  private static final int FEATURES = 16;
  private static final int CLASSES = 5;

  private final Attack attack;
  private final ThreatModel threat;
  private final List<String> violations = new ArrayList<>();

  private AttackContract(Attack attack, ThreatModel threat) {
    this.attack = attack;
    this.threat = threat;
  }

  /**
   * Puts an attack to the test, in float and in double, on small classifiers.
   *
   * @return what it broke, one sentence each; empty when it keeps the contract
   */
  public static List<String> violations(Attack attack, ThreatModel threat) {
    AttackContract contract = new AttackContract(attack, threat);
    for (DataType precision : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Classifier curved = new TanhClassifier(FEATURES, 12, CLASSES, 5);
      Classifier flat = new ConstantClassifier(new double[CLASSES], FEATURES);
      Classifier broken = new ConstantClassifier(new double[CLASSES], Double.NaN, FEATURES);
      contract.answersFeasibly("on a curved classifier", request(curved, threat, precision));
      contract.answersFeasibly("without any gradient", request(flat, threat, precision));
      contract.answersFeasibly("with NaN gradients", request(broken, threat, precision));
      contract.treatsSamplesAlone(request(curved, threat, precision));
      contract.endsWhenStopped(request(curved, threat, precision));
    }
    return contract.violations;
  }

  private static AttackRequest request(
      Classifier classifier, ThreatModel threat, DataType precision) {
    RandomStream random = RandomKey.of(21).stream();
    double[] pixels = new double[ROWS * FEATURES];
    Arrays.setAll(pixels, i -> random.nextDouble());
    INDArray images = Nd4j.createUninitialized(precision, new long[] {ROWS, FEATURES}, 'c');
    HostArrays.write(pixels, images);
    long[] samples = LongStream.range(0, ROWS).map(i -> 100 + 3 * i).toArray();
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images)
        .labels(classifier.decisions(images, new Query(samples, RandomKey.of(0))))
        .samples(samples)
        .threatModel(threat)
        .random(RandomKey.of(8))
        .build();
  }

  private void answersFeasibly(String where, AttackRequest request) {
    double[] originals = HostArrays.read(request.images());
    INDArray answer = attack.run(request).adversarials();
    if (!Arrays.equals(HostArrays.read(request.images()), originals)) {
      violations.add(where + " it changes the original images");
    }
    judge(where, request, originals, answer);
  }

  private void judge(String where, AttackRequest request, double[] originals, INDArray answer) {
    if (!Arrays.equals(answer.shape(), request.images().shape())) {
      violations.add(where + " it answers with the shape " + Arrays.toString(answer.shape()));
      return;
    }
    if (answer.dataType() != request.images().dataType()) {
      violations.add(where + " it answers with " + answer.dataType() + " images");
    }
    double[] found = HostArrays.read(answer);
    if (!Arrays.stream(found).allMatch(value -> value >= 0 && value <= 1)) {
      violations.add(where + " it leaves the box, or answers with NaN");
    }
    Norm norm = threat.norm();
    for (int row = 0; row < ROWS; row++) {
      double distance = Distances.between(norm, found, originals, row * FEATURES, FEATURES);
      if (!(distance <= threat.epsilon() * (1 + 1e-6))) {
        violations.add(where + " it leaves the ball: " + distance + " of " + threat.epsilon());
        return;
      }
    }
  }

  private void treatsSamplesAlone(AttackRequest request) {
    Function<int[], double[]> answer =
        rows -> HostArrays.read(attack.run(rows(request, rows)).adversarials());
    double[] whole = answer.apply(IntStream.range(0, ROWS).toArray());
    int[] order = {5, 2, 7, 0, 3};
    double[] part = answer.apply(order);
    for (int i = 0; i < order.length; i++) {
      double[] there = Arrays.copyOfRange(whole, order[i] * FEATURES, (order[i] + 1) * FEATURES);
      if (!Arrays.equals(there, Arrays.copyOfRange(part, i * FEATURES, (i + 1) * FEATURES))) {
        violations.add("a sample's answer depends on its batch");
        return;
      }
    }
  }

  private static AttackRequest rows(AttackRequest request, int[] rows) {
    int[] labels = request.labels();
    long[] samples = request.samples();
    return request.toBuilder()
        .images(HostArrays.rows(request.images(), rows))
        .labels(Arrays.stream(rows).map(row -> labels[row]).toArray())
        .samples(Arrays.stream(rows).mapToLong(row -> samples[row]).toArray())
        .build();
  }

  private void endsWhenStopped(AttackRequest request) {
    double[] originals = HostArrays.read(request.images());
    try {
      INDArray answer =
          attack.run(request.toBuilder().monitor(new StoppingMonitor(1)).build()).adversarials();
      judge("when it is stopped", request, originals, answer);
    } catch (StoppedException e) {
      // the other way an attack may end: the harness keeps the originals then
    }
  }
}
