package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

/**
 * What the harness asks of every data set: the same samples at every opening and from any thread,
 * labels below the number of classes, values in the domain.
 */
public final class DatasetContract {

  /** Samples of each view that are read, from its beginning and from its end. */
  private static final int READ = 100;

  private final DatasetProvider provider;
  private final Map<String, ?> parameters;

  private DatasetContract(DatasetProvider provider, Map<String, ?> parameters) {
    this.provider = provider;
    this.parameters = parameters;
  }

  /**
   * The checks of a data set.
   *
   * @param parameters its parameters; those that are not given take their defaults
   */
  public static List<ContractCheck> checks(DatasetProvider provider, Map<String, ?> parameters) {
    DatasetContract contract = new DatasetContract(provider, parameters);
    return List.of(
        contract.check("has classes with different names", DatasetContract::classes),
        contract.check("has samples to train on and to test", DatasetContract::samples),
        contract.check("keeps labels below the number of classes", contract.each(View::labels)),
        contract.check("keeps values finite and in its domain", contract.each(View::values)),
        contract.check("reads the same sample at any position", contract.each(View::places)),
        contract.check("refuses an index outside", contract.each(View::outside)),
        contract.check("reads the same from several threads", contract.each(View::threads)),
        contract.check("opens the same data twice", contract::reopens));
  }

  private ContractCheck check(String name, Function<Dataset, List<String>> trial) {
    return new ContractCheck(
        name,
        () -> {
          try (Dataset dataset = open()) {
            return trial.apply(dataset);
          }
        });
  }

  private Dataset open() {
    return provider.create(Parameters.of(provider.descriptor(), parameters));
  }

  private Function<Dataset, List<String>> each(Function<View, List<String>> trial) {
    return dataset -> {
      List<String> violations = new ArrayList<>(trial.apply(View.training(dataset)));
      violations.addAll(trial.apply(View.test(dataset)));
      return violations;
    };
  }

  private static List<String> classes(Dataset dataset) {
    List<String> names = dataset.classNames();
    if (names.size() < 2) {
      return List.of("it has " + names.size() + " classes; there is nothing to confuse");
    }
    return new HashSet<>(names).size() < names.size()
        ? List.of("it has classes of the same name: " + names)
        : List.of();
  }

  private static List<String> samples(Dataset dataset) {
    List<String> violations = new ArrayList<>();
    for (View view : List.of(View.training(dataset), View.test(dataset))) {
      if (view.view().size() < 1) {
        violations.add("its " + view.name() + " data are empty");
      }
    }
    long[] shape = dataset.inputShape();
    if (shape.length != 1 && shape.length != 3 || Arrays.stream(shape).anyMatch(n -> n < 1)) {
      violations.add(
          "its input shape is "
              + Arrays.toString(shape)
              + ", and neither [features] nor [channels, height, width]");
    }
    return violations;
  }

  private List<String> reopens(Dataset first) {
    List<String> violations = new ArrayList<>();
    try (Dataset second = open()) {
      if (first.identity().isBlank()) {
        violations.add("its identity is empty");
      }
      if (!first.identity().equals(second.identity())) {
        violations.add("its identity changes from opening to opening");
      }
      if (!View.training(first).read().equals(View.training(second).read())
          || !View.test(first).read().equals(View.test(second).read())) {
        violations.add("its samples change from opening to opening");
      }
    }
    return violations;
  }

  /** Samples and labels, compared by value. */
  private record Read(List<Float> values, List<Integer> labels) {

    static Read of(DataView view, int length, int... indices) {
      float[] values = new float[indices.length * length];
      int[] labels = new int[indices.length];
      view.read(indices, values, labels);
      return new Read(
          IntStream.range(0, values.length).mapToObj(i -> values[i]).toList(),
          Arrays.stream(labels).boxed().toList());
    }
  }

  /**
   * One part of a data set.
   *
   * @param name in words
   * @param length values of a sample
   */
  private record View(String name, DataView view, int length, int classes, Domain domain) {

    static View training(Dataset dataset) {
      return of("training", dataset.training(), dataset);
    }

    static View test(Dataset dataset) {
      return of("test", dataset.test(), dataset);
    }

    private static View of(String name, DataView view, Dataset dataset) {
      int length = (int) Arrays.stream(dataset.inputShape()).reduce(1, (a, b) -> a * b);
      return new View(name, view, length, dataset.classes(), dataset.domain());
    }

    /** Positions from the beginning and from the end. */
    int[] indices() {
      int size = view.size();
      return IntStream.concat(
              IntStream.range(0, Math.min(READ, size)),
              IntStream.range(Math.max(Math.min(READ, size), size - READ), size))
          .toArray();
    }

    Read read() {
      return Read.of(view, length, indices());
    }

    List<String> labels() {
      Read all = read();
      int[] indices = indices();
      for (int i = 0; i < indices.length; i++) {
        int label = all.labels().get(i);
        if (label < 0 || label >= classes) {
          return List.of(
              name + " sample " + indices[i] + " has the label " + label + " of " + classes);
        }
        if (label != view.label(indices[i])) {
          return List.of(
              name + " sample " + indices[i] + " is read with another label than it is asked for");
        }
      }
      return List.of();
    }

    List<String> values() {
      for (float value : read().values()) {
        if (!Float.isFinite(value) || value < domain.low() || value > domain.high()) {
          return List.of(
              "its "
                  + name
                  + " data hold "
                  + value
                  + ", and its domain is "
                  + domain.low()
                  + " to "
                  + domain.high());
        }
      }
      return List.of();
    }

    List<String> places() {
      int last = view.size() - 1;
      Read together = Read.of(view, length, last, 0, last);
      Read alone = Read.of(view, length, last);
      boolean same =
          together.values().subList(0, length).equals(alone.values())
              && together.values().subList(2 * length, 3 * length).equals(alone.values());
      return same ? List.of() : List.of(name + " sample " + last + " depends on its place");
    }

    List<String> outside() {
      List<String> violations = new ArrayList<>();
      for (int index : new int[] {-1, view.size()}) {
        try {
          Read.of(view, length, index);
          violations.add("its " + name + " data answer for index " + index);
        } catch (IndexOutOfBoundsException e) {
          // as it should
        }
      }
      return violations;
    }

    List<String> threads() {
      Read expected = read();
      boolean same =
          IntStream.range(0, 8).parallel().mapToObj(i -> read()).allMatch(expected::equals);
      return same ? List.of() : List.of("its " + name + " data change when threads read them");
    }
  }
}
