package org.robustgrid.run.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.WrappingDatasetProvider;

/** Opens data sets of a plan, and the data sets that they are made of. */
public final class DatasetOpener {

  static final String ID = "id";
  static final String PARAMETERS = "parameters";
  static final String CODE = "code";

  private DatasetOpener() {}

  /**
   * Opens a data set.
   *
   * @throws DataException when files are missing or damaged
   */
  public static Dataset open(PluginRegistry registry, PlannedPlugin planned) {
    return open(registry, planned.id(), planned.parameters());
  }

  private static Dataset open(PluginRegistry registry, String id, Map<String, Object> values) {
    Plugin plugin = registry.find(PluginKind.DATASET, id);
    Parameters parameters = Parameters.of(plugin.descriptor(), values);
    if (!(plugin.provider() instanceof WrappingDatasetProvider wrapper)) {
      return ((DatasetProvider) plugin.provider()).create(parameters);
    }
    Map<String, Object> named =
        inner(plugin.dataset(), values)
            .orElseThrow(
                () -> new DataException("'" + id + "' declares no data set to be made of"));
    Dataset inner = open(registry, String.valueOf(named.get(ID)), nested(named));
    try {
      return new Wrapped(
          wrapper.wrap(inner, parameters), inner, String.valueOf(named.getOrDefault(CODE, "")));
    } catch (RuntimeException e) {
      inner.close();
      throw e;
    }
  }

  /** The data set that has samples of its own: another one's if it is made of that. */
  static DatasetDescriptor innermost(PluginRegistry registry, PlannedPlugin planned) {
    String id = planned.id();
    Map<String, Object> values = planned.parameters();
    while (true) {
      DatasetDescriptor descriptor = registry.find(PluginKind.DATASET, id).dataset();
      Optional<Map<String, Object>> inner = inner(descriptor, values);
      if (inner.isEmpty()) {
        return descriptor;
      }
      id = String.valueOf(inner.get().get(ID));
      values = nested(inner.get());
    }
  }

  /** The value of the parameter that names another data set. */
  private static Optional<Map<String, Object>> inner(
      DatasetDescriptor descriptor, Map<String, Object> values) {
    return descriptor.parameters().stream()
        .filter(parameter -> parameter.type() == Parameter.Type.DATASET)
        .findFirst()
        .map(parameter -> values.get(parameter.name()))
        .map(DatasetOpener::map);
  }

  /** The parameters of the data set that a value names. */
  static Map<String, Object> nested(Map<String, Object> named) {
    return map(named.getOrDefault(PARAMETERS, Map.of()));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /**
   * A data set with the one it is made of; its identity holds that one's and its reader's.
   *
   * @param code of the inner one's plugin
   */
  private record Wrapped(Dataset outer, Dataset inner, String code) implements Dataset {

    @Override
    public long[] inputShape() {
      return outer.inputShape();
    }

    @Override
    public List<String> classNames() {
      return outer.classNames();
    }

    @Override
    public Domain domain() {
      return outer.domain();
    }

    @Override
    public DataView training() {
      return outer.training();
    }

    @Override
    public DataView test() {
      return outer.test();
    }

    @Override
    public String identity() {
      return ContentHash.of(List.of(outer.identity(), inner.identity(), code));
    }

    @Override
    public List<String> notes() {
      return Stream.concat(inner.notes().stream(), outer.notes().stream()).distinct().toList();
    }

    @Override
    public void close() {
      outer.close();
      inner.close();
    }
  }
}
