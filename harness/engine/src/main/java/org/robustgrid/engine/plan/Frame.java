package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.Rectifier;
import org.robustgrid.engine.onednn.NativeObjects;
import org.robustgrid.spi.random.RandomKey;

/**
 * The buffers of one batch in flight and the steps bound to them. Memory is taken in three blocks:
 * outputs at once, cotangents at the first reverse pass, tangents at the first tangent.
 */
public final class Frame {

  private final Program program;
  private final int rows;
  private final Step[] steps;
  private final Rectifier[] rectifiers;
  private final long[] activationOffsets;
  private final INDArray activationBlock;
  private final Map<Value, INDArray> activations = new HashMap<>();
  private final Map<INDArray, Lanes> lanes = new IdentityHashMap<>();
  private final Map<Place, Sink> sinks = new HashMap<>();
  private Space cotangents;
  private Space tangents;
  private Space tangentCotangents;
  private INDArray scratchBlock;
  private INDArray tangentScratchBlock;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final NativeObjects objects = new NativeObjects();
  private INDArray flattened;
  private INDArray flat;
  private final Scratch scratch = new Scratch();
  private RandomKey random = RandomKey.of(0);

  /** An input of a node, by the node itself: two nodes of one layer may have the same name. */
  private record Place(Node node, int index, boolean ofTangent) {}

  /** A block of memory and the values' places in it. */
  private record Space(INDArray block, long[] offsets, Map<Value, INDArray> arrays) {}

  Frame(Program program, int rows) {
    this.program = program;
    this.rows = rows;
    Layout layout = new Layout();
    this.activationOffsets = program.placeActivations(layout, rows);
    this.activationBlock = block(layout.length());
    int count = program.nodes().size();
    this.steps = new Step[count];
    this.rectifiers = new Rectifier[count];
    try {
      bind();
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  private void bind() {
    for (int n = 0; n < steps.length; n++) {
      Node node = program.nodes().get(n);
      steps[n] = node.bind(this);
      if (node.relu()) {
        INDArray output = activation(node.output());
        rectifiers[n] = own(() -> new Rectifier(output));
      }
    }
  }

  private INDArray block(long length) {
    return Nd4j.create(program.precision(), length);
  }

  private INDArray view(INDArray block, long offset, Value value) {
    long length = rows * value.size();
    return block
        .get(NDArrayIndex.interval(offset, offset + length))
        .reshape('c', value.shapeOf(rows));
  }

  public int rows() {
    return rows;
  }

  /** What its steps compute in, in turn. */
  Scratch scratch() {
    return scratch;
  }

  RandomKey random() {
    return random;
  }

  INDArray activation(Value value) {
    return activations.computeIfAbsent(
        value, v -> view(activationBlock, activationOffsets[v.id()], v));
  }

  private Space cotangentSpace() {
    Layout layout = new Layout();
    long[] offsets = program.placeCotangents(layout, rows);
    return new Space(block(layout.length()), offsets, new HashMap<>());
  }

  private INDArray in(Space space, Value value) {
    return space.arrays.computeIfAbsent(value, v -> view(space.block, space.offsets[v.id()], v));
  }

  INDArray cotangent(Value value) {
    if (cotangents == null) {
      cotangents = cotangentSpace();
    }
    return in(cotangents, value);
  }

  INDArray tangent(Value value) {
    if (tangents == null) {
      tangents = new Space(block(activationBlock.length()), activationOffsets, new HashMap<>());
    }
    return in(tangents, value);
  }

  INDArray tangentCotangent(Value value) {
    if (tangentCotangents == null) {
      tangentCotangents = cotangentSpace();
    }
    return in(tangentCotangents, value);
  }

  /** The memory of one of the frame's arrays, kept. */
  public Lanes lanes(INDArray array) {
    return lanes.computeIfAbsent(array, Lanes::of);
  }

  private INDArray scratch(Value value) {
    if (scratchBlock == null) {
      scratchBlock = block(rows * program.largest());
    }
    return view(scratchBlock, 0, value);
  }

  /** Apart from the other, as a layer may write both cotangents before either is added. */
  private INDArray tangentScratch(Value value) {
    if (tangentScratchBlock == null) {
      tangentScratchBlock = block(rows * program.largest());
    }
    return view(tangentScratchBlock, 0, value);
  }

  /** Where a layer writes an input's cotangent. */
  Sink sink(Node node, int index) {
    return sinks.computeIfAbsent(
        new Place(node, index, false),
        key -> {
          Value value = node.inputs().get(index);
          INDArray total = cotangent(value);
          return program.accumulates(node, index)
              ? new Sink(scratch(value), total, isInput(value))
              : new Sink(total, null, isInput(value));
        });
  }

  /** Where a layer writes the cotangent of an input's tangent. */
  Sink tangentSink(Node node, int index) {
    return sinks.computeIfAbsent(
        new Place(node, index, true),
        key -> {
          Value value = node.inputs().get(index);
          INDArray total = tangentCotangent(value);
          return program.accumulates(node, index)
              ? new Sink(tangentScratch(value), total, isInput(value))
              : new Sink(total, null, isInput(value));
        });
  }

  private boolean isInput(Value value) {
    return value.root() == program.input().root();
  }

  /**
   * Runs forward.
   *
   * @param images [rows, …]
   * @return the logits, living in the frame
   */
  public INDArray forward(INDArray images, RandomKey key) {
    random = key;
    activation(program.input()).assign(images);
    for (int n = 0; n < steps.length; n++) {
      steps[n].forward();
      if (rectifiers[n] != null) {
        rectifiers[n].forward();
      }
    }
    return logits();
  }

  public INDArray logits() {
    return activation(program.output());
  }

  /** A named layer's output of the last forward pass. */
  public INDArray named(String name) {
    return activation(program.named(name));
  }

  /** Where the cotangents of the logits are to be written before {@link #backward}. */
  public INDArray logitCotangent() {
    return cotangent(program.output());
  }

  private INDArray inputCotangent() {
    return cotangent(program.input());
  }

  /**
   * Runs reverse mode from {@link #logitCotangent}.
   *
   * @param into flat vector that the parameter gradient is added to, or {@code null} for none
   * @param withInput whether the input's gradient is wanted
   * @return the input gradient, if wanted
   */
  public INDArray backward(INDArray into, boolean withInput) {
    Wanted wanted = begin(into, withInput);
    for (int n = steps.length - 1; n >= 0; n--) {
      if (rectifiers[n] != null) {
        rectifiers[n].mask(cotangent(node(n).output()), scratch(n));
      }
      steps[n].backward(wanted);
    }
    finish(into);
    return withInput ? inputCotangent() : null;
  }

  private Node node(int n) {
    return program.nodes().get(n);
  }

  private INDArray scratch(int n) {
    return scratches.computeIfAbsent(n, i -> scratch(node(i).output()));
  }

  private final Map<Integer, INDArray> scratches = new HashMap<>();

  private Wanted begin(INDArray into, boolean withInput) {
    if (into == null) {
      return Wanted.INPUT;
    }
    program.nodes().forEach(Node::beginGradient);
    return withInput ? Wanted.BOTH : Wanted.PARAMETERS;
  }

  private void finish(INDArray into) {
    if (into != null) {
      program.nodes().forEach(Node::finishGradient);
      flat(into).addi(program.parameters().gradient());
    }
  }

  /** A view costs native handles, which ND4J leaves to garbage collection: the last one is kept. */
  private INDArray flat(INDArray into) {
    if (into.rank() == 1) {
      return into;
    }
    if (flattened != into) {
      flattened = into;
      flat = into.reshape(into.length());
    }
    return flat;
  }

  /**
   * Pushes a tangent forward.
   *
   * @param inputTangents shaped as the images
   * @return the logits' tangent, living in the frame
   */
  public INDArray push(INDArray inputTangents) {
    tangent(program.input()).assign(inputTangents);
    for (int n = 0; n < steps.length; n++) {
      steps[n].tangent();
      if (rectifiers[n] != null) {
        rectifiers[n].mask(tangent(node(n).output()), scratch(n));
      }
    }
    return tangent(program.output());
  }

  /** Where the cotangents of the logits' tangent are to be written before a reverse pass. */
  public INDArray logitTangentCotangent() {
    return tangentCotangent(program.output());
  }

  /** As {@link #backward}, from both cotangents, for the last pushed tangent. */
  public INDArray backwardThroughTangent(INDArray into, boolean withInput) {
    Wanted wanted = begin(into, withInput);
    for (int n = steps.length - 1; n >= 0; n--) {
      if (rectifiers[n] != null) {
        rectifiers[n].mask(
            cotangent(node(n).output()), tangentCotangent(node(n).output()), scratch(n));
      }
      steps[n].tangentBackward(wanted);
    }
    finish(into);
    return withInput ? inputCotangent() : null;
  }

  /** Makes a step's work and keeps it: what native memory it holds goes with the frame. */
  <R> R own(Supplier<R> maker) {
    R work = objects.make(maker);
    if (work instanceof AutoCloseable closeable) {
      owned.add(closeable);
    }
    return work;
  }

  /** Whether tangents have been pushed, so that there is memory for them. */
  public boolean hasTangents() {
    return tangents != null;
  }

  /** Bytes of the native memory it holds. */
  public long bytes() {
    long numbers = 0;
    for (INDArray block : blocks()) {
      numbers += block.length();
    }
    for (AutoCloseable work : owned) {
      numbers += work instanceof INDArray array ? array.length() : 0;
    }
    return numbers * program.precision().width() + objects.bytes();
  }

  private List<INDArray> blocks() {
    List<INDArray> blocks = new ArrayList<>(List.of(activationBlock));
    for (Space space : new Space[] {cotangents, tangents, tangentCotangents}) {
      if (space != null) {
        blocks.add(space.block);
      }
    }
    for (INDArray scratch : new INDArray[] {scratchBlock, tangentScratchBlock}) {
      if (scratch != null) {
        blocks.add(scratch);
      }
    }
    return blocks;
  }

  /** Gives the memory back. */
  public void release() {
    for (AutoCloseable closeable : owned) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("native memory could not be given back", e);
      }
    }
    owned.clear();
    objects.close();
    blocks().forEach(INDArray::close);
  }
}
