package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.engine.training.Updates;
import org.robustgrid.spi.defense.TrainingSettings;

/**
 * Updates of parameters on the device of the PyTorch process, which keeps gradient, state of the
 * update rule and averaged weights beside the parameters. The formulas and their order are those of
 * the engine's trainer, in the network's precision.
 *
 * <p>Sums of several gradients, clipping, weight decay and averaging are done on the device. A
 * gradient that somebody reads or writes here is fetched, and added to here from then on; it goes
 * back to the device for the update.
 */
final class TorchUpdates implements Updates {

  private final TorchNetwork network;
  private final TorchServer server;
  private final TrainingSettings settings;
  private final UpdateRule rule;
  private final long id;
  private final long generation;
  private final INDArray plain;
  private final FetchedArray gradient;
  private final INDArray state;
  private final INDArray average;
  private boolean empty = true;
  private boolean here;
  private boolean closed;

  TorchUpdates(
      TorchNetwork network, TrainingSettings settings, List<ParameterLayout.Slot> decaying) {
    this.network = network;
    this.server = network.server();
    this.settings = settings;
    this.rule = new UpdateRule(settings, network.precision());
    long length = network.parameterCount();
    this.plain = Nd4j.create(network.precision(), length);
    this.gradient = new FetchedArray(plain, this::fetch);
    this.state = Nd4j.create(network.precision(), 1, rule.statePerParameter() * length);
    this.average =
        settings.averageDecay() == 0
            ? Nd4j.empty(network.precision())
            : Nd4j.create(network.precision(), network.parameters().shape());
    this.id = server.nextId();
    this.generation = network.tell();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("updates", id);
    fields.put("network", network.id());
    fields.put("rule", rule.name());
    fields.put("states", rule.statePerParameter());
    fields.put("decay", settings.weightDecay());
    fields.put("decaying", settings.weightDecay() == 0 ? List.of() : places(decaying));
    fields.put("average", settings.averageDecay() != 0);
    server.ask("updates", fields, List.of(), List.of());
  }

  private static List<Map<String, Object>> places(List<ParameterLayout.Slot> slots) {
    List<Map<String, Object>> places = new ArrayList<>();
    slots.forEach(slot -> places.add(Map.of("offset", slot.offset(), "length", slot.length())));
    return places;
  }

  private void ask(String op, List<INDArray> in, List<INDArray> out) {
    server.require(generation, TorchNetwork.LOST);
    server.ask(op, Map.of("updates", id), in, out);
  }

  /** Brings the gradient here. */
  private void fetch() {
    if (here) {
      return;
    }
    if (empty) {
      plain.assign(0);
    } else {
      ask("gradient", List.of(), List.of(plain));
    }
    here = true;
  }

  /** Whether a gradient that is to be added to an array belongs on the device. */
  boolean takes(INDArray into) {
    return into == gradient && !here;
  }

  /** The fields of a request that adds to the gradient on the device. */
  Map<String, Object> adding() {
    boolean first = empty;
    empty = false;
    return Map.of("updates", id, "first", first);
  }

  @Override
  public INDArray zeroGradient() {
    empty = true;
    here = false;
    return gradient;
  }

  @Override
  public double update(double loss, double learningRate, int step, int epoch) {
    network.tell();
    if (here || empty) {
      fetch();
      ask("put-gradient", List.of(plain), List.of());
    }
    server.require(generation, TorchNetwork.LOST);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("updates", id);
    fields.put("move", Double.isFinite(loss));
    fields.put("clip", settings.gradientClip());
    fields.put("numbers", rule.numbers(learningRate, step));
    double decay = settings.averageDecay();
    fields.put("share", decay == 0 ? 0 : (1 - decay) / (1 - Math.pow(decay, step + 1.0)));
    Map<String, Object> answer = server.ask("update", fields, List.of(), List.of());
    network.movedThere();
    return Double.parseDouble((String) answer.get("norm"));
  }

  @Override
  public INDArray state() {
    ask("state", List.of(), List.of(state));
    return state;
  }

  @Override
  public INDArray average() {
    if (!average.isEmpty()) {
      ask("average", List.of(), List.of(average));
    }
    return average;
  }

  @Override
  public void restored() {
    ask("restore-state", List.of(state), List.of());
    if (!average.isEmpty()) {
      ask("restore-average", List.of(average), List.of());
    }
  }

  @Override
  public void exchange() {
    if (!average.isEmpty()) {
      network.tell();
      ask("exchange", List.of(), List.of());
      network.movedThere();
    }
  }

  @Override
  public void close() {
    if (!closed && server.knows(generation)) {
      network.parameters().data();
      ask("close-updates", List.of(), List.of());
    }
    closed = true;
    network.endUpdates(this);
  }
}
