package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.OtherRow;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.TanhClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

/**
 * One run of an analysis on a small problem, which notes what it asked for without declaring it.
 */
final class AnalysisTrial implements AnalysisRequest {

  static final int SAMPLES = 12;

  private static final long[] PICTURES = {1, 4, 4};
  private static final long[] PLANE = {2};
  private static final int CLASSES = 5;

  private final AnalysisDescriptor descriptor;
  private final ToyAnalysisRequest toy;
  private final int length;
  private final Set<String> broken = new HashSet<>();
  private Monitor monitor = Monitor.NONE;
  private int questions;

  /**
   * A trial.
   *
   * @param shape of an input, as {@link #data} chose it
   */
  AnalysisTrial(AnalysisDescriptor descriptor, DataType precision, long... shape) {
    this.descriptor = descriptor;
    this.length = HostArrays.length(shape);
    RandomStream random = RandomKey.of(21).stream();
    float[] images = new float[SAMPLES * length];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % CLASSES;
    }
    ToyNetwork network = new ToyNetwork(precision, true, 4, length, 8, CLASSES);
    this.toy =
        new ToyAnalysisRequest(
                new TanhClassifier(length, 12, CLASSES, 5), images, labels, Domain.UNIT)
            .shape(shape)
            .precision(precision)
            .network(network);
    toy.other(toy);
  }

  /** Pictures, or, for an analysis that refuses them, inputs of two features. */
  static DataDescription data(AnalysisProvider provider, Parameters parameters) {
    try {
      provider.requireFits(parameters, data(PICTURES));
      return data(PICTURES);
    } catch (RuntimeException e) {
      return data(PLANE);
    }
  }

  private static DataDescription data(long[] shape) {
    return DataDescription.builder()
        .inputShape(shape)
        .classNames(List.of("0", "1", "2", "3", "4"))
        .trainingSamples(3, 3, 2, 2, 2)
        .build();
  }

  void monitor(Monitor value) {
    monitor = value;
    toy.monitor(value);
  }

  /** What the analysis did that it should not have, one sentence each. */
  List<String> broken() {
    return new ArrayList<>(broken);
  }

  /** How often a classifier was asked. */
  int questions() {
    return questions;
  }

  private void require(boolean declared, String what) {
    if (!declared) {
      broken.add("it asks for " + what + ", which its descriptor does not declare");
    }
  }

  @Override
  public long[] inputShape() {
    return toy.inputShape();
  }

  @Override
  public List<String> classNames() {
    return toy.classNames();
  }

  @Override
  public Domain domain() {
    return toy.domain();
  }

  @Override
  public AnalysedModel model() {
    return new Watched(toy.model());
  }

  @Override
  public AnalysedModel other() {
    require(descriptor.subject() == AnalysisDescriptor.Subject.PAIR, "a second model");
    return new Watched(toy.other());
  }

  @Override
  public Network network(Parameter<?> parameter) {
    require(
        descriptor.parameters().stream()
            .anyMatch(
                declared ->
                    declared.name().equals(parameter.name())
                        && declared.type() == Parameter.Type.MODEL),
        "the model of the parameter '" + parameter.name() + "'");
    return toy.model().network();
  }

  @Override
  public DataView samples(SampleSource source) {
    require(descriptor.samples().contains(source), source + " samples");
    return toy.samples(source);
  }

  @Override
  public INDArray batch(float... images) {
    return toy.batch(images);
  }

  @Override
  public INDArray batch(double... images) {
    return toy.batch(images);
  }

  @Override
  public int batchSize() {
    return toy.batchSize();
  }

  @Override
  public int checkSamples() {
    return toy.checkSamples();
  }

  @Override
  public Optional<Norm> norm() {
    boolean about = descriptor.scope() != AnalysisDescriptor.Scope.ONCE;
    return about ? Optional.of(threat().norm()) : Optional.empty();
  }

  @Override
  public Optional<ThreatModel> threatModel() {
    boolean about = descriptor.scope() == AnalysisDescriptor.Scope.THREAT_MODEL;
    return about ? Optional.of(threat()) : Optional.empty();
  }

  private ThreatModel threat() {
    Norm norm = descriptor.norms().isEmpty() ? Norm.LINF : descriptor.norms().iterator().next();
    return new ThreatModel(norm, 0.1);
  }

  @Override
  public List<AttackedBoard> boards() {
    require(descriptor.outcomes(), "the outcomes of attacks");
    return List.of(
        new AttackedBoard(
            threat().norm().id() + " " + threat().epsilon(),
            threat(),
            Goal.Kind.UNTARGETED,
            List.of(outcome("gradients", Access.GRADIENTS), outcome("scores", Access.SCORES)),
            true));
  }

  @Override
  public List<OtherRow> otherRows() {
    require(descriptor.otherRows(), "attacks on other rows");
    AttackedBoard board =
        new AttackedBoard(
            threat().norm().id() + " " + threat().epsilon(),
            threat(),
            Goal.Kind.UNTARGETED,
            List.of(outcome("gradients", Access.GRADIENTS, true)),
            true);
    return List.of(new OtherRow("other", false, List.of(board), false));
  }

  private AttackOutcome outcome(String label, Access access) {
    return outcome(label, access, descriptor.images());
  }

  /** Every other correctly classified sample is broken, by its own image. */
  private AttackOutcome outcome(String label, Access access, boolean kept) {
    boolean[] robust = toy.model().correct();
    TreeMap<Integer, float[]> images = new TreeMap<>();
    for (int i = 0; i < robust.length; i += 2) {
      if (robust[i]) {
        float[] image = new float[length];
        toy.samples(SampleSource.TEST).read(new int[] {i}, image, new int[1]);
        images.put(i, image);
        robust[i] = false;
      }
    }
    AttackOutcome.Builder outcome =
        AttackOutcome.builder(label, threat(), robust)
            .access(access)
            .predictions(Collections.nCopies(robust.length, 0));
    return kept ? outcome.images(first -> images).build() : outcome.build();
  }

  @Override
  public Optional<AttackOutcome> probe(Access access, ThreatModel threat, int samples) {
    require(descriptor.probes().contains(access), "the reference attack of " + access);
    return Optional.of(outcome("reference", access));
  }

  @Override
  public Optional<String> probeLabel(Access access) {
    require(descriptor.probes().contains(access), "the reference attack of " + access);
    return Optional.of("reference");
  }

  @Override
  public AnalysisResult result(String analysis) {
    require(descriptor.after().contains(analysis), "the result of " + analysis);
    Map<String, AnalysisResult> results = new HashMap<>();
    return results.computeIfAbsent(
        analysis,
        id ->
            AnalysisResult.of(id)
                .evidence(Evidence.of("nothing", SAMPLES, List.of()).build())
                .build());
  }

  @Override
  public RandomKey random() {
    return toy.random();
  }

  @Override
  public Monitor monitor() {
    return monitor;
  }

  /** A model that notes what it is asked for. */
  private final class Watched implements AnalysedModel {

    private final AnalysedModel model;

    Watched(AnalysedModel model) {
      this.model = model;
    }

    @Override
    public int samples() {
      return model.samples();
    }

    @Override
    public int[] predictions() {
      return model.predictions();
    }

    @Override
    public boolean[] correct() {
      return model.correct();
    }

    @Override
    public Classifier classifier() {
      require(descriptor.access().isPresent(), "the classifier");
      return new WatchedClassifier(model.classifier());
    }

    @Override
    public boolean randomised() {
      return model.randomised();
    }

    @Override
    public int draws() {
      return model.draws();
    }

    @Override
    public Verdict judge(INDArray images, long[] samples, int[] labels) {
      require(descriptor.access().isPresent(), "decisions");
      questions++;
      return model.judge(images, samples, labels);
    }

    @Override
    public Network network() {
      require(descriptor.activations(), "the network");
      return model.network();
    }

    @Override
    public Optional<Network> network(String name) {
      require(descriptor.activations(), "a further network");
      return model.network(name);
    }

    @Override
    public List<Integer> epochs() {
      return model.epochs();
    }

    @Override
    public Network network(int epoch) {
      require(descriptor.activations(), "the network");
      return model.network(epoch);
    }
  }

  /** A classifier that notes what it is asked for. */
  private final class WatchedClassifier implements Classifier {

    private final Classifier classifier;

    WatchedClassifier(Classifier classifier) {
      this.classifier = classifier;
    }

    private void admit(Access needed) {
      require(
          descriptor.access().filter(access -> access.includes(needed)).isPresent(),
          needed.toString());
      questions++;
      monitor.check();
    }

    @Override
    public long[] inputShape() {
      return toy.inputShape();
    }

    @Override
    public int classes() {
      return classifier.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      admit(Access.SCORES);
      return classifier.logits(images, query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      admit(Access.GRADIENTS);
      return classifier.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      admit(Access.DECISIONS);
      return classifier.decisions(images, query);
    }
  }
}
