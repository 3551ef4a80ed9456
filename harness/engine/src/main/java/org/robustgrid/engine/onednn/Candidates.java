package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.primitive_desc;
import org.robustgrid.engine.tuning.Kernel;

/**
 * The implementations of one convolution that oneDNN offers.
 *
 * @param <D> their descriptions
 */
final class Candidates<D extends primitive_desc> {

  /** oneDNN's loops for whatever it has no fast code for: hundreds of times slower. */
  private static final String REFERENCE = "ref";

  private final int preferred;
  private final IntFunction<D> make;

  /**
   * The implementations for a shape.
   *
   * @param preferred the algorithm by rule; the direct one is taken where it does not exist
   * @param make describes the first implementation of an algorithm; throws where there is none
   */
  Candidates(int preferred, IntFunction<D> make) {
    this.preferred = preferred;
    this.make = make;
  }

  /**
   * One of them.
   *
   * @param algorithm winograd or direct
   * @param implementation oneDNN's name for it
   */
  record Candidate<D>(String algorithm, String implementation, D description) {

    boolean is(Kernel kernel) {
      return algorithm.equals(kernel.algorithm()) && implementation.equals(kernel.implementation());
    }
  }

  /** The one that is taken without any measurement. */
  D byRule() {
    return first(preferred).orElseGet(() -> make.apply(dnnl_convolution_direct));
  }

  /** The one that a table names; empty where oneDNN does not offer it. */
  Optional<D> find(Kernel kernel) {
    return all().stream().filter(c -> c.is(kernel)).map(Candidate::description).findFirst();
  }

  /** All that are worth measuring, the rule's first. */
  List<Candidate<D>> all() {
    List<Candidate<D>> found = new ArrayList<>();
    int other =
        preferred == dnnl_convolution_direct ? dnnl_convolution_winograd : dnnl_convolution_direct;
    collect(preferred, found);
    collect(other, found);
    return found;
  }

  private void collect(int algorithm, List<Candidate<D>> found) {
    String name = algorithm == dnnl_convolution_winograd ? "winograd" : "direct";
    Set<String> seen = new HashSet<>();
    for (int index = 0; ; index++) {
      Optional<D> description = at(algorithm, index);
      if (description.isEmpty()) {
        return;
      }
      String implementation = description.get().impl_info_str().getString();
      // the slow ones come last, and are kept only where there is nothing else
      boolean slow = implementation.startsWith(REFERENCE) && !found.isEmpty();
      if (!slow && seen.add(implementation)) {
        found.add(new Candidate<>(name, implementation, description.get()));
      }
    }
  }

  /** A description is moved on to the next implementation: every candidate needs its own. */
  private Optional<D> at(int algorithm, int index) {
    Optional<D> description = first(algorithm);
    for (int i = 0; i < index && description.isPresent(); i++) {
      if (!description.get().next_impl()) {
        return Optional.empty();
      }
    }
    return description;
  }

  private Optional<D> first(int algorithm) {
    try {
      return Optional.of(make.apply(algorithm));
    } catch (RuntimeException e) {
      // it does not cover this shape
      return Optional.empty();
    }
  }
}
