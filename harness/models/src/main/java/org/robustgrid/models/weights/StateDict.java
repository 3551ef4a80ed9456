package org.robustgrid.models.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;

/**
 * Named weights, as PyTorch's {@code state_dict} holds them.
 *
 * @param tensors by name
 */
public record StateDict(Map<String, HostTensor> tensors) {

  private static final List<String> PREFIXES =
      List.of("", "module.", "model.", "module.model.", "net.", "module.net.", "_orig_mod.");

  public StateDict {
    tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    if (tensors.isEmpty()) {
      throw new Refused("holds no tensor, so it is not a state dict");
    }
    tensors.forEach(StateDict::requireFinite);
  }

  private static void requireFinite(String name, HostTensor tensor) {
    if (tensor.isFloating()) {
      for (int i = 0; i < tensor.size(); i++) {
        if (!Double.isFinite(tensor.get(i))) {
          throw new Refused("tensor '" + name + "' holds " + tensor.get(i) + ", no finite number");
        }
      }
    }
  }

  /** Without the prefix that most of the expected names are found behind. */
  public StateDict named(Set<String> expected) {
    String best = "";
    long most = -1;
    for (String prefix : PREFIXES) {
      long found = expected.stream().filter(name -> tensors.containsKey(prefix + name)).count();
      if (found > most) {
        most = found;
        best = prefix;
      }
    }
    Map<String, HostTensor> renamed = new LinkedHashMap<>();
    String prefix = best;
    tensors.forEach(
        (name, tensor) ->
            renamed.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor));
    return new StateDict(renamed);
  }

  /**
   * The tensors of a network's names.
   *
   * @param expected shapes by name
   * @param optional names of those shapes that a file may leave out
   * @throws Refused listing what is missing, left over or of another shape
   */
  public StateDict requireFits(Map<String, long[]> expected, Set<String> optional) {
    StateDict named = named(expected.keySet());
    List<String> faults = new ArrayList<>();
    Set<String> missing = new TreeSet<>(expected.keySet());
    missing.removeAll(named.tensors.keySet());
    missing.removeAll(optional);
    Set<String> over = new TreeSet<>(named.tensors.keySet());
    over.removeAll(expected.keySet());
    if (!missing.isEmpty()) {
      faults.add("lacks the tensors " + missing);
    }
    if (!over.isEmpty()) {
      faults.add("has tensors that the network does not: " + over);
    }
    named.tensors.forEach(
        (name, tensor) -> {
          long[] shape = expected.get(name);
          if (shape != null && !Arrays.equals(shape, tensor.shape())) {
            faults.add(
                "has '"
                    + name
                    + "' of shape "
                    + Arrays.toString(tensor.shape())
                    + ", but the network needs "
                    + Arrays.toString(shape));
          }
        });
    if (!faults.isEmpty()) {
      throw new Refused(String.join("; ", faults));
    }
    return named;
  }
}
