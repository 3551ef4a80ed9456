package org.robustgrid.cli.profile;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.EngineThreads;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** The process of one profile: attacks the same digits and leaves a trace of every sample. */
public final class ProfileProbe {

  static final List<String> ATTACKS = List.of("apgd-ce", "pgd");
  static final int SAMPLES = 200;
  private static final int STEPS = 8;
  private static final double EPSILON = 0.08;

  private ProfileProbe() {}

  /**
   * Runs the attacks.
   *
   * @param args the model, which is trained if it is not there yet; the batch; the native threads
   *     that are expected; a folder, in which each attack leaves a file of its name
   */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[0]);
    int batch = Integer.parseInt(args[1]);
    Dataset dataset = SmoothDigits.dataset();
    if (!Files.exists(model)) {
      ModelFile.save(SmoothDigits.train(dataset), model);
    }
    if (EngineThreads.count() != Integer.parseInt(args[2])) {
      throw new IllegalStateException("there are " + EngineThreads.count() + " native threads");
    }
    for (String id : ATTACKS) {
      TracingClassifier classifier = new TracingClassifier(ModelFile.load(model, DataType.FLOAT));
      Path file = Path.of(args[3], id);
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        for (int from = 0; from < SAMPLES; from += batch) {
          int[] samples = IntStream.range(from, Math.min(SAMPLES, from + batch)).toArray();
          attack(id, dataset, classifier, samples, out);
        }
      }
    }
  }

  private static void attack(
      String id, Dataset dataset, TracingClassifier classifier, int[] samples, DataOutputStream out)
      throws IOException {
    float[] pixels = new float[samples.length * 784];
    int[] labels = new int[samples.length];
    dataset.test().read(samples, pixels, labels);
    INDArray images = Nd4j.createFromArray(pixels).reshape(samples.length, 1, 28, 28);
    long[] indices = Arrays.stream(samples).asLongStream().toArray();
    AttackRequest request =
        AttackRequest.builder()
            .classifier(classifier)
            .images(images)
            .labels(labels)
            .samples(indices)
            .threatModel(new ThreatModel(Norm.LINF, EPSILON))
            .domain(dataset.domain())
            .random(RandomKey.of(0).with("attack").with(id))
            .build();
    INDArray answer = attack(id).run(request).adversarials();
    classifier.logits(answer, new Query(indices, RandomKey.of(0)));
    for (int i = 0; i < samples.length; i++) {
      new Trace(labels[i], classifier.queries(indices[i])).write(out);
    }
  }

  private static Attack attack(String id) {
    AttackProvider provider =
        ServiceLoader.load(AttackProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.descriptor().id().equals(id))
            .findFirst()
            .orElseThrow();
    return provider.create(Parameters.of(provider.descriptor(), Map.of("steps", STEPS)));
  }
}
