package org.robustgrid.engine;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.plan.Compiler;
import org.robustgrid.engine.plan.Frame;
import org.robustgrid.engine.plan.InputShape;
import org.robustgrid.engine.plan.PlanMemory;
import org.robustgrid.engine.plan.Program;
import org.robustgrid.engine.plan.Variant;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** A network over a Deeplearning4j graph: same parameters, same configuration, own execution. */
public final class GraphNetwork implements Network, GraphBacked {

  static {
    NativeLibrary.select();
  }

  private final ComputationGraph graph;
  private final long[] inputShape;
  private final Map<Variant, Program> programs = new EnumMap<>(Variant.class);
  private final Map<Variant, Boolean> stale = new EnumMap<>(Variant.class);
  private final MicroBatches microBatches;
  private final Map<Variant, PlanMemory> memories = new EnumMap<>(Variant.class);
  private final FramePool frames;
  private final long budget;

  GraphNetwork(ComputationGraph graph) {
    this(graph, MemoryBudget.bytes());
  }

  /**
   * A network whose passes take no more than a budget.
   *
   * @param budget bytes of one pass with those kept for the next, and of all micro-batches
   */
  GraphNetwork(ComputationGraph graph, long budget) {
    this.graph = graph;
    this.budget = budget;
    DataType precision = graph.getConfiguration().getDataType();
    if (precision != DataType.FLOAT && precision != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "a network of precision FLOAT or DOUBLE is needed, not " + precision);
    }
    this.inputShape = InputShape.of(graph.getConfiguration());
    this.frames = new FramePool(this, budget);
    this.microBatches = new MicroBatches(this, budget);
  }

  @Override
  public ComputationGraph graph() {
    return graph;
  }

  public ComputationGraphConfiguration configuration() {
    return graph.getConfiguration();
  }

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int classes() {
    return (int) program(Variant.INFERENCE).outputSize();
  }

  @Override
  public DataType precision() {
    return graph.getConfiguration().getDataType();
  }

  @Override
  public long parameterCount() {
    // the graph's own count leaves out vertices that are no layers
    return graph.params().length();
  }

  @Override
  public INDArray parameters() {
    return graph.params();
  }

  @Override
  public void parametersChanged() {
    for (Variant variant : programs.keySet()) {
      stale.put(variant, true);
    }
  }

  /** The program of a variant, fit for the present parameters. */
  Program program(Variant variant) {
    Program program =
        programs.computeIfAbsent(variant, v -> Compiler.compile(graph, v, inputShape));
    if (stale.getOrDefault(variant, false)) {
      program.refresh();
      stale.put(variant, false);
    }
    return program;
  }

  /**
   * The layers and vertices that the engine leaves to Deeplearning4j, which executes them several
   * times slower than kernels do and has no second derivatives of them.
   *
   * @return their classes by name, in forward order; empty if kernels cover the whole network
   */
  public Map<String, String> layersLeftToDeeplearning4j() {
    return program(Variant.INFERENCE).delegated();
  }

  /**
   * Makes sure that the network can be trained.
   *
   * @throws IllegalArgumentException naming a layer that does something in training alone which the
   *     engine does not do, and the way out
   */
  public void requireTrainable() {
    program(Variant.TRAINING);
  }

  void check(INDArray images) {
    InputShape.require(inputShape, precision(), images);
  }

  @Override
  public INDArray logits(INDArray images) {
    check(images);
    return microBatches.logits(images);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Loss loss) {
    check(images);
    return microBatches.lossGradient(images, loss);
  }

  @Override
  public List<String> activationNames() {
    return program(Variant.OBSERVED).names();
  }

  @Override
  public Map<String, INDArray> activations(INDArray images, Collection<String> names) {
    check(images);
    Program program = program(Variant.OBSERVED);
    for (String name : names) {
      if (!program.names().contains(name)) {
        throw new IllegalArgumentException(
            "there is no activation '" + name + "'; there are " + program.names());
      }
    }
    Frame frame = program.frame((int) images.size(0));
    try {
      frame.forward(images, RandomKey.of(0));
      Map<String, INDArray> activations = new LinkedHashMap<>();
      for (String name : names) {
        activations.put(name, frame.named(name).dup('c'));
      }
      return activations;
    } finally {
      frame.release();
    }
  }

  @Override
  public Pass forward(INDArray images, Mode mode, RandomKey random) {
    check(images);
    Variant variant = Variant.of(mode);
    // refreshed for the present parameters, whichever frame runs it
    program(variant);
    FramePass pass = frames.take(variant, (int) images.size(0));
    try {
      pass.open(images, random);
    } catch (RuntimeException | Error e) {
      pass.close();
      throw e;
    }
    if (mode == Mode.TRAINING) {
      // running statistics have moved, which inference mode depends on
      stale.put(Variant.INFERENCE, true);
      stale.put(Variant.OBSERVED, true);
    }
    return pass;
  }

  /** The memory of a variant's batches. */
  PlanMemory memory(Variant variant) {
    // a training pass would move the running statistics
    Variant probed = variant == Variant.TRAINING ? Variant.BATCH_STATISTICS : variant;
    return memories.computeIfAbsent(
        variant, v -> new PlanMemory(program(v), program(probed), v != Variant.INFERENCE));
  }

  /** Refuses tangents that memory does not hold. */
  void requireTangents(Variant variant, int rows) {
    frames.requireTangents(variant, rows);
  }

  /**
   * Rows of the largest batch that {@link #logits} and {@link #lossGradient} run at once: fewer
   * than {@link MicroBatchRows#asked()} where memory is short.
   */
  public int microBatchRows() {
    return microBatches.rows();
  }

  /**
   * Gives all native memory back at once but the graph's own: buffers of batches, those of the last
   * answers included, and what plans keep beside them. Open passes are closed. The network can be
   * used on, and is compiled again then.
   */
  @Override
  public void close() {
    frames.release();
    microBatches.release();
    programs.values().forEach(Program::close);
    programs.clear();
    stale.clear();
    memories.clear();
  }

  /** Takes a closed pass's buffers back. */
  void giveBack(FramePass pass) {
    frames.giveBack(pass);
  }

  @Override
  public Network copy() {
    return new GraphNetwork(graph.clone(), budget);
  }
}
