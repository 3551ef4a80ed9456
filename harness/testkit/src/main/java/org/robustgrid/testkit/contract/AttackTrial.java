package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.TanhClassifier;

/** One run of an attack on a small problem, judged as the harness would judge it. */
final class AttackTrial {

  static final int ROWS = 8;
  static final int LENGTH = 16;
  static final int CLASSES = 5;
  static final long[] SHAPE = {1, 4, 4};

  private final AttackSubject subject;
  private final Classifier classifier;
  private AttackRequest request;
  private ContractGuard guard;

  private AttackTrial(AttackSubject subject, Classifier classifier, AttackRequest request) {
    this.subject = subject;
    this.classifier = classifier;
    this.request = request;
    limited(Monitor.NONE, Long.MAX_VALUE);
  }

  static Classifier curved() {
    return new TanhClassifier(LENGTH, 12, CLASSES, 5);
  }

  /** Images drawn from the unit box, labelled as the classifier sees them. */
  static AttackTrial on(AttackSubject subject, Classifier classifier, DataType precision) {
    return on(subject, classifier, precision, ROWS);
  }

  static AttackTrial on(
      AttackSubject subject, Classifier classifier, DataType precision, int rows) {
    RandomStream random = RandomKey.of(21).stream();
    double[] pixels = new double[rows * LENGTH];
    Arrays.setAll(pixels, i -> random.nextDouble());
    INDArray images =
        Nd4j.createUninitialized(precision, new long[] {rows, SHAPE[0], SHAPE[1], SHAPE[2]}, 'c');
    HostArrays.write(pixels, images);
    long[] samples = LongStream.range(0, rows).map(i -> 100 + 3 * i).toArray();
    int[] decisions = classifier.decisions(images, new Query(samples, RandomKey.of(0)));
    // a model of NaN predicts nothing, and the label is a class all the same
    int[] labels = Arrays.stream(decisions).map(decision -> Math.max(0, decision)).toArray();
    AttackRequest request =
        AttackRequest.builder()
            .classifier(classifier)
            .images(images)
            .labels(labels)
            .samples(samples)
            .goal(subject.goal(next(labels)))
            .others(draw -> others(images, labels))
            .threatModel(subject.threat())
            .random(RandomKey.of(8))
            .build();
    return new AttackTrial(subject, classifier, request);
  }

  /** The class after each one. */
  static int[] next(int[] labels) {
    return Arrays.stream(labels).map(label -> (label + 1) % CLASSES).toArray();
  }

  /** For each row the first image of another class; its own where there is none. */
  private static INDArray others(INDArray images, int[] labels) {
    int[] rows = new int[labels.length];
    for (int row = 0; row < rows.length; row++) {
      int label = labels[row];
      rows[row] =
          IntStream.range(0, labels.length).filter(i -> labels[i] != label).findFirst().orElse(row);
    }
    return HostArrays.rows(images, rows);
  }

  AttackRequest request() {
    return request;
  }

  ContractGuard guard() {
    return guard;
  }

  /** The same trial with another request. */
  AttackTrial with(AttackRequest other) {
    return new AttackTrial(subject, classifier, other);
  }

  /** The same trial with pixels changed by a linear function, in the domain [low, high]. */
  AttackTrial in(Domain domain) {
    double[] pixels = HostArrays.read(request.images());
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = domain.low() + (domain.high() - domain.low()) * pixels[i];
    }
    INDArray images = request.images().dup('c');
    HostArrays.write(pixels, images);
    return with(request.toBuilder().images(images).domain(domain).build());
  }

  /** Some rows of the trial, in the given order. */
  AttackTrial rows(int... rows) {
    int[] labels = request.labels();
    long[] samples = request.samples();
    return with(
        request.toBuilder()
            .images(HostArrays.rows(request.images(), rows))
            .labels(Arrays.stream(rows).map(row -> labels[row]).toArray())
            .goal(goal(rows))
            .others(draw -> request.others(draw).map(o -> HostArrays.rows(o, rows)).orElse(null))
            .samples(Arrays.stream(rows).mapToLong(row -> samples[row]).toArray())
            .build());
  }

  private Goal goal(int[] rows) {
    int[] targets = request.goal().targets();
    return request.goal().kind() == Goal.Kind.TARGETED
        ? Goal.targeted(Arrays.stream(rows).map(row -> targets[row]).toArray())
        : request.goal();
  }

  /**
   * By how much the targets' logits exceed the largest others after the attack, less before it, in
   * the mean over rows.
   */
  double towards(int[] targets) {
    INDArray answer = subject.attack().run(request).adversarials();
    return gap(answer, targets) - gap(request.images(), targets);
  }

  private double gap(INDArray images, int[] targets) {
    Query query = new Query(request.samples(), RandomKey.of(0));
    double[] logits = HostArrays.read(classifier.logits(images, query));
    double sum = 0;
    for (int row = 0; row < targets.length; row++) {
      double other = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < CLASSES; c++) {
        other = c == targets[row] ? other : Math.max(other, logits[row * CLASSES + c]);
      }
      sum += logits[row * CLASSES + targets[row]] - other;
    }
    return sum / targets.length;
  }

  /** Sets limits, instead of none. */
  AttackTrial limited(Monitor monitor, long passes) {
    long[] images = request.images().shape();
    long[] shape = Arrays.copyOfRange(images, 1, images.length);
    guard =
        new ContractGuard(classifier, shape, request.samples(), subject.access(), monitor, passes);
    request =
        request.toBuilder().classifier(guard).monitor(monitor).remaining(guard::remaining).build();
    return this;
  }

  /** The answer, one row after the other. */
  double[] answer() {
    return HostArrays.read(subject.attack().run(request).adversarials());
  }

  /** Runs the attack: what is wrong with its answer and with its questions. */
  List<String> violations() {
    return violations(subject.attack());
  }

  private List<String> violations(Attack attack) {
    double[] originals = HostArrays.read(request.images());
    INDArray answer = attack.run(request).adversarials();
    List<String> violations = new ArrayList<>(guard.broken());
    if (!Arrays.equals(HostArrays.read(request.images()), originals)) {
      violations.add("it changes the original images");
    }
    violations.addAll(AnswerCheck.violations(request, originals, answer));
    return violations;
  }

  /** How many rows of the answer the classifier gets wrong; infeasible answers count for none. */
  int misclassified(Attack attack) {
    double[] originals = HostArrays.read(request.images());
    INDArray answer = attack.run(request).adversarials();
    if (!AnswerCheck.violations(request, originals, answer).isEmpty()) {
      return 0;
    }
    int[] decisions = classifier.decisions(answer, new Query(request.samples(), RandomKey.of(0)));
    int misclassified = 0;
    for (int row = 0; row < decisions.length; row++) {
      misclassified += decisions[row] != request.labels()[row] ? 1 : 0;
    }
    return misclassified;
  }
}
