package org.robustgrid.testkit.toy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.OtherRow;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** A request about a classifier and a few samples, for tests of analyses. Everything is granted. */
public final class ToyAnalysisRequest implements AnalysisRequest {

  private final Classifier classifier;
  private final float[] images;
  private final int[] labels;
  private final Domain domain;
  private final Map<String, AnalysisResult> results = new HashMap<>();
  private final Map<String, Network> named = new HashMap<>();
  private final Map<String, Network> further = new HashMap<>();
  private final Map<Access, String> probeLabels = new EnumMap<>(Access.class);
  private BiFunction<Access, ThreatModel, Optional<AttackOutcome>> probe =
      (access, threat) -> Optional.empty();
  private List<AttackedBoard> boards = List.of();
  private List<OtherRow> otherRows = List.of();
  private DataType precision = DataType.DOUBLE;
  private long[] shape;
  private Monitor monitor = Monitor.NONE;
  private Network network;
  private List<Network> epochs = List.of();
  private AnalysedModel other;
  private Norm norm;
  private ThreatModel threatModel;
  private int[] predictions;
  private int draws = 1;
  private String standIn;
  private int checkSamples;

  /**
   * A request.
   *
   * @param images one after the other
   * @param labels true class of each
   */
  public ToyAnalysisRequest(Classifier classifier, float[] images, int[] labels, Domain domain) {
    this.classifier = classifier;
    this.images = images.clone();
    this.labels = labels.clone();
    this.domain = domain;
    this.checkSamples = labels.length;
  }

  /** The shape of one input; the classifier's own unless given. */
  public ToyAnalysisRequest shape(long... value) {
    shape = value.clone();
    return this;
  }

  public ToyAnalysisRequest precision(DataType value) {
    precision = value;
    return this;
  }

  public ToyAnalysisRequest monitor(Monitor value) {
    monitor = value;
    return this;
  }

  public ToyAnalysisRequest network(Network value) {
    network = value;
    return this;
  }

  /** A further network beside the first. */
  public ToyAnalysisRequest network(String name, Network value) {
    further.put(name, value);
    return this;
  }

  /**
   * The network after each epoch from the first; one epoch, after which it is itself, otherwise.
   */
  public ToyAnalysisRequest epochs(Network... value) {
    epochs = List.of(value);
    return this;
  }

  /** The norm that the call is about. */
  public ToyAnalysisRequest norm(Norm value) {
    norm = value;
    return this;
  }

  /** The threat model that the call is about. */
  public ToyAnalysisRequest threatModel(ThreatModel value) {
    threatModel = value;
    return this;
  }

  public ToyAnalysisRequest boards(AttackedBoard... value) {
    boards = List.of(value);
    return this;
  }

  public ToyAnalysisRequest otherRows(OtherRow... value) {
    otherRows = List.of(value);
    return this;
  }

  /** What the model says without attack; its own decisions unless given. */
  public ToyAnalysisRequest predictions(int... value) {
    predictions = value.clone();
    return this;
  }

  public ToyAnalysisRequest draws(int value) {
    draws = value;
    return this;
  }

  /** What its defense declares that the gradient is of. */
  public ToyAnalysisRequest standIn(String words) {
    standIn = words;
    return this;
  }

  public ToyAnalysisRequest checkSamples(int value) {
    checkSamples = value;
    return this;
  }

  /** The second model of a pair. */
  public ToyAnalysisRequest other(ToyAnalysisRequest of) {
    other = of.model();
    return this;
  }

  /** The network of the model that a parameter names. */
  public ToyAnalysisRequest network(Parameter<?> parameter, Network value) {
    named.put(parameter.name(), value);
    return this;
  }

  /** What another analysis found. */
  public ToyAnalysisRequest result(String analysis, AnalysisResult value) {
    results.put(analysis, value);
    return this;
  }

  /** The reference attack of an access, and what it finds. */
  public ToyAnalysisRequest probe(
      Access access,
      String label,
      BiFunction<Access, ThreatModel, Optional<AttackOutcome>> outcome) {
    probeLabels.put(access, label);
    probe = outcome;
    return this;
  }

  @Override
  public long[] inputShape() {
    return shape == null ? classifier.inputShape() : shape.clone();
  }

  @Override
  public List<String> classNames() {
    return IntStream.range(0, classifier.classes()).mapToObj(Integer::toString).toList();
  }

  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public AnalysedModel model() {
    return new Model();
  }

  @Override
  public AnalysedModel other() {
    return other;
  }

  @Override
  public Network network(Parameter<?> parameter) {
    if (!named.containsKey(parameter.name())) {
      throw new IllegalStateException("parameter '" + parameter.name() + "' names no model");
    }
    return named.get(parameter.name());
  }

  @Override
  public DataView samples(SampleSource source) {
    return new Samples();
  }

  @Override
  public INDArray batch(float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return batch(doubles);
  }

  @Override
  public INDArray batch(double... values) {
    int length = HostArrays.length(inputShape());
    long[] shape =
        LongStream.concat(LongStream.of(values.length / length), Arrays.stream(inputShape()))
            .toArray();
    INDArray batch = Nd4j.createUninitialized(precision, shape, 'c');
    HostArrays.write(values, batch);
    return batch;
  }

  @Override
  public int batchSize() {
    return 2;
  }

  @Override
  public int checkSamples() {
    return checkSamples;
  }

  @Override
  public Optional<Norm> norm() {
    return Optional.ofNullable(norm);
  }

  @Override
  public Optional<ThreatModel> threatModel() {
    return Optional.ofNullable(threatModel);
  }

  @Override
  public List<AttackedBoard> boards() {
    return boards;
  }

  @Override
  public List<OtherRow> otherRows() {
    return otherRows;
  }

  @Override
  public Optional<AttackOutcome> probe(Access access, ThreatModel threat, int samples) {
    return probe.apply(access, threat);
  }

  @Override
  public Optional<String> probeLabel(Access access) {
    return Optional.ofNullable(probeLabels.get(access));
  }

  @Override
  public AnalysisResult result(String analysis) {
    return results.get(analysis);
  }

  @Override
  public RandomKey random() {
    return RandomKey.of(3).with("analysis");
  }

  @Override
  public Monitor monitor() {
    return monitor;
  }

  private int[] decide(INDArray batch, long[] samples) {
    double[][] logits = classifier.logits(batch, new Query(samples, random())).toDoubleMatrix();
    int[] decisions = new int[logits.length];
    for (int row = 0; row < decisions.length; row++) {
      for (int c = 1; c < logits[row].length; c++) {
        decisions[row] = logits[row][c] > logits[row][decisions[row]] ? c : decisions[row];
      }
    }
    return decisions;
  }

  private final class Model implements AnalysedModel {

    @Override
    public int samples() {
      return labels.length;
    }

    @Override
    public int[] predictions() {
      return predictions != null
          ? predictions.clone()
          : decide(batch(images), LongStream.range(0, labels.length).toArray());
    }

    @Override
    public boolean[] correct() {
      int[] predicted = predictions();
      boolean[] correct = new boolean[labels.length];
      IntStream.range(0, correct.length).forEach(i -> correct[i] = predicted[i] == labels[i]);
      return correct;
    }

    @Override
    public Classifier classifier() {
      return classifier;
    }

    @Override
    public boolean randomised() {
      return classifier.randomised();
    }

    @Override
    public Optional<String> standIn() {
      return Optional.ofNullable(standIn);
    }

    @Override
    public int draws() {
      return draws;
    }

    @Override
    public Verdict judge(INDArray batch, long[] samples, int[] truth) {
      monitor.check();
      int[] decisions = decide(batch, samples);
      boolean[] right = new boolean[decisions.length];
      IntStream.range(0, right.length).forEach(i -> right[i] = decisions[i] == truth[i]);
      return new Verdict(decisions, right);
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Optional<Network> network(String name) {
      return Optional.ofNullable(further.get(name));
    }

    @Override
    public List<Integer> epochs() {
      return IntStream.rangeClosed(1, Math.max(1, epochs.size())).boxed().toList();
    }

    @Override
    public Network network(int epoch) {
      return (epochs.isEmpty() ? network : epochs.get(epoch - 1)).copy();
    }
  }

  private final class Samples implements DataView {

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void read(int[] indices, float[] into, int[] classes) {
      int length = images.length / labels.length;
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(images, indices[i] * length, into, i * length, length);
        classes[i] = labels[indices[i]];
      }
    }

    @Override
    public int label(int index) {
      return labels[index];
    }
  }
}
