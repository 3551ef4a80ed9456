package org.robustgrid.models.weights;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;

/** Finds the state dict in what a pickle holds, and fetches its tensors from their storages. */
final class TorchTensors {

  /** Where checkpoints keep the state dict beside other things, the likeliest first. */
  private static final List<String> CONTAINERS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model_state",
          "model",
          "net",
          "network",
          "params",
          "weights",
          "module",
          "ema_state_dict",
          "model_ema");

  private final Function<Pickle.Storage, ByteBuffer> storages;
  private final Map<String, ByteBuffer> fetched = new HashMap<>();

  TorchTensors(Function<Pickle.Storage, ByteBuffer> storages) {
    this.storages = storages;
  }

  StateDict read(Object root) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    find(root).forEach((name, tensor) -> tensors.put(name, tensor(name, tensor)));
    return new StateDict(tensors);
  }

  private static Map<String, Pickle.Tensor> find(Object root) {
    if (!(root instanceof Map<?, ?> top)) {
      throw new Refused("holds no dict, so it is not a state dict");
    }
    Map<String, Pickle.Tensor> direct = tensors(top);
    if (!direct.isEmpty()) {
      return direct;
    }
    List<String> found = new ArrayList<>();
    for (Map.Entry<?, ?> entry : top.entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof Map<?, ?> inner
          && !tensors(inner).isEmpty()) {
        found.add(name);
      }
    }
    String chosen =
        CONTAINERS.stream()
            .filter(found::contains)
            .findFirst()
            .orElse(found.size() == 1 ? found.get(0) : null);
    if (chosen == null) {
      throw new Refused(
          found.isEmpty()
              ? "holds no tensor, so it is not a state dict"
              : "holds several dicts of tensors, " + found + "; save one state dict alone");
    }
    return tensors((Map<?, ?>) top.get(chosen));
  }

  private static Map<String, Pickle.Tensor> tensors(Map<?, ?> dict) {
    Map<String, Pickle.Tensor> tensors = new LinkedHashMap<>();
    dict.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof Pickle.Tensor tensor) {
            tensors.put(name, tensor);
          }
        });
    return tensors;
  }

  private HostTensor tensor(String name, Pickle.Tensor tensor) {
    int[] indices = indices(name, tensor);
    ByteBuffer bytes;
    try {
      bytes =
          fetched.computeIfAbsent(tensor.storage().key(), k -> storages.apply(tensor.storage()));
    } catch (Refused e) {
      throw new Refused("has a tensor '" + name + "' whose storage " + e.getMessage(), e);
    }
    int width = tensor.storage().type().width();
    long last = tensor.storage().start() + tensor.storage().count();
    if (tensor.storage().start() < 0 || last > bytes.limit() / width) {
      throw new Refused(
          "has a tensor '"
              + name
              + "' whose storage exceeds the "
              + bytes.limit()
              + " bytes that the file has of it: it is too short");
    }
    return tensor.storage().type().tensor(tensor.shape(), bytes, indices);
  }

  /** The place of each number in the storage; none is made before all are known to lie inside. */
  private static int[] indices(String name, Pickle.Tensor tensor) {
    long[] shape = tensor.shape();
    long[] stride = tensor.stride();
    long count = 1;
    double last = tensor.offset();
    boolean good = tensor.offset() >= 0 && shape.length == stride.length;
    boolean empty = Arrays.stream(shape).anyMatch(extent -> extent == 0);
    for (int axis = 0; good && axis < shape.length; axis++) {
      good = shape[axis] >= 0 && stride[axis] >= 0;
      last += (double) Math.max(0, shape[axis] - 1) * stride[axis];
      count =
          empty
              ? 0
              : shape[axis] > Integer.MAX_VALUE / Math.max(1, count)
                  ? Integer.MAX_VALUE
                  : count * shape[axis];
    }
    boolean repeats = count > Math.max(tensor.storage().count(), 1 << 20);
    if (!good || repeats || !empty && last >= tensor.storage().count()) {
      throw new Refused(
          "has a tensor '"
              + name
              + "' of shape "
              + Arrays.toString(shape)
              + ", stride "
              + Arrays.toString(stride)
              + " and offset "
              + tensor.offset()
              + " that reaches outside its storage of "
              + tensor.storage().count()
              + " numbers");
    }
    int[] indices = new int[(int) count];
    int[] position = new int[shape.length];
    long at = tensor.storage().start() + tensor.offset();
    for (int i = 0; i < indices.length; i++) {
      indices[i] = Math.toIntExact(at);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += stride[axis];
        if (++position[axis] < shape[axis]) {
          break;
        }
        at -= stride[axis] * position[axis];
        position[axis] = 0;
      }
    }
    return indices;
  }
}
