package org.robustgrid.attacks;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.TanhClassifier;

/** Requests on a small curved classifier, and runs of attacks by their providers. */
final class AttackScenario {

  static final int ROWS = 12;
  static final int FEATURES = 20;

  private AttackScenario() {}

  static Classifier classifier() {
    return new TanhClassifier(FEATURES, 16, 5, 11);
  }

  static AttackRequest request(Norm norm, double epsilon) {
    return request(classifier(), norm, epsilon, DataType.DOUBLE);
  }

  /** Images drawn from the unit box, labelled with the classifier's decisions. */
  static AttackRequest request(
      Classifier classifier, Norm norm, double epsilon, DataType precision) {
    RandomStream random = RandomKey.of(5).stream();
    double[] pixels = new double[ROWS * FEATURES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextDouble();
    }
    INDArray images = Nd4j.createUninitialized(precision, new long[] {ROWS, FEATURES}, 'c');
    HostArrays.write(pixels, images);
    long[] samples = new long[ROWS];
    for (int i = 0; i < ROWS; i++) {
      samples[i] = 1000 + 7 * i;
    }
    int[] labels = classifier.decisions(images, new Query(samples, RandomKey.of(0)));
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images)
        .labels(labels)
        .samples(samples)
        .threatModel(new ThreatModel(norm, epsilon))
        .random(RandomKey.of(99))
        .build();
  }

  /** The same request with some of its rows, in the given order. */
  static AttackRequest rows(AttackRequest request, int... rows) {
    int[] labels = new int[rows.length];
    long[] samples = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = request.labels()[rows[i]];
      samples[i] = request.samples()[rows[i]];
    }
    return request.toBuilder()
        .images(HostArrays.rows(request.images(), rows))
        .labels(labels)
        .samples(samples)
        .build();
  }

  static AttackResult run(
      AttackProvider provider, Map<String, ?> parameters, AttackRequest request) {
    return provider.create(Parameters.of(provider.descriptor(), parameters)).run(request);
  }

  /** The cross-entropy of each row of an attack's answer. */
  static double[] losses(
      AttackProvider provider, Map<String, ?> parameters, AttackRequest request) {
    INDArray adversarials = run(provider, parameters, request).adversarials();
    Query query = new Query(request.samples(), RandomKey.of(0));
    return request
        .classifier()
        .lossGradient(adversarials, query, new CrossEntropy(request.labels()))
        .losses()
        .clone();
  }

  /** How many rows of an answer are misclassified. */
  static int fallen(AttackRequest request, INDArray adversarials) {
    int[] decisions =
        request.classifier().decisions(adversarials, new Query(request.samples(), RandomKey.of(0)));
    int fallen = 0;
    for (int row = 0; row < decisions.length; row++) {
      fallen += decisions[row] != request.labels()[row] ? 1 : 0;
    }
    return fallen;
  }
}
