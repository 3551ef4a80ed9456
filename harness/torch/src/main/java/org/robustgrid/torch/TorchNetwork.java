package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.GraphNetwork;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.engine.plan.InputShape;
import org.robustgrid.engine.training.Updates;
import org.robustgrid.engine.training.UpdatingNetwork;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * A network over a Deeplearning4j graph that a PyTorch process computes. In a training, the newest
 * parameters are only in the process until they are requested.
 */
final class TorchNetwork implements UpdatingNetwork, GraphBacked {

  /** What a process that ends in a training takes with it. */
  static final String LOST = "the parameters of a training";

  private final ComputationGraph graph;
  private final TorchServer server;
  private final int microBatch;
  private final long[] inputShape;
  private final int classes;
  private final GraphSteps steps;
  private final long id;
  private long sentTo;
  private boolean stale = true;
  private boolean ahead;
  private FetchedArray parameters;
  private TorchUpdates updates;
  private boolean trainable;
  private INDArray logits;
  private INDArray gradient;
  private INDArray flat;

  private TorchNetwork(
      ComputationGraph graph, TorchServer server, int microBatch, long[] inputShape, int classes) {
    this.graph = graph;
    this.server = server;
    this.microBatch = microBatch;
    this.inputShape = inputShape;
    this.classes = classes;
    this.steps = GraphSteps.of(graph, inputShape);
    this.id = server.nextId();
    server.forgetWith(this, id);
  }

  /**
   * A network over a graph, whose parameters it shares.
   *
   * @param graph that the engine computes, too: what it refuses is refused here
   * @throws IllegalArgumentException naming a layer that is not computed
   */
  static TorchNetwork of(ComputationGraph graph, TorchServer server, int microBatch) {
    try (Network engine = Networks.of(graph)) {
      return new TorchNetwork(graph, server, microBatch, engine.inputShape(), engine.classes());
    }
  }

  @Override
  public ComputationGraph graph() {
    fetch();
    return graph;
  }

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public DataType precision() {
    return graph.getConfiguration().getDataType();
  }

  @Override
  public long parameterCount() {
    return graph.params().length();
  }

  @Override
  public INDArray parameters() {
    if (parameters == null) {
      parameters = new FetchedArray(graph.params(), this::fetch);
    }
    return parameters;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when the process has moved them meanwhile: what was written, was
   *     written to a view of old ones
   */
  @Override
  public void parametersChanged() {
    if (ahead) {
      throw new IllegalStateException(
          "parameters that were read before the last update were written to; read them again by"
              + " parameters() first");
    }
    stale = true;
  }

  /** Brings the parameters here if the process has newer ones. */
  private void fetch() {
    if (ahead) {
      server.require(sentTo, LOST);
      INDArray own = graph.params();
      server.ask("fetch", Map.of("network", id), List.of(), List.of(own.reshape(own.length())));
      ahead = false;
    }
  }

  @Override
  public Updates updates(TrainingSettings settings, List<ParameterLayout.Slot> decaying) {
    if (updates != null) {
      throw new IllegalStateException("the network is in a training already");
    }
    updates = new TorchUpdates(this, settings, decaying);
    return updates;
  }

  /** The process has moved the parameters. */
  void movedThere() {
    ahead = true;
  }

  void endUpdates(TorchUpdates ended) {
    if (updates == ended) {
      updates = null;
    }
  }

  long id() {
    return id;
  }

  /**
   * Makes sure that the process knows the network with its present parameters; returns the number
   * of the process.
   */
  long tell() {
    if (ahead) {
      server.require(sentTo, LOST);
    }
    if (sentTo != server.generation()) {
      server.ask("network", steps.request(id, parameterCount()), List.of(), List.of());
      sentTo = server.generation();
      stale = true;
    }
    if (stale) {
      INDArray parameters = graph.params();
      server.ask(
          "parameters",
          Map.of("network", id),
          List.of(parameters.reshape(parameters.length())),
          List.of());
      stale = false;
    }
    return sentTo;
  }

  private void check(INDArray images) {
    InputShape.require(inputShape, precision(), images);
  }

  /** The kept array where it fits, else a new one. */
  static INDArray like(INDArray kept, DataType type, long... shape) {
    return kept != null && Arrays.equals(kept.shape(), shape)
        ? kept
        : Nd4j.createUninitialized(type, shape.clone(), 'c');
  }

  private static INDArray rows(INDArray array, long from, long to) {
    long[] shape = array.shape().clone();
    shape[0] = to - from;
    return shape[0] == array.size(0)
        ? array
        : array.get(NDArrayIndex.interval(from, to)).reshape(shape);
  }

  @Override
  public INDArray logits(INDArray images) {
    check(images);
    tell();
    long total = images.size(0);
    logits = like(logits, precision(), total, classes);
    for (long from = 0; from < total; from += microBatch) {
      long to = Math.min(total, from + microBatch);
      server.ask(
          "logits",
          Map.of("network", id),
          List.of(rows(images, from, to)),
          List.of(rows(logits, from, to)));
    }
    return logits;
  }

  @Override
  public LossGradient lossGradient(INDArray images, Loss loss) {
    check(images);
    tell();
    long total = images.size(0);
    logits = like(logits, precision(), total, classes);
    gradient = like(gradient, precision(), images.shape());
    double[] losses = new double[(int) total];
    for (long from = 0; from < total; from += microBatch) {
      long to = Math.min(total, from + microBatch);
      INDArray answer = rows(logits, from, to);
      long pass = forward(rows(images, from, to), answer, Mode.INFERENCE, 0, false);
      INDArray cotangents = cotangents(answer, loss, (int) from, losses);
      server.ask(
          "pull",
          Map.of("pass", pass, "input", true, "parameters", false, "last", true),
          List.of(cotangents),
          List.of(rows(gradient, from, to)));
    }
    return new LossGradient(losses, logits, gradient);
  }

  private INDArray cotangents(INDArray answer, Loss loss, int from, double[] losses) {
    double[] values = HostArrays.read(answer);
    double[] slopes = new double[values.length];
    double[] slope = new double[classes];
    for (int row = 0; row * classes < values.length; row++) {
      double[] z = Arrays.copyOfRange(values, row * classes, (row + 1) * classes);
      Arrays.fill(slope, 0);
      losses[from + row] = loss.evaluate(from + row, z, slope);
      System.arraycopy(slope, 0, slopes, row * classes, classes);
    }
    INDArray cotangents = Nd4j.createUninitialized(precision(), answer.shape(), 'c');
    HostArrays.write(slopes, cotangents);
    return cotangents;
  }

  /** Runs a batch forward and keeps it in the process; returns the pass's number. */
  private long forward(INDArray images, INDArray answer, Mode mode, long seed, boolean trained) {
    long pass = server.nextId();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", id);
    fields.put("pass", pass);
    fields.put("mode", mode.name().toLowerCase(Locale.ROOT));
    fields.put("seed", seed);
    fields.put("trained", trained);
    List<ParameterLayout.Slot> statistics = mode == Mode.TRAINING ? steps.statistics() : List.of();
    if (statistics.isEmpty() || updates != null) {
      server.ask("forward", fields, List.of(images), List.of(answer));
      ahead |= !statistics.isEmpty();
      return pass;
    }
    long length = statistics.stream().mapToLong(ParameterLayout.Slot::length).sum();
    INDArray moved = Nd4j.createUninitialized(precision(), new long[] {length}, 'c');
    server.ask("forward", fields, List.of(images), List.of(answer, moved));
    long at = 0;
    for (ParameterLayout.Slot slot : statistics) {
      INDArray part = moved.get(NDArrayIndex.interval(at, at + slot.length()));
      INDArray own = slot.in(graph.params());
      own.assign(part.reshape(own.shape()));
      at += slot.length();
    }
    return pass;
  }

  @Override
  public List<String> activationNames() {
    return List.copyOf(steps.shapes().keySet());
  }

  @Override
  public Map<String, INDArray> activations(INDArray images, Collection<String> names) {
    check(images);
    Map<String, INDArray> activations = new LinkedHashMap<>();
    for (String name : names) {
      long[] shape = steps.shapes().get(name);
      if (shape == null) {
        throw new IllegalArgumentException(
            "there is no activation '" + name + "'; there are " + activationNames());
      }
      long[] full = new long[shape.length + 1];
      full[0] = images.size(0);
      System.arraycopy(shape, 0, full, 1, shape.length);
      activations.put(name, Nd4j.createUninitialized(precision(), full, 'c'));
    }
    tell();
    server.ask(
        "activations",
        Map.of("network", id, "names", List.copyOf(activations.keySet())),
        List.of(images),
        List.copyOf(activations.values()));
    return activations;
  }

  @Override
  public Pass forward(INDArray images, Mode mode, RandomKey random) {
    check(images);
    if (mode == Mode.TRAINING && !trainable) {
      try (GraphNetwork engine = (GraphNetwork) Networks.of(graph)) {
        engine.requireTrainable();
      }
      trainable = true;
    }
    tell();
    INDArray answer =
        Nd4j.createUninitialized(precision(), new long[] {images.size(0), classes}, 'c');
    long seed = random.with("dropout").state() & 0x7FFFFFFFL;
    long pass = forward(images, answer, mode, seed, true);
    return new TorchPass(this, pass, server.generation(), answer, images.shape());
  }

  TorchServer server() {
    return server;
  }

  /** Asks for the gradients of a pass. */
  INDArray pull(String op, long pass, List<INDArray> cotangents, INDArray toInput, INDArray into) {
    boolean there = into != null && updates != null && updates.takes(into);
    boolean here = into != null && !there;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pass", pass);
    fields.put("input", toInput != null);
    fields.put("parameters", into != null);
    fields.put("last", false);
    List<INDArray> out = new ArrayList<>();
    if (toInput != null) {
      out.add(toInput);
    }
    if (there) {
      fields.putAll(updates.adding());
    } else if (here) {
      flat = like(flat, precision(), parameterCount());
      out.add(flat);
    }
    server.ask(op, fields, cotangents, out);
    if (here) {
      into.addi(flat.reshape(into.shape()));
    }
    return toInput;
  }

  @Override
  public Network copy() {
    return new TorchNetwork(graph().clone(), server, microBatch, inputShape, classes);
  }

  @Override
  public void close() {
    if (sentTo != 0 && server.knows(sentTo)) {
      fetch();
      server.ask("close-network", Map.of("network", id), List.of(), List.of());
    }
    sentTo = 0;
    logits = null;
    gradient = null;
    flat = null;
  }
}
